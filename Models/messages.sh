#!/bin/sh
# Prints the messages to support that were labelled one by one, some of them twice: a table of sentiment, tones, urgency and text.
#
# usage: Models/messages.sh DATA
#
# DATA  the folder that holds dialogues/labels-by-reading.tsv, and the dialogues of whose rows written/labels-by-reading-more.tsv
#       has further labels (0 is the row behind the header)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
awk -F'\t' -v OFS='\t' -v folder="$1/dialogues/" '
  FNR == 1 { if (NR == 1) print "sentiment", "tones", "urgency", "text"; next }
  NR == FNR { print $4, $5, $6, $7; next }
  !($1 in count) {
    file = folder $1 ".tsv"; count[$1] = -1
    while ((getline line < file) > 0) {
      fields = split(line, field, "\t"); text[$1, count[$1]++] = field[fields]
    }
    close(file)
  }
  ($1, $2) in text { print $3, $4, $5, text[$1, $2] }
' "$1/dialogues/labels-by-reading.tsv" "$here/written/labels-by-reading-more.tsv"
