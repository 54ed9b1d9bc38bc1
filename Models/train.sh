#!/bin/sh
# Trains the model that ships with Attune: Models/feedback-en.attune.
#
# usage: Models/train.sh ATTUNE DATA [OUTPUT]
#
# ATTUNE  the attune binary
# DATA    see Models/prepare.sh; besides embeddings/words.txt and embeddings/words.f16, the vectors of words
set -eu
attune=$1
data=$2
output=${3:-Models/feedback-en.attune}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/prepare.sh" "$data" "$work"
embeddings=$(cd "$data" && pwd)/embeddings

(cd "$work" && "$attune" train --text text --label label --weight weight --soft negative,neutral,positive \
  --lexicon lexicon.tsv --ignore ignore.txt --minimum-groups 2 --max-features 480000 \
  --deep-share 0.5 --doubt-full 0.6 --doubt-none 0.9 \
  --learning-rate 0.06 --dropout 0.5 --epochs 14 --runs 4 --embeddings "$embeddings" \
  --card "name: feedback-en" --card "language: English" \
  --card "data: SST, IMDB, SemEval 2013-2016 tweets, Amazon (Blitzer), NHS England survey, clothes, hotel, app and game reviews, Senti4SD, pros and cons (Liu), Hu and Liu reviews, Sentiment140, GoEmotions, dialogues (Sun), messages to support labelled by reading, texts written for Attune" \
  --card "lexicons: VADER (MIT, C.J. Hutto), AFINN (Apache 2.0), Hu and Liu (CC BY 4.0)" \
  --card "licences: Models/README.md names source, licence and weight of each" \
  --card "build: make model" ${TRAIN_FLAGS:-} --output model.attune \
  *.train.tsv *.weak.tsv *.three-stars.tsv *.teacher.tsv *.taught.tsv *.written.tsv)
# Texts written for a purpose are surer than those of customers: one number puts probabilities right on texts that nobody
# learned from, some of which people called neutral.
"$attune" calibrate --temperature-only --quiet --model "$work/model.attune" --output "$work/calibrated.attune" \
  "$data/sentiment/tweets.dev.tsv" "$data/sentiment/yelp.dev.tsv"
"$here/train-tone.sh" "$attune" "$data" "$work/calibrated.attune" "$output"
