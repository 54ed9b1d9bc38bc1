#!/bin/sh
# Exports the wall times of the stage benchmarks that match a pattern; fails when one of them gives a wrong answer.
#
# usage: Benchmarks/stages.sh FOLDER [PATTERN]
set -eu
mkdir -p "$1"
cd "$(dirname "$0")"
log=$1/log
if ! swift package --allow-writing-to-directory "$1" benchmark --target Stages --filter "${2:-.*}" \
  --quiet --no-progress --time-units nanoseconds --format histogramPercentiles --path "$1" > "$log" 2>&1 ||
  grep ' failed with ' "$log" >&2
then
  tail -n 20 "$log" >&2
  exit 1
fi
