#include "attune_rows.h"
#include "attune_level.h"
#include "instructions.h"

// All that takes or gives lanes is inlined: how they would be passed does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

enum {
  LANES = 16,
  /// Vectors of a row; the last one ends with it, and overlaps the one before.
  MOST = 4,
  /// So many bytes stay within 16 bits.
  ROWS_PER_FLUSH = 256,
};

typedef int8_t bytes __attribute__((ext_vector_type(LANES), aligned(1)));
typedef int16_t shorts __attribute__((ext_vector_type(LANES)));

ALWAYS_INLINE void add_rows(const int8_t *rows, size_t width, const uint32_t *numbers, size_t count, int32_t *sums) {
  size_t last = width - LANES;
  for (size_t start = 0; start < count; start += ROWS_PER_FLUSH) {
    size_t end = count - start < ROWS_PER_FLUSH ? count : start + ROWS_PER_FLUSH;
    shorts found[MOST] = {0};
    for (size_t index = start; index < end; index++) {
      const int8_t *row = rows + width * numbers[index];
      for (size_t block = 0; block < MOST; block++) {
        size_t at = block * LANES < last ? block * LANES : last;
        found[block] += __builtin_convertvector(*(const bytes *)(row + at), shorts);
      }
    }
    for (size_t place = 0; place < width; place++) {
      size_t block = place / LANES, at = block * LANES < last ? block * LANES : last;
      sums[place] += found[block][place - at];
    }
  }
}

#define PARAMETERS const int8_t *rows, size_t width, const uint32_t *numbers, size_t count, int32_t *sums
#define ADD_ROWS add_rows(rows, width, numbers, count, sums)

#if defined(__x86_64__)
AVX2 static void add_rows_avx2(PARAMETERS) { ADD_ROWS; }
#endif

void attune_add_rows(int level, PARAMETERS) {
#if defined(__x86_64__)
  if (level >= ATTUNE_AVX2) return add_rows_avx2(rows, width, numbers, count, sums);
#endif
  (void)level;
  ADD_ROWS;
}
