#!/bin/sh
# Fuzzes Attune under AddressSanitizer, target by target, from the seeds in Tests/Fuzz/Corpus.
#
# usage: Tests/fuzz.sh [TARGET]...
#
# TARGET  text, jsonl, table, numbers, model, abi, yaml, cues, redaction, fields, decoders, workbooks, json, heads;
#         default: all
# TIME    seconds for each; default: 60
#
# What is found stays in .build/fuzz/findings, to become a test and then be fixed. Inputs that reach new code are kept in
# .build/fuzz/corpus for the next run.
set -eu
cd "$(dirname "$0")/.."
: "${TIME:=60}"
[ $# -gt 0 ] || set -- text jsonl table numbers model abi yaml cues redaction fields \
  decoders workbooks json heads
work=.build/fuzz
swift build --package-path Tests/Fuzz --scratch-path $work -c release --product Fuzz \
  -Xswiftc -use-ld=lld -Xswiftc -enable-testing -Xswiftc -sanitize=fuzzer,address \
  -Xcc -fsanitize=fuzzer-no-link,address -Xcxx -fsanitize=fuzzer-no-link,address
mkdir -p $work/findings
status=0
for target; do
  mkdir -p "$work/corpus/$target"
  # A trap is a finding as it is; the backtrace of Swift and AddressSanitizer wait for each other.
  SWIFT_BACKTRACE=enable=no nice "$work/release/Fuzz" "$target" -max_total_time="$TIME" -timeout=10 \
    -rss_limit_mb=4096 -len_control=10 -print_final_stats=1 -artifact_prefix="$work/findings/$target-" \
    "$work/corpus/$target" "Tests/Fuzz/Corpus/$target" > "$work/$target.log" 2>&1 || status=1
  sed -n "s/^stat::number_of_executed_units: */fuzz: $target: executed /p; s/^SUMMARY: /fuzz: $target: /p" \
    "$work/$target.log"
done
[ $status = 0 ] || echo "fuzz: findings in $work/findings, logs beside" >&2
exit $status
