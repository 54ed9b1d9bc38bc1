#pragma once
#include <stdint.h>

/// Instructions that a kernel is made of. All give the same results.
enum attune_level {
  /// Plain C.
  ATTUNE_PLAIN,
  ATTUNE_NEON,
  ATTUNE_AVX2,
  ATTUNE_AVX512,
};

/// Whether this processor can do it.
int attune_supports(int level);
