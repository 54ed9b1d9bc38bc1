#!/bin/sh
# Measures attune stage by stage and beside the peers that are installed, and writes RESULTS.md with its plots.
#
# usage: Benchmarks/compare.sh ATTUNE [FOLDER]
#
# FOLDER   where the results go; default: Benchmarks
# PYTHON   a Python 3 that may have vaderSentiment and vowpalwabbit; default: python3
# ROUNDS   how often every command runs; default: 5
# LARGEST  the largest input in MB; default: 1000
# UPDATE   set to commit the costs of the stages of this run to Thresholds/stages
# OPENBLAS where OpenBLAS's libblas.so.3 is, as in LD_LIBRARY_PATH; default: where Debian puts it
set -eu
attune=$1
here=$(cd "$(dirname "$0")" && pwd)
folder=${2:-$here}
: "${PYTHON:=python3}" "${ROUNDS:=5}" "${LARGEST:=1000}"
library=/usr/lib/$(cc -dumpmachine | sed 's/-pc-/-/')
: "${OPENBLAS:=$library/openblas-pthread}" "${REFERENCE_BLAS:=$library/blas}"
export PYTHON ROUNDS LARGEST OPENBLAS REFERENCE_BLAS
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { echo "bench: $*" >&2; }

say "stages"
"$here/stages.sh" "$work/stages"
python3 "$here/Report/stages.py" "$work/stages" "$here/Thresholds/stages" ${UPDATE:+--update} || status=1
if [ -e "${OPENBLAS%%:*}/libblas.so.3" ]; then
  say "dense layer with two providers of BLAS"
  LD_LIBRARY_PATH=$REFERENCE_BLAS "$here/stages.sh" "$work/blas-reference" '(dense|plain) .*'
  LD_LIBRARY_PATH=$OPENBLAS "$here/stages.sh" "$work/blas-openblas" '(dense|plain) .*'
else
  say "OpenBLAS is not installed (libopenblas0-pthread): skipped"
  ln -s stages "$work/blas-reference"
fi

say "corpora"
corpus() { "$here/.build/release/make-corpus" "$1" "$2" "$here/../Samples/feedback.txt"; }
swift build --package-path "$here" -c release --product make-corpus > "$work/log" 2>&1 ||
  { cat "$work/log" >&2; exit 1; }
for form in posts reviews; do
  corpus $form 50 > "$work/$form.txt"
  corpus $form 2 > "$work/$form-part.txt"
done
for size in 1 4 16 64 256 1000; do
  if [ $size -le "$LARGEST" ]; then corpus posts $size > "$work/size-$size.txt"; fi
done

say "peers"
python3 -c '
import csv, sys
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    print("__label__" + row["label"], row["text"].replace("\n", " "))
' "$here/../Samples/feedback.csv" > "$work/train.txt"
if command -v fasttext > /dev/null; then
  fasttext supervised -input "$work/train.txt" -output "$work/peer" -wordNgrams 2 -dim 10 -epoch 5 -thread 1 \
    > /dev/null 2>&1
  FASTTEXT_VERSION="fastText $(dpkg-query -W -f '${Version}' fasttext 2> /dev/null || true)"
  export FASTTEXT_VERSION
else
  say "fastText is not installed (fasttext): skipped"
fi
VW=
if command -v vw > /dev/null; then VW=vw; elif "$PYTHON" -c 'import vowpalwabbit' 2> /dev/null; then
  VW="$PYTHON -m vowpalwabbit"
fi
export VW
if [ -n "$VW" ]; then
  VW_VERSION="Vowpal Wabbit $($VW --version | head -n 1)"
  export VW_VERSION
  sed 's/[:|]/ /g; s/^__label__negative/1 |/; s/^__label__neutral/2 |/; s/^__label__positive/3 |/' \
    "$work/train.txt" > "$work/train.vw"
  $VW --oaa 3 --ngram 2 -b 20 --quiet -d "$work/train.vw" -f "$work/peer.vw"
  for form in posts reviews; do sed 's/[:|]/ /g; s/^/| /' "$work/$form.txt" > "$work/$form.vw"; done
else
  say "Vowpal Wabbit is not installed (vw, or vowpalwabbit of PyPI): skipped"
fi
version='import importlib.metadata as m; print("VADER", m.version("vaderSentiment"))'
if VADER_VERSION=$("$PYTHON" -c "$version" 2> /dev/null); then
  export VADER_VERSION
  touch "$work/vader"
else
  say "VADER is not installed (vaderSentiment of PyPI; PYTHON names the Python that has it): skipped"
fi
cc -O3 -march=native "$here/limit.c" -o "$work/limit" -lm

say "side by side, $ROUNDS rounds"
python3 "$here/Report/results.py" "$attune" "$work" "$folder"
say "written: $folder/RESULTS.md"
exit "${status:-0}"
