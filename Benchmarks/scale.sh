#!/bin/sh
# Measures what a gigabyte costs from 10 MB to 10 GB (the last through a pipe) and writes SCALING.md.
#
# usage: Benchmarks/scale.sh ATTUNE [FOLDER]
#
# FOLDER   where SCALING.md goes; default: Benchmarks
# ROUNDS   how often every command runs, but for those over 1 GB; default: 3
# LARGEST  the largest input in MB; default: 10000
set -eu
attune=$1
here=$(cd "$(dirname "$0")" && pwd)
folder=${2:-$here}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

swift build --package-path "$here" -c release --product make-corpus > "$work/log" 2>&1 ||
  { cat "$work/log" >&2; exit 1; }
corpus() { "$here/.build/release/make-corpus" "$1" "$2" "$here/../Samples/feedback.txt"; }
for size in 10 100 1000; do corpus posts $size > "$work/posts-$size.txt"; done
corpus reviews 100 > "$work/reviews-100.txt"
for form in jsonl csv; do corpus $form 100 > "$work/posts-100.$form"; done

"$here/stages.sh" "$work/stages" 'cut .*|memcpy|reference'
python3 "$here/Report/scaling.py" "$attune" "$work" "$folder"
echo "scaling: written: $folder/SCALING.md" >&2
