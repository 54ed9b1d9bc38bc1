#!/bin/sh
# Times attune beside fastText and wc on one corpus in one run, and prints a table of medians and ratios.
#
# usage: Benchmarks/compare.sh ATTUNE [CORPUS]
#
# CORPUS  a file of one text a line; default: Samples/feedback.txt, repeated to 50 MB
set -eu
attune=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
corpus=${2:-$work/corpus.txt}
if [ $# -lt 2 ]; then
  yes "$here/../Samples/feedback.txt" | head -n 2100 | xargs cat > "$corpus"
fi
python3 -c '
import csv, sys
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    print("__label__" + row["label"], row["text"].replace("\n", " "))
' "$here/../Samples/feedback.csv" > "$work/train.txt"
fasttext supervised -input "$work/train.txt" -output "$work/peer" -wordNgrams 2 -dim 10 -epoch 5 -thread 1 > /dev/null 2>&1

echo "$(wc -c < "$corpus") bytes, $(wc -l < "$corpus") texts, $("$attune" --version | tail -n 1)"
hyperfine --shell=none --warmup 1 --runs 5 --export-markdown "$work/table.md" \
  -n "attune -j1" "$attune classify -q -j1 $corpus" \
  -n "attune -j2" "$attune classify -q -j2 $corpus" \
  -n "fastText predict-prob" "fasttext predict-prob $work/peer.bin $corpus 1" \
  -n "wc -w" "wc -w $corpus" > /dev/null
cat "$work/table.md"
