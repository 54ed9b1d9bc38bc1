#include "attune_layout.h"
#include "attune_locate.h"
#include "instructions.h"

enum {
  /// Traits of a token that has to be looked at, whatever its hash is; so has a number.
  EVENT_TRAITS = ATTUNE_CAPITALS | ATTUNE_ELONGATED | ATTUNE_END,
  KIND_TRAITS = 7 << 2,
};

ALWAYS_INLINE uint64_t line_of(uint64_t hash, uint64_t line_count) {
  return (uint64_t)((unsigned __int128)hash * line_count >> 64);
}

/// See `LocatedFeature`.
ALWAYS_INLINE uint64_t located(uint64_t line, uint16_t key) { return line << 32 | (uint64_t)key << 16; }

ALWAYS_INLINE uint16_t key_of(uint64_t hash) { return (uint16_t)hash == 0 ? 1 : (uint16_t)hash; }

ALWAYS_INLINE void locate(const attune_token *tokens, size_t count, uint64_t previous, const attune_table *table,
                         uint64_t *token_features, uint64_t *pair_features, uint16_t *events) {
  const uint8_t *lines = table->lines;
  uint64_t line_count = table->line_count;
  for (size_t index = 0; index < count; index++) {
    uint64_t hash = tokens[index].hash;
    unsigned traits = tokens[index].traits;
    uint64_t line = line_of(hash, line_count);
    __builtin_prefetch(lines + ATTUNE_LINE_BYTES * line);
    token_features[index] = located(line, key_of(hash));

    if (traits & ATTUNE_SENTENCE) previous = ATTUNE_SENTENCE_START;
    uint64_t pair = ((previous << 23 | previous >> 41) * ATTUNE_PAIR_FACTOR) ^ hash;
    previous = hash;
    uint64_t pair_line = line_of(pair, line_count);
    __builtin_prefetch(lines + ATTUNE_LINE_BYTES * pair_line);
    pair_features[index] = located(pair_line, key_of(pair));

    bool is_event = (traits & EVENT_TRAITS) != 0 || (traits & KIND_TRAITS) == ATTUNE_NUMBER ||
                    (table->cue_filter[hash & 255] >> (hash >> 8 & 63) & 1);
    *events = (uint16_t)index;
    events += is_event;
  }
  *events = UINT16_MAX;
}

#if defined(__x86_64__)

// AVX2: the same in fewer instructions.
AVX2 static void place_avx2(const attune_token *tokens, size_t count, uint64_t previous, const attune_table *table,
                            uint64_t *token_features, uint64_t *pair_features, uint16_t *events) {
  locate(tokens, count, previous, table, token_features, pair_features, events);
}

// AVX-512: eight tokens at once.

AVX512 ALWAYS_INLINE __m512i places_of(__m512i hashes, __m512i line_count) {
  // The high half of a 64-bit number times a 32-bit one.
  __m512i low = _mm512_mul_epu32(hashes, line_count);
  __m512i high = _mm512_mul_epu32(_mm512_srli_epi64(hashes, 32), line_count);
  __m512i line = _mm512_srli_epi64(_mm512_add_epi64(high, _mm512_srli_epi64(low, 32)), 32);
  __m512i key = _mm512_and_si512(hashes, _mm512_set1_epi64(0xFFFF));
  key = _mm512_mask_mov_epi64(key, _mm512_testn_epi64_mask(key, key), _mm512_set1_epi64(1));
  return _mm512_or_si512(_mm512_slli_epi64(line, 32), _mm512_slli_epi64(key, 16));
}

/// For each lane, whether the bit that `place` names, modulo 64, is set in the word that `index` names.
AVX512 ALWAYS_INLINE __mmask8 test_bits(const uint64_t *words, __m512i index, __m512i place) {
  __m512i found = _mm512_i64gather_epi64(index, words, 8);
  return _mm512_test_epi64_mask(_mm512_srlv_epi64(found, _mm512_and_si512(place, _mm512_set1_epi64(63))),
                                _mm512_set1_epi64(1));
}

AVX512 ALWAYS_INLINE void store_and_prefetch(uint64_t *features, __m512i located, const uint8_t *lines) {
  _mm512_storeu_si512(features, located);
  for (int index = 0; index < 8; index++) __builtin_prefetch(lines + (features[index] >> 32) * ATTUNE_LINE_BYTES);
}

AVX512 static void place_avx512(const attune_token *tokens, size_t count, uint64_t previous, const attune_table *table,
                                uint64_t *token_features, uint64_t *pair_features, uint16_t *events) {
  const __m512i even = _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0), odd = _mm512_set_epi64(15, 13, 11, 9, 7, 5, 3, 1);
  const __m512i line_count = _mm512_set1_epi64((long long)table->line_count);
  const __m128i places = _mm_set_epi16(7, 6, 5, 4, 3, 2, 1, 0);
  __m512i last = _mm512_set1_epi64((long long)previous);
  for (size_t index = 0; index < count; index += 8) {
    // Two numbers a token: its hash; its place and traits.
    unsigned inside = _bzhi_u32(0xFFFF, count - index < 8 ? 2 * (unsigned)(count - index) : 16);
    __m512i first_four = _mm512_maskz_loadu_epi64((__mmask8)inside, tokens + index);
    __m512i last_four = _mm512_maskz_loadu_epi64((__mmask8)(inside >> 8), tokens + index + 4);
    __mmask8 valid = (__mmask8)_bzhi_u32(0xFF, count - index < 8 ? (unsigned)(count - index) : 8);
    __m512i hashes = _mm512_permutex2var_epi64(first_four, even, last_four);
    __m512i traits = _mm512_permutex2var_epi64(first_four, odd, last_four);
#define HAS_TRAIT(traits, bits) _mm512_test_epi64_mask(traits, _mm512_set1_epi64((long long)((uint64_t)(bits) << 48)))

    __m512i before = _mm512_alignr_epi64(hashes, last, 7);
    last = hashes;
    before = _mm512_mask_mov_epi64(before, HAS_TRAIT(traits, ATTUNE_SENTENCE),
                                   _mm512_set1_epi64((long long)ATTUNE_SENTENCE_START));
    __m512i pairs = _mm512_xor_si512(
        _mm512_mullo_epi64(_mm512_rol_epi64(before, 23), _mm512_set1_epi64((long long)ATTUNE_PAIR_FACTOR)), hashes);

    store_and_prefetch(token_features + index, places_of(hashes, line_count), table->lines);
    store_and_prefetch(pair_features + index, places_of(pairs, line_count), table->lines);

    __m512i cue_word = _mm512_and_si512(hashes, _mm512_set1_epi64(255));
    __mmask8 event = test_bits(table->cue_filter, cue_word, _mm512_srli_epi64(hashes, 8)) |
                     HAS_TRAIT(traits, EVENT_TRAITS) |
                     _mm512_cmpeq_epi64_mask(_mm512_and_si512(traits, _mm512_set1_epi64((long long)KIND_TRAITS << 48)),
                                             _mm512_set1_epi64((long long)ATTUNE_NUMBER << 48));
    event &= valid;
    _mm_storeu_si128((__m128i *)events,
                     _mm_add_epi16(_mm_maskz_compress_epi16(event, places), _mm_set1_epi16((short)index)));
    events += __builtin_popcount(event);
  }
  *events = UINT16_MAX;
}

#endif

void attune_locate(int level, const attune_token *tokens, size_t count, uint64_t previous, const attune_table *table,
                  uint64_t *token_features, uint64_t *pair_features, uint16_t *events) {
#if defined(__x86_64__)
  if (level == ATTUNE_AVX512) {
    return place_avx512(tokens, count, previous, table, token_features, pair_features, events);
  }
  if (level == ATTUNE_AVX2) return place_avx2(tokens, count, previous, table, token_features, pair_features, events);
#endif
  (void)level;
  locate(tokens, count, previous, table, token_features, pair_features, events);
}
