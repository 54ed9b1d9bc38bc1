#!/bin/sh
# Trains the model that ships with Attune: Models/feedback-en.attune.
#
# usage: Models/train.sh ATTUNE DATA [OUTPUT]
#
# ATTUNE  the attune binary
# DATA    see Models/prepare.sh
set -eu
attune=$1
data=$2
output=${3:-Models/feedback-en.attune}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/prepare.sh" "$data" "$work"

(cd "$work" && "$attune" train --text text --label label --weight weight --soft negative,neutral,positive \
  --lexicon lexicon.tsv --ignore ignore.txt --minimum-groups 3 \
  --learning-rate 0.06 --dropout 0.5 --epochs 14 --runs 4 ${TRAIN_FLAGS:-} --output model.attune \
  *.train.tsv *.weak.tsv *.three-stars.tsv *.teacher.tsv *.written.tsv)
mv "$work/model.attune" "$output"
