#!/bin/sh
# Teaches a model of sentiment the tones that the shipped model knows; its sentiment stays as it is. Half a minute.
#
# usage: Models/train-tone.sh ATTUNE DATA MODEL OUTPUT
#
# ATTUNE  the attune binary
# DATA    the folder that holds tone/goemotions.train.tsv and tone/goemotions.dev.tsv (see Models/README.md)
set -eu
"$1" train-tone "$2/tone/goemotions.train.tsv" --dev "$2/tone/goemotions.dev.tsv" --text text --labels labels \
  --card "GoEmotions (Demszky et al. 2020, CC BY 4.0), 43,410 comments" --from "$3" --output "$4"
