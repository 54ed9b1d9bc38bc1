#!/bin/sh
# Counts the instructions that `attune classify -j1` needs for a byte of text, which no busy machine disturbs, and fails
# when the count is more than 2 % above the committed one.
#
# usage: Benchmarks/guard.sh ATTUNE [--update]
#
# The sample is scored once and 21 times over; the difference, over 20 times its bytes, leaves out the start of the
# process. A change that should cost more updates Benchmarks/Thresholds/instructions-per-byte in the same commit.
set -eu
attune=$1
here=$(cd "$(dirname "$0")" && pwd)
threshold=$here/Thresholds/instructions-per-byte
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Debug information of other compilers than its own stops this valgrind.
strip --strip-debug -o "$work/attune" "$attune"
cat "$here/../Samples/feedback.txt" > "$work/once.txt"
i=0
while [ $i -lt 21 ]; do cat "$work/once.txt"; i=$((i + 1)); done > "$work/many.txt"

count() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$work/attune" classify -j1 -q "$1" 2>&1 > /dev/null |
    sed -n 's/.*Collected : //p'
}
once=$(count "$work/once.txt")
many=$(count "$work/many.txt")
[ -n "$once" ] && [ -n "$many" ] || { echo "guard: valgrind gave no count" >&2; exit 1; }
bytes=$(wc -c < "$work/once.txt")
now=$(awk -v a="$once" -v b="$many" -v n="$bytes" 'BEGIN { printf "%.2f", (b - a) / (20 * n) }')
if [ "${2:-}" = --update ]; then
  echo "$now" > "$threshold"
  echo "guard: $now instructions per byte, written to $threshold"
  exit 0
fi
old=$(cat "$threshold")
echo "guard: $now instructions per byte, committed $old"
awk -v now="$now" -v old="$old" 'BEGIN { exit !(now > 0 && now <= old * 1.02) }' || {
  echo "guard: more than 2 % above the committed count" >&2
  exit 1
}
