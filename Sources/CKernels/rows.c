#include "attune_rows.h"
#include "attune_level.h"
#include "instructions.h"
#include <stdbool.h>
#include <string.h>

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

// MARK: N-grams

/// FNV-1a.
ALWAYS_INLINE uint64_t fold(uint64_t hash, uint8_t byte) { return (hash ^ byte) * 1099511628211u; }

static const uint64_t seed = 14695981039346656037u;

enum { LONGEST = 4 };

/// Behind the character at a place.
ALWAYS_INLINE size_t end_of(const uint8_t *words, size_t count, size_t place) {
  do place++;
  while (place < count && (words[place] & 0xC0) == 0x80);
  return place;
}

size_t attune_ngram_rows(const uint8_t *words, size_t count, uint64_t row_count, uint32_t *numbers) {
  size_t found = 0, letters = 0;
  const uint64_t word_seed = fold(fold(seed, '#'), ' ');
  uint64_t word = word_seed;
#define ROW(hash) ((uint32_t)((hash) >> 20 & (row_count - 1)))
  for (size_t place = 0; place < count;) {
    bool is_blank = words[place] == ' ';
    if (is_blank) {
      numbers[found] = ROW(fold(word, ' '));
      found += letters >= LONGEST - 1;
      word = word_seed;
      letters = 0;
    }
    uint32_t four = 0x80;
    if (count - place >= LONGEST) memcpy(&four, words + place, LONGEST);
    if ((four & 0x80808080u) == 0) {
      // Four characters of one byte: all of their n-grams are written, and those kept that no blank cuts.
      const uint8_t *at = words + place;
      uint64_t first = fold(seed, at[0]), second = fold(first, at[1]), third = fold(second, at[2]);
      bool goes_on = at[1] != ' ';
      numbers[found] = ROW(first);
      found += !is_blank;
      numbers[found++] = ROW(second);
      numbers[found] = ROW(third);
      found += goes_on;
      numbers[found] = ROW(fold(third, at[3]));
      found += goes_on & (at[2] != ' ');
    } else {
      uint64_t hash = seed;
      size_t at = place;
      for (size_t length = 1; length <= LONGEST && at < count; length++) {
        size_t end = end_of(words, count, at);
        bool ends = words[at] == ' ';
        for (; at < end; at++) hash = fold(hash, words[at]);
        numbers[found] = ROW(hash);
        found += length > 1 || !ends;
        if (ends && length > 1) break;
      }
    }
    size_t next = end_of(words, count, place);
    if (!is_blank) {
      for (; place < next; place++) word = fold(word, words[place]);
      letters++;
    }
    place = next;
  }
#undef ROW
  return found;
}
