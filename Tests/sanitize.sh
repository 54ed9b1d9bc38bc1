#!/usr/bin/env bash
# Runs the C kernels, and the C test program against the C library, under AddressSanitizer and
# UndefinedBehaviorSanitizer. What no compiler here has the runtimes for is left out, and said.
#   Tests/sanitize.sh ROOT
set -euo pipefail
root=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
flags="-g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
# Memory that Swift's runtime keeps to the end is no leak.
export ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1

# Whether a compiler, with its options, has the runtimes.
has_runtimes() {
  echo 'int main(void) { return 0; }' > "$work/try.c"
  "$@" $flags "$work/try.c" -o "$work/try" 2> /dev/null && "$work/try" 2> /dev/null
}

# The kernels are in the C of clang. Swift brings one.
swift=$(command -v swift || true)
clang=
for candidate in "${swift:+$(dirname "$(readlink -f "$swift")")/clang}" clang; do
  if [ -n "$candidate" ] && command -v "$candidate" > /dev/null && has_runtimes "$candidate" -fuse-ld=lld; then
    clang=$candidate
    break
  fi
done
if [ -n "$clang" ]; then
  for level in -O1 -O3; do
    "$clang" -fuse-ld=lld -std=c2x -D_GNU_SOURCE $flags $level -Wall -Werror -I "$root/Sources/CKernels/include" \
      "$root"/Sources/CKernels/*.c "$root/Tests/kernels.c" -o "$work/kernels"
    "$work/kernels" 200
  done
else
  echo "sanitize: no clang with the runtimes: kernels left out"
fi

library=$root/.build/library
if [ ! -e "$library/libattune.so.1" ]; then
  echo "sanitize: no C library: its test program left out"
elif has_runtimes cc; then
  cc -std=c11 -D_GNU_SOURCE $flags -Wall -Wextra -Werror -I "$root/Sources/CAttune/include" "$root/Tests/c.c" \
    "$library/libattune.so.1" -lpthread -o "$work/test"
  LD_LIBRARY_PATH=$library "$work/test" "$work"
  echo "sanitize: C test program passed"
else
  echo "sanitize: cc has no runtimes: C test program left out"
fi
