#!/usr/bin/env bash
# Installs the C library beside nothing else, compiles the example against it by pkg-config, and compares its verdicts
# with those of the command. Then what attune.h promises of errors, of Arrow arrays and of a fork, and that the JSON
# parser's C++ throws nothing without memory.
#   Tests/c.sh ROOT
set -euo pipefail
root=$1
attune=$root/.build/release/attune
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

make -s -C "$root" install-library PREFIX="$work/usr" > /dev/null
export PKG_CONFIG_PATH=$work/usr/lib/pkgconfig
flags=$(pkg-config --cflags --libs attune)
[ "$(nm -D --defined-only "$work/usr/lib/libattune.so.1" | grep -c ' [A-Z] attune_')" = \
  "$(grep -c '^ATTUNE_API' "$work/usr/include/attune.h")" ]
if ldd "$work/usr/lib/libattune.so.1" | grep -i -E 'swift|blas|gfortran|Foundation'; then exit 1; fi

cc -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror "$root/Examples/classify.c" $flags -o "$work/classify"
cc -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror "$root/Tests/c.c" $flags -lpthread -o "$work/test"
cc -x c++ -std=c++11 -fsyntax-only "$work/usr/include/attune.h"

# Nothing of Swift is on the path of libraries.
run() { env -i LD_LIBRARY_PATH="$work/usr/lib" "$@"; }
# 100,000 texts: the words of the sample in new order.
awk '{ for (at = 1; at <= NF; at++) word[count++] = $at }
  END { srand(8); for (line = 0; line < 100000; line++) {
    for (at = int(rand() * 30); at > 0; at--) printf "%s ", word[int(rand() * count)]; print "" } }' \
  "$root/Samples/feedback.txt" > "$work/texts"
cat "$root/Samples/feedback.txt" >> "$work/texts"
run "$work/classify" < "$work/texts" > "$work/c" 2> "$work/why"
"$attune" classify -q "$work/texts" > "$work/command"
cmp "$work/c" "$work/command"
grep -q '"parts":\[{"kind":' "$work/why"
run "$work/test" "$work"

json=$root/Sources/CSIMDJSON
c++ -std=c++17 -Wall -Wextra -Werror -I"$json/include" "$root/Tests/json.cpp" "$json/CSIMDJSON.cpp" -lsimdjson -o "$work/json"
"$work/json" > /dev/null
echo "C: example and tests passed"
