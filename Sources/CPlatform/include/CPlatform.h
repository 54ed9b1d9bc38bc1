// What Swift has no words for.
#pragma once
#include <stdint.h>

typedef int16_t attune_int16x8 __attribute__((ext_vector_type(8)));
typedef uint16_t attune_uint16x8 __attribute__((ext_vector_type(8)));

/// All ones in the lanes that equal `key`, zeros in the others: one instruction, where Swift's `.==` on a `SIMD8` goes
/// lane by lane through memory.
static inline attune_int16x8 attune_equal_lanes(attune_uint16x8 lanes, uint16_t key) {
  return lanes == key;
}

/// Asks the processor to bring the cache line at `address` closer. A hint: any address is allowed.
static inline void attune_prefetch(const void *address) {
  __builtin_prefetch(address, 0, 3);
}

/// The file of the library that a symbol of this process comes from, or NULL. Lives as long as the library.
const char *attune_library_of(const char *symbol);
