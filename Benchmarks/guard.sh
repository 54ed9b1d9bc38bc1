#!/bin/sh
# Counts the instructions that `attune classify -j1` needs for a byte of text, which no busy machine disturbs, and fails
# when a count is more than 2 % above the committed one:
#
#   classify  all of it
#   scan      finding words and their hashes
#   score     text to verdict: scan, features, their sums, probabilities
#
# It also fails when the stripped binary is larger than 25 MB.
#
# usage: Benchmarks/guard.sh ATTUNE [--update]
#
# The sample is classified once and 21 times over; the difference, over 20 times its bytes, leaves out the start of the
# process. A change that should cost more updates Benchmarks/Thresholds/instructions-per-byte in the same commit.
set -eu
attune=$1
here=$(cd "$(dirname "$0")" && pwd)
threshold=$here/Thresholds/instructions-per-byte
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# As `make install` strips it.
strip -o "$work/installed" "$attune"
size=$(wc -c < "$work/installed")
echo "guard: $size bytes stripped"
[ "$size" -le 25000000 ] || { echo "guard: the stripped binary is larger than 25 MB" >&2; exit 1; }
! nm "$attune" | grep -q 12_RegexParser ||
  { echo "guard: something calls the standard library's regular expressions (see Sources/Attune/Text/Substrings.swift)" >&2; exit 1; }

# Debug information of other compilers than its own stops this valgrind.
strip --strip-debug -o "$work/attune" "$attune"
cat "$here/../Samples/feedback.txt" > "$work/once.txt"
i=0
while [ $i -lt 21 ]; do cat "$work/once.txt"; i=$((i + 1)); done > "$work/many.txt"
bytes=$(wc -c < "$work/once.txt")

# count FILE OPTION...: instructions in the functions that the options name, or in all.
count() {
  file=$1
  shift
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" "$work/attune" classify -j1 -q "$file" 2>&1 > /dev/null |
    sed -n 's/.*Collected : //p'
}
per_byte() {
  name=$1
  shift
  once=$(count "$work/once.txt" "$@")
  many=$(count "$work/many.txt" "$@")
  [ -n "$once" ] && [ "${many:-0}" -gt "$once" ] || { echo "guard: no count of $name" >&2; exit 1; }
  awk -v name="$name" -v a="$once" -v b="$many" -v n="$bytes" 'BEGIN { printf "%s %.2f\n", name, (b - a) / (20 * n) }'
}
{
  per_byte classify
  per_byte scan --toggle-collect=attune_scan
  per_byte score '--toggle-collect=*6ScorerC3add*' '--toggle-collect=*6ScorerC6finish*'
} > "$work/now"

if [ "${2:-}" = --update ]; then
  cp "$work/now" "$threshold"
  sed 's/$/ instructions per byte, written/; s/^/guard: /' "$work/now"
  exit 0
fi
join "$threshold" "$work/now" | awk '
  { printf "guard: %s %.2f instructions per byte, committed %.2f\n", $1, $3, $2; count++ }
  $3 > $2 * 1.02 { print "guard: " $1 " is more than 2 % above the committed count" > "/dev/stderr"; failed = 1 }
  END { exit failed || count != 3 }'
