#!/bin/sh
# Makes the training files of the shipped model from the data sets: a table with label, weight and text for each source,
# and a lexicon.
#
# usage: Models/prepare.sh DATA WORK
#
# DATA  the folder that holds sentiment/*.tsv and lexicons/*.tsv (see Models/README.md)
# WORK  an empty folder
#
# Three-star reviews are left out: they are mixed or lukewarm rather than neutral. Weights keep large, terse or weakly
# labelled files from drowning the others.
set -eu
data=$1
work=$2

# group NAME WEIGHT [labels-to-leave-out]
group() {
  awk -F'\t' -v weight="$2" -v skip="${3:-}" '
    NR == 1 { print "label\tweight\ttext"; next }
    $1 != skip { print $1 "\t" weight "\t" $3 }' "$data/sentiment/$1.tsv" > "$work/$1.tsv"
}
group sst.train 1
group sst-phrases.train 0.15
group imdb.train 1
group tweets.train 1
group amazon-books.train 1
group amazon-dvd.train 1
group amazon-electronics.train 1
group nhs-survey.train 1
group womens-clothing.train 0.5 neutral
group hotels.train 0.5 neutral
group android-apps.train 0.5
group steam.train 0.25
group stackoverflow.train 1
group pros-cons.train 0.2
group customer-reviews.train 1
group twitter-emoticons.weak 0.1

# One valence a term: VADER's where it has one, else AFINN's, else ±1.5 by Hu and Liu's polarity. An emoji is worth the
# mean of the words that describe it.
awk -F'\t' '
  FNR == 1 { file++; next }
  file == 1 { value[$1] = $2 }
  file == 2 && !($1 in value) { value[$1] = $2 * 0.8 }
  file == 3 && !($1 in value) { value[$1] = $2 == "positive" ? 1.5 : -1.5 }
  file == 4 {
    sum = 0; hits = 0; words = split(tolower($2), word, /[^a-z]+/)
    for (i = 1; i <= words; i++) if (word[i] in value) { sum += value[word[i]]; hits++ }
    if (hits) value[$1] = sum / hits
  }
  END { print "term\tvalence"; for (term in value) print term "\t" value[term] | "LC_ALL=C sort" }
' "$data/lexicons/vader.tsv" "$data/lexicons/afinn.tsv" "$data/lexicons/hu-liu.tsv" "$data/lexicons/vader-emoji.tsv" \
  > "$work/lexicon.tsv"
