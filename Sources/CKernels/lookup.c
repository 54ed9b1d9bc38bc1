#include "attune_lookup.h"
#include "attune_layout.h"
#include "instructions.h"

// Most features have no row: a look at the filter, which stays in the first cache, leaves an eighth of them. No branch
// depends on what a feature is.

ALWAYS_INLINE uint64_t line_of(uint64_t feature) { return feature >> 32; }

/// The slots of a line that have a row.
ALWAYS_INLINE unsigned marked(const attune_block *blocks, uint64_t line) {
  return (uint8_t)(blocks[line >> 3].slots >> ((line & 7) * 8));
}

/// A bit for each slot of the feature's line that holds its key: one or none.
ALWAYS_INLINE unsigned slots_of(const uint8_t *lines, uint64_t feature) {
  const uint16_t *keys = (const uint16_t *)(lines + line_of(feature) * ATTUNE_LINE_BYTES);
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

ALWAYS_INLINE size_t candidates(const uint64_t *filter, const uint64_t *features, size_t count, uint64_t *found) {
  size_t found_count = 0;
  for (size_t index = 0; index < count; index++) {
    uint64_t bit = features[index] >> ATTUNE_FILTER_SHIFT;
    found[found_count] = features[index];
    found_count += filter[bit >> 6] >> (bit & 63) & 1;
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

static size_t candidates_plain(const uint64_t *filter, const uint64_t *features, size_t count, uint64_t *found) {
  return candidates(filter, features, count, found);
}

#define ROW_PARAMETERS                                                                                                  \
  const uint8_t *lines, const attune_block *blocks, const uint64_t *candidates, size_t count, const void *array,        \
      size_t row_bytes, uint32_t *rows

static size_t rows_plain(ROW_PARAMETERS) { return rows_of(lines, blocks, candidates, count, array, row_bytes, rows); }

#if defined(__x86_64__)

// AVX2: the same in fewer instructions.

AVX2 static size_t candidates_avx2(const uint64_t *filter, const uint64_t *features, size_t count, uint64_t *found) {
  return candidates(filter, features, count, found);
}

AVX2 static size_t rows_avx2(ROW_PARAMETERS) {
  return rows_of(lines, blocks, candidates, count, array, row_bytes, rows);
}

// AVX-512: eight features at once.

AVX512 static size_t candidates_avx512(const uint64_t *filter, const uint64_t *features, size_t count,
                                        uint64_t *found) {
  size_t found_count = 0;
  for (size_t index = 0; index < count; index += 8) {
    __mmask8 inside = (__mmask8)_bzhi_u32(0xFF, count - index < 8 ? (unsigned)(count - index) : 8);
    __m512i eight = _mm512_maskz_loadu_epi64(inside, features + index);
    __m512i bit = _mm512_srli_epi64(eight, ATTUNE_FILTER_SHIFT);
    __m512i words = _mm512_i64gather_epi64(_mm512_srli_epi64(bit, 6), filter, 8);
    // The lower six bits of a rotation are those of its count.
    __mmask8 is_marked = _mm512_mask_test_epi64_mask(inside, _mm512_rorv_epi64(words, bit), _mm512_set1_epi64(1));
    _mm512_storeu_si512(found + found_count, _mm512_maskz_compress_epi64(is_marked, eight));
    found_count += (size_t)__builtin_popcount(is_marked);
  }
  return found_count;
}

#endif

size_t attune_lookup_candidates(int level, const uint64_t *filter, const uint64_t *features, size_t count, uint64_t *found) {
#if defined(__x86_64__)
  if (level == ATTUNE_AVX512) return candidates_avx512(filter, features, count, found);
  if (level == ATTUNE_AVX2) return candidates_avx2(filter, features, count, found);
#endif
  (void)level;
  return candidates_plain(filter, features, count, found);
}

size_t attune_lookup_rows(int level, ROW_PARAMETERS) {
#if defined(__x86_64__)
  if (level != ATTUNE_PLAIN) return rows_avx2(lines, blocks, candidates, count, array, row_bytes, rows);
#endif
  (void)level;
  return rows_plain(lines, blocks, candidates, count, array, row_bytes, rows);
}
