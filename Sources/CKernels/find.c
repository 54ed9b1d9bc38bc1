#include "attune_find.h"
#include "instructions.h"

// Most features have no row, and most of those stand in lines of which no slot has one: a look at the blocks, which are a
// thirtieth of the table, leaves a fourth of the features. No branch depends on what a feature is.

enum { FEATURES_AT_ONCE = 256 };

ALWAYS_INLINE uint64_t line_of(uint64_t feature) { return feature >> 32; }

/// The slots of a line that have a row.
ALWAYS_INLINE unsigned marked(const attune_block *blocks, uint64_t line) {
  return (uint8_t)(blocks[line >> 3].slots >> ((line & 7) * 8));
}

/// A bit for each slot of the feature's line that holds its key: one or none.
ALWAYS_INLINE unsigned slots_of(const uint8_t *lines, uint64_t feature) {
  const uint16_t *keys = (const uint16_t *)(lines + line_of(feature) * 64);
  uint16_t key = (uint16_t)(feature >> 16);
#if defined(__SSE2__)
  __m128i hit = _mm_cmpeq_epi16(_mm_load_si128((const __m128i *)keys), _mm_set1_epi16((int16_t)key));
  return (unsigned)_mm_movemask_epi8(_mm_packs_epi16(hit, _mm_setzero_si128()));
#else
  unsigned slots = 0;
  for (int slot = 0; slot < 8; slot++) slots |= (unsigned)(keys[slot] == key) << slot;
  return slots;
#endif
}

ALWAYS_INLINE size_t candidates(const attune_block *blocks, const uint64_t *features, size_t count, uint64_t *found) {
  size_t found_count = 0;
  for (size_t index = 0; index < count; index++) {
    found[found_count] = features[index];
    found_count += marked(blocks, line_of(features[index])) != 0;
  }
  return found_count;
}

ALWAYS_INLINE size_t rows_of(const uint8_t *lines, const attune_block *blocks, const uint64_t *candidates, size_t count,
                             const void *array, size_t row_bytes, uint32_t *rows) {
  size_t row_count = 0;
  for (size_t index = 0; index < count; index++) {
    uint64_t line = line_of(candidates[index]), first_bit = (line & 7) * 8;
    attune_block block = blocks[line >> 3];
    uint64_t slot = (slots_of(lines, candidates[index]) & marked(blocks, line));
    uint64_t below = block.slots & ((slot << first_bit) - 1);
    uint32_t row = (uint32_t)(block.first_row + (uint64_t)__builtin_popcountll(below));
    __builtin_prefetch((const uint8_t *)array + (slot != 0 ? row : 0) * row_bytes);
    rows[row_count] = row;
    row_count += slot != 0;
  }
  return row_count;
}

#define PARAMETERS                                                                                                  \
  const uint8_t *lines, const attune_block *blocks, const uint64_t *features, size_t count, const void *array,      \
      size_t row_bytes, uint32_t *rows

#define FIND(candidates)                                                                               \
  size_t row_count = 0;                                                                                \
  uint64_t found[FEATURES_AT_ONCE + 8];                                                                \
  for (size_t start = 0; start < count; start += FEATURES_AT_ONCE) {                                   \
    size_t rest = count - start < FEATURES_AT_ONCE ? count - start : FEATURES_AT_ONCE;                 \
    size_t found_count = candidates(blocks, features + start, rest, found);                            \
    row_count += rows_of(lines, blocks, found, found_count, array, row_bytes, rows + row_count);       \
  }                                                                                                    \
  return row_count

static size_t find_plain(PARAMETERS) { FIND(candidates); }

#if defined(__x86_64__)

AVX2 static size_t find_avx2(PARAMETERS) { FIND(candidates); }

AVX512 ALWAYS_INLINE size_t candidates_avx512(const attune_block *blocks, const uint64_t *features, size_t count,
                                              uint64_t *found) {
  size_t found_count = 0;
  for (size_t index = 0; index < count; index += 8) {
    __mmask8 inside = (__mmask8)_bzhi_u32(0xFF, count - index < 8 ? (unsigned)(count - index) : 8);
    __m512i eight = _mm512_maskz_loadu_epi64(inside, features + index);
    __m512i line = _mm512_srli_epi64(eight, 32);
    // A block is two words.
    __m512i place = _mm512_slli_epi64(_mm512_srli_epi64(line, 3), 1);
    __m512i slots = _mm512_i64gather_epi64(place, blocks, 8);
    __m512i first_bit = _mm512_slli_epi64(_mm512_and_si512(line, _mm512_set1_epi64(7)), 3);
    __mmask8 is_marked = _mm512_mask_test_epi64_mask(inside, _mm512_srlv_epi64(slots, first_bit), _mm512_set1_epi64(0xFF));
    _mm512_storeu_si512(found + found_count, _mm512_maskz_compress_epi64(is_marked, eight));
    found_count += (size_t)__builtin_popcount(is_marked);
  }
  return found_count;
}

AVX512 static size_t find_avx512(PARAMETERS) { FIND(candidates_avx512); }

#endif

size_t attune_find_rows(int level, PARAMETERS) {
#if defined(__x86_64__)
  if (level == ATTUNE_AVX512) return find_avx512(lines, blocks, features, count, array, row_bytes, rows);
  if (level == ATTUNE_AVX2) return find_avx2(lines, blocks, features, count, array, row_bytes, rows);
#endif
  (void)level;
  return find_plain(lines, blocks, features, count, array, row_bytes, rows);
}
