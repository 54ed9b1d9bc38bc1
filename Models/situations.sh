#!/bin/sh
# Prints the messages of which somebody said what their customers are in: a table of situation and text.
#
# usage: Models/situations.sh DATA
#
# DATA  the folder that holds the dialogues of whose rows written/situations-by-reading.tsv has labels (0 is the row behind the header)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cut -f1,3 "$here/written/situations.tsv"
tail -n +2 "$here/written/threes.tsv" | cut -f1,3
awk -F'\t' -v OFS='\t' -v folder="$1/dialogues/" '
  FNR == 1 { next }
  $1 != file {
    file = $1; path = folder $1 ".tsv"; row = -1; split("", text)
    while ((getline line < path) > 0) { fields = split(line, field, "\t"); text[row++] = field[fields] }
    close(path)
  }
  { print $3, text[$2] }
' "$here/written/situations-by-reading.tsv"
