#include "attune_gather.h"
#include "attune_layout.h"
#include "instructions.h"

// Without a branch on whether a feature is known: the eight keys of its line are compared at once and the columns masked.

ALWAYS_INLINE const uint8_t *line_of(const uint8_t *lines, uint64_t feature) {
  return lines + (feature >> 32) * ATTUNE_LINE_BYTES;
}
ALWAYS_INLINE int16_t key_of(uint64_t feature) { return (int16_t)(feature >> 16); }

typedef int16_t lanes __attribute__((vector_size(16)));
typedef int32_t half_lanes __attribute__((vector_size(16)));

/// Adds all lanes to a sum.
ALWAYS_INLINE void add_lanes(lanes values, int32_t *sum) {
#if defined(__SSE2__)
  half_lanes pairs = (half_lanes)_mm_madd_epi16((__m128i)values, _mm_set1_epi16(1));
  *sum += pairs[0] + pairs[1] + pairs[2] + pairs[3];
#else
  for (int lane = 0; lane < 8; lane++) *sum += values[lane];
#endif
}

ALWAYS_INLINE void add_plain(const uint8_t *lines, const uint64_t *features, size_t count, bool has_valence,
                             attune_sums *sums) {
  for (size_t start = 0; start < count; start += ATTUNE_FEATURES_PER_FLUSH) {
    size_t end = count - start < ATTUNE_FEATURES_PER_FLUSH ? count : start + ATTUNE_FEATURES_PER_FLUSH;
    lanes first = {0}, second = {0}, known = {0}, negative = {0}, valence = {0};
    for (size_t index = start; index < end; index++) {
      const lanes *line = (const lanes *)line_of(lines, features[index]);
      lanes hit = line[0] == key_of(features[index]);
      first += line[1] & hit;
      second += line[2] & hit;
      known -= hit;
      if (has_valence) {
        lanes value = line[3] & hit;
        valence += value;
        negative += value & value >> 15;
      }
    }
    add_lanes(first, &sums->first);
    add_lanes(second, &sums->second);
    add_lanes(known, &sums->known);
    if (has_valence) {
      add_lanes(negative, &sums->negative);
      add_lanes(valence - negative, &sums->positive);
    }
  }
}

ALWAYS_INLINE attune_sums gather(const uint8_t *lines, const uint64_t *tokens, size_t token_count,
                                 const uint64_t *n_grams, size_t n_gram_count) {
  attune_sums sums = {0};
  add_plain(lines, tokens, token_count, true, &sums);
  add_plain(lines, n_grams, n_gram_count, false, &sums);
  return sums;
}

#if defined(__x86_64__)

// AVX2: the same in fewer instructions.

AVX2 static attune_sums gather_avx2(const uint8_t *lines, const uint64_t *tokens, size_t token_count,
                                    const uint64_t *n_grams, size_t n_gram_count) {
  return gather(lines, tokens, token_count, n_grams, n_gram_count);
}

// AVX-512: all columns at once. A vector is a line, its four parts are the keys and the columns.

typedef struct {
  /// Sums of neighbours, and of the columns' negative numbers.
  __m512i all, below_zero;
  __m128i known;
} line_sums;

AVX512 ALWAYS_INLINE void add_avx512(const uint8_t *lines, const uint64_t *features, size_t count, bool has_valence,
                                     line_sums *sums) {
  const __m512i ones = _mm512_set1_epi16(1);
  for (size_t start = 0; start < count; start += ATTUNE_FEATURES_PER_FLUSH) {
    size_t end = count - start < ATTUNE_FEATURES_PER_FLUSH ? count : start + ATTUNE_FEATURES_PER_FLUSH;
    __m512i part = _mm512_setzero_si512(), part_below_zero = part;
    for (size_t index = start; index < end; index++) {
      const uint8_t *line = line_of(lines, features[index]);
      __m128i hit = _mm_cmpeq_epi16(_mm_load_si128((const __m128i *)line), _mm_set1_epi16(key_of(features[index])));
      __m512i values = _mm512_and_si512(_mm512_load_si512(line), _mm512_broadcast_i32x4(hit));
      part = _mm512_add_epi16(part, values);
      sums->known = _mm_sub_epi16(sums->known, hit);
      if (has_valence) part_below_zero = _mm512_add_epi16(part_below_zero, _mm512_min_epi16(values, _mm512_setzero_si512()));
    }
    __m512i neighbours = _mm512_madd_epi16(part, ones);
    // The last quarter are valences.
    sums->all = _mm512_mask_add_epi32(sums->all, has_valence ? 0xFFFF : 0x0FFF, sums->all, neighbours);
    if (has_valence) sums->below_zero = _mm512_add_epi32(sums->below_zero, _mm512_madd_epi16(part_below_zero, ones));
  }
}

AVX512 static attune_sums gather_avx512(const uint8_t *lines, const uint64_t *tokens, size_t token_count,
                                        const uint64_t *n_grams, size_t n_gram_count) {
  line_sums sums = {_mm512_setzero_si512(), _mm512_setzero_si512(), _mm_setzero_si128()};
  add_avx512(lines, tokens, token_count, true, &sums);
  add_avx512(lines, n_grams, n_gram_count, false, &sums);
#define ADD_QUARTERS(sums)                                                  \
  sums = _mm512_add_epi32(sums, _mm512_shuffle_epi32(sums, _MM_PERM_BADC)); \
  sums = _mm512_add_epi32(sums, _mm512_shuffle_epi32(sums, _MM_PERM_CDAB))
#define COLUMN(sums, number) _mm_cvtsi128_si32(_mm512_extracti32x4_epi32(sums, number))
  ADD_QUARTERS(sums.all);
  ADD_QUARTERS(sums.below_zero);
  // Features are at most 65,536: eight lanes of so many.
  __m128i known = _mm_add_epi32(_mm_and_si128(sums.known, _mm_set1_epi32(0xFFFF)), _mm_srli_epi32(sums.known, 16));
  known = _mm_add_epi32(known, _mm_shuffle_epi32(known, 0x4E));
  int32_t negative = COLUMN(sums.below_zero, 3);
  return (attune_sums){
      .first = COLUMN(sums.all, 1),
      .second = COLUMN(sums.all, 2),
      .known = _mm_cvtsi128_si32(_mm_add_epi32(known, _mm_shuffle_epi32(known, 0xB1))),
      .negative = negative,
      .positive = COLUMN(sums.all, 3) - negative,
  };
}

#endif

attune_sums attune_gather(int level, const uint8_t *lines, const uint64_t *tokens, size_t token_count,
                          const uint64_t *n_grams, size_t n_gram_count) {
#if defined(__x86_64__)
  if (level == ATTUNE_AVX512) return gather_avx512(lines, tokens, token_count, n_grams, n_gram_count);
  if (level == ATTUNE_AVX2) return gather_avx2(lines, tokens, token_count, n_grams, n_gram_count);
#endif
  (void)level;
  return gather(lines, tokens, token_count, n_grams, n_gram_count);
}
