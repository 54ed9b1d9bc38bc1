#!/bin/sh
# Teaches a model of sentiment the tones that the shipped model knows; its sentiment stays as it is. Half a minute.
#
# usage: Models/train-tone.sh ATTUNE DATA MODEL OUTPUT
#
# ATTUNE  the attune binary
# DATA    the folder that holds tone/goemotions.train.tsv, tone/goemotions.dev.tsv and dialogues/*.tsv (see Models/README.md)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
messages=$(mktemp)
trap 'rm -f "$messages"' EXIT
# What the labels of messages call worry is fear among the emotions of GoEmotions.
"$here/messages.sh" "$2" | awk -F'\t' -v OFS='\t' '
  NR == 1 { print "labels", "text"; next }
  $2 != "" { gsub(/worry/, "fear", $2); print $2, $4 }' > "$messages"
"$1" train-tone --format tsv "$2/tone/goemotions.train.tsv" "$messages" --dev "$2/tone/goemotions.dev.tsv" --text text \
  --labels labels --card "GoEmotions (Demszky et al. 2020, CC BY 4.0), 43,410 comments; messages to support labelled by reading" \
  --from "$3" --output "$4"
