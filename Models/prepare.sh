#!/bin/sh
# Makes the training files of the shipped model: a table with label (or probabilities), weight and text for each source, a
# lexicon and a list of words that must not matter.
#
# usage: Models/prepare.sh DATA WORK
#
# DATA  the folder that holds sentiment/*.tsv, teacher/pool.tsv, lexicons/*.tsv and dialogues/*.tsv (see
#       Models/README.md)
# WORK  an empty folder
#
# Weights keep large, terse or weakly labelled files from drowning the others, and let the few files of long texts be heard.
set -eu
data=$1
work=$2
here=$(cd "$(dirname "$0")" && pwd)

# group NAME WEIGHT [labels-to-leave-out]
group() {
  awk -F'\t' -v weight="$2" -v skip="${3:-}" '
    NR == 1 { print "label\tweight\ttext"; next }
    $1 != skip { print $1 "\t" weight "\t" $3 }' "$data/sentiment/$1.tsv" > "$work/$1.tsv"
}
group sst.train 2.5
group sst-phrases.train 0.15
group imdb.train 6
group tweets.train 3.5
group amazon-books.train 2
group amazon-dvd.train 2
group amazon-electronics.train 2
group nhs-survey.train 1
group womens-clothing.train 0.5 neutral
group hotels.train 0.5 neutral
group android-apps.train 0.5
group steam.train 0.25
group stackoverflow.train 1
group pros-cons.train 0.2
group customer-reviews.train 1
group twitter-emoticons.weak 0.1

# Three stars of five are six points of ten, which net promoter scores count among the detractors: not neutral, but
# sooner negative than positive.
for name in hotels womens-clothing; do
  awk -F'\t' '
    NR == 1 { print "negative\tneutral\tpositive\tweight\ttext"; next }
    $1 == "neutral" { print "0.5\t0.4\t0.1\t0.7\t" $3 }' "$data/sentiment/$name.train.tsv" > "$work/$name.three-stars.tsv"
done

# What a fine-tuned transformer says of texts of these files, and of dialogues and comments, as probabilities.
awk -F'\t' -v work="$work" '
  BEGIN {
    OFS = "\t"
    weight["sst-phrases"] = 0.12; weight["pros-cons"] = 0.16; weight["android-apps"] = 0.4; weight["twitter-emoticons"] = 0.12; weight["goemo"] = 0.4
  }
  NR == 1 { next }
  {
    sub(/\.(train|weak)$/, "", $4)
    file = work "/" $4 ".teacher.tsv"
    if (!($4 in seen)) { seen[$4]; print "negative", "neutral", "positive", "weight", "text" > file }
    print $1, $2, $3, ($4 in weight ? weight[$4] : 0.8), $5 > file
  }' "$data/teacher/pool.tsv"

# What another one says, which has learned the labels by reading and the written texts (teacher.py): of all rows of some files, in
# hundredths, and of sentences.
taught() {
  cut -f1-3 "$here/teacher/$(basename "$1").tsv" | paste - "$data/$1.tsv" | awk -F'\t' -v OFS='\t' -v weight="$2" '
    NR == 1 { print "negative", "neutral", "positive", "weight", "text"; next }
    { print $1 / 100, $2 / 100, $3 / 100, weight, $NF }' > "$work/$(basename "$1").taught.tsv"
}
taught sentiment/twitter-emoticons.weak 0.24
taught tone/goemotions.train 0.4
taught dialogues/shop-remarks 0.8
taught dialogues/multidogo 0.8
"$here/sentences.sh" "$data" "$here/teacher/sentences.tsv" | awk -F'\t' -v OFS='\t' '
  NR == 1 { print "negative", "neutral", "positive", "weight", "text"; next }
  { print $1 / 100, $2 / 100, $3 / 100, 0.8, $NF }' > "$work/sentences.taught.tsv"

# Texts that were written for Attune; those that contrast turns of language count more.
for file in "$here"/written/*.tsv; do
  name=$(basename "$file" .tsv)
  case $name in constructions | emoji | facts | replies | situations* | suggestions | threes | urgency | *-more | sentences-*) continue ;; contrasts-rivals) weight=3 ;; contrasts-time) weight=12 ;; contrasts*) weight=10 ;; *) weight=3 ;; esac
  awk -F'\t' -v weight=$weight '
    NR == 1 { print "label\tweight\ttext"; next }
    { print $1 "\t" weight "\t" $2 }' "$file" > "$work/$name.written.tsv"
done

# by_reading COLUMN [WEIGHT]: a table as probabilities, by the label in that column, which may be mixed.
by_reading() {
  awk -F'\t' -v OFS='\t' -v column="$1" -v weight="${2:-5}" '
    BEGIN {
      share["negative"] = "1\t0\t0"; share["neutral"] = "0\t1\t0"; share["positive"] = "0\t0\t1"
      share["mixed"] = "0.45\t0.1\t0.45"
    }
    NR == 1 { print "negative", "neutral", "positive", "weight", "text"; next }
    { print share[$column], weight, $NF }'
}
# Minimal pairs over turns of language, and real messages to support that were labelled one by one (some of them twice).
by_kind=$(cd "$here/written" && ls constructions.tsv facts.tsv *-more.tsv | grep -v '^labels-' | sed 's/\.tsv$//')
for name in $by_kind; do
  by_reading 2 < "$here/written/$name.tsv" > "$work/$name.written.tsv"
done
"$here/messages.sh" "$data" > "$work/messages"
by_reading 1 < "$work/messages" > "$work/messages.train.tsv"
rm "$work/messages"
"$here/sentences.sh" "$data" "$here/written/sentences-by-reading.tsv" | by_reading 1 2 > "$work/sentences.train.tsv"

# A greeting, thanks, a signature or a plain fact around a message changes nothing of what it says: the same rows twice more,
# framed by one or two of the courtesies and facts, and by up to three of all frames.
framed() {
  awk -F'\t' -v OFS='\t' -v all="$2" '
    FILENAME ~ /frames-before/ { before[befores++] = $0; next }
    FILENAME ~ /frames-behind/ { behind[behinds++] = $0; next }
    FILENAME ~ /frames-more-before/ { beforeMore[beforeMores++] = $0; next }
    FILENAME ~ /frames-more-behind/ { behindMore[behindMores++] = $0; next }
    FNR == 1 { print; next }
    # Numbers of a linear congruential generator, the same everywhere.
    function below(limit) { seed = (seed * 69069 + 12345) % 4294967296; return int(seed / 65536) % limit }
    {
      place = below(4); text = $NF
      if (text !~ /[.!?,;:)]$/) text = text "."
      if (place != 0) text = text " " (all && below(3) == 0 ? behindMore[below(behindMores)] : behind[below(behinds)])
      if (place != 0 && all && below(2)) text = text " " behindMore[below(behindMores)]
      if (place < 2) text = (all && below(2) ? beforeMore[below(beforeMores)] : before[below(befores)]) " " text
      $(NF - 1) *= 0.8; $NF = text
      print
    }' "$here"/written/frames-before.txt "$here"/written/frames-behind.txt "$here"/written/frames-more-before.txt \
    "$here"/written/frames-more-behind.txt "$1"
}
for source in $(printf '%s.written ' $by_kind) messages.train support.written defects.written places.written surveys.written \
  transport.written products.written; do
  for all in 0 1; do framed "$work/$source.tsv" $all | sed 1d; done > "$work/framed"
  cat "$work/framed" >> "$work/$source.tsv"
done
rm "$work/framed"
cp "$here/written/words-that-must-not-matter.txt" "$work/ignore.txt"

# One valence a term: VADER's where it has one, else AFINN's, else ±1.5 by Hu and Liu's polarity. An emoji is worth the
# mean of the words that describe it; those that are new since 2020 are ours.
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
  file == 5 { value[$1] = $2 }
  END { print "term\tvalence"; for (term in value) print term "\t" value[term] | "LC_ALL=C sort" }
' "$data/lexicons/vader.tsv" "$data/lexicons/afinn.tsv" "$data/lexicons/hu-liu.tsv" "$data/lexicons/vader-emoji.tsv" \
  "$here/written/emoji.tsv" > "$work/lexicon.tsv"
