#include "CPlatform.h"

// Swift's library carries the name of every Unicode character, for `Unicode.Scalar.Properties.name`, which nothing here asks for.
// The linker calls this in its place (`--wrap` in the Makefile) and leaves the names out: a character has none.
intptr_t __wrap__swift_stdlib_getScalarName(uint32_t scalar, uint8_t *buffer, intptr_t capacity) {
  (void)scalar, (void)buffer, (void)capacity;
  return 0;
}
