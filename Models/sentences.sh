#!/bin/sh
# Prints the sentences of reviews, tweets and comments that were labelled one by one: a table of sentiment and text.
#
# usage: Models/sentences.sh DATA
#
# DATA  the folder that holds sentiment/*.tsv and tone/goemotions.train.tsv, of whose rows written/sentences-by-reading.tsv
#       labels parts (row 0 is the one behind the header; starts and lengths are bytes of the text)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
LC_ALL=C awk -F'\t' -v OFS='\t' -v data="$1" '
  FNR == 1 { print "sentiment", "text"; next }
  $1 != file {
    file = $1; split("", text)
    table = data (file ~ /^goemotions/ ? "/tone/" : "/sentiment/") file ".tsv"; row = -1
    while ((getline line < table) > 0) { fields = split(line, field, "\t"); text[row++] = field[fields] }
    close(table)
  }
  $2 in text { print $5, substr(text[$2], $3 + 1, $4) }
' "$here/written/sentences-by-reading.tsv"
