#!/bin/sh
# Prints sentences of reviews, tweets and comments that were labelled one by one: a table of the labels and the text.
#
# usage: Models/sentences.sh DATA LABELS
#
# DATA    the folder that holds sentiment/*.tsv and tone/goemotions.train.tsv
# LABELS  a table of file, row (0 is the one behind the header), start and length in bytes of the text, and labels
set -eu
LC_ALL=C awk -F'\t' -v OFS='\t' -v data="$1" '
  # From the fifth field on.
  function labels(  text, place) { text = $5; for (place = 6; place <= NF; place++) text = text OFS $place; return text }
  FNR == 1 { print labels(), "text"; next }
  $1 != file {
    file = $1; split("", text)
    table = data (file ~ /^goemotions/ ? "/tone/" : "/sentiment/") file ".tsv"; row = -1
    while ((getline line < table) > 0) { fields = split(line, field, "\t"); text[row++] = field[fields] }
    close(table)
  }
  $2 in text { print labels(), substr(text[$2], $3 + 1, $4) }
' "$2"
