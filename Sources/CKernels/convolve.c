#include "attune_convolve.h"
#include "instructions.h"

// The same sums on every processor.
#pragma STDC FP_CONTRACT OFF

// All that takes or gives lanes is inlined: how they would be passed does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

// MARK: Rows

/// The row of a token that is known, or 0.
ALWAYS_INLINE uint16_t known_row(const attune_convolution *convolution, uint64_t hash) {
  uint64_t mask = convolution->slot_mask;
  uint32_t first = convolution->slots[hash >> 40 & mask], second = convolution->slots[hash >> 16 & mask];
  uint16_t key = (uint16_t)hash;
  uint16_t row = second >> 16 == key ? (uint16_t)second : 0;
  return first >> 16 == key ? (uint16_t)first : row;
}

/// See Swift's `TokenShape.row`.
ALWAYS_INLINE uint16_t shape_row(const attune_token *token, const uint8_t *bytes) {
  unsigned kind = token->traits >> 2 & 7;
  if (kind != 0) return (uint16_t)(2 + kind);
  uint32_t ending = 0;
  size_t length = token->length, first = length < 3 ? 0 : length - 3;
  for (size_t index = first; index < length; index++) ending = ending << 8 | bytes[token->start + index] | 0x20;
  return (uint16_t)(ATTUNE_FIRST_ENDING + (ending * 0x9E3779B1u >> 24));
}

/// Tokens whose rows are found before the unknown ones among them are looked at: what is rare is then no branch in between,
/// which would go wrong each time.
enum { TOKENS_PER_LOOK = 64 };

ALWAYS_INLINE size_t find_rows(const attune_convolution *convolution, const attune_token *tokens, size_t count,
                               const uint8_t *bytes, bool is_going_on, uint32_t *rows) {
  uint32_t stride = ATTUNE_WINDOW * (uint32_t)convolution->filters, *next = rows;
  for (size_t start = 0; start < count; start += TOKENS_PER_LOOK) {
    size_t end = count - start < TOKENS_PER_LOOK ? count : start + TOKENS_PER_LOOK;
    struct { const attune_token *token; uint32_t *row; } unknown[TOKENS_PER_LOOK + 1], *last = unknown;
    for (size_t index = start; index < end; index++) {
      // The rows of breaks are the bits of their traits.
      uint32_t gap = tokens[index].traits & (ATTUNE_CLAUSE | ATTUNE_SENTENCE);
      *next = gap * stride;
      next += gap != 0 && (index > 0 || is_going_on);
      uint16_t row = known_row(convolution, tokens[index].hash);
      last->token = tokens + index;
      last->row = next;
      last += row == 0;
      *next++ = stride * row;
    }
    while (last > unknown) {
      last--;
      *last->row = stride * shape_row(last->token, bytes);
    }
  }
  return (size_t)(next - rows);
}

// MARK: Filters

typedef int8_t lanes __attribute__((ext_vector_type(ATTUNE_FILTER_BLOCK)));
typedef uint16_t halves __attribute__((ext_vector_type(ATTUNE_FILTER_BLOCK / 2)));
typedef uint32_t words __attribute__((ext_vector_type(ATTUNE_FILTER_BLOCK), aligned(64)));

/// The numbers of two `halves` in turn; no function, as callers for different processors pass vectors differently.
#define PAIRS(n) n, n + 16, n + 1, n + 17, n + 2, n + 18, n + 3, n + 19
#define IN_TURN(even, odd) __builtin_shufflevector(even, odd, PAIRS(0), PAIRS(4), PAIRS(8), PAIRS(12))

enum {
  /// So many numbers of at most 127 stay below 65,536.
  PLACES_PER_FLUSH = 512,
  /// Bytes that come into the cache at once.
  LINE = 64,
};

/// Takes a row into the sums of the windows that it stands in: `sums[k]` is that of the window of which it is row k. The
/// last one is complete then.
ALWAYS_INLINE void slide(lanes *sums, lanes bias, const int8_t *row, size_t filters) {
  for (size_t k = ATTUNE_WINDOW - 1; k > 0; k--) {
    sums[k] = __builtin_elementwise_add_sat(sums[k - 1], *(const lanes *)(row + k * filters));
  }
  sums[0] = __builtin_elementwise_add_sat(bias, *(const lanes *)row);
}

ALWAYS_INLINE void convolve_by(size_t filters, const attune_convolution *convolution, const uint32_t *rows, size_t count,
                               uint8_t *largest, uint32_t *totals, uint8_t *values) {
  for (size_t block = 0; block < filters; block += ATTUNE_FILTER_BLOCK) {
    const int8_t *products = convolution->products + block;
    lanes bias = *(const lanes *)(convolution->biases + block), most = *(lanes *)(largest + block);
    lanes sums[ATTUNE_WINDOW] = {0};
    for (size_t k = 0; k < ATTUNE_WINDOW - 1; k++) slide(sums, bias, products + rows[k], filters);
    for (size_t start = 0; start < count; start += PLACES_PER_FLUSH) {
      size_t end = count - start < PLACES_PER_FLUSH ? count : start + PLACES_PER_FLUSH;
      halves even = 0, odd = 0;
      for (size_t place = start; place < end; place++) {
        const int8_t *next = products + rows[place + ATTUNE_ROWS_AHEAD];
        for (size_t at = 0; at < ATTUNE_WINDOW * filters; at += LINE) __builtin_prefetch(next + at);
        slide(sums, bias, products + rows[place + ATTUNE_WINDOW - 1], filters);
        lanes sum = __builtin_elementwise_max(sums[ATTUNE_WINDOW - 1], (lanes)0);
        if (values) *(lanes *)(values + place * filters + block) = sum;
        most = __builtin_elementwise_max(most, sum);
        even += (halves)sum & 0xFF;
        odd += (halves)sum >> 8;
      }
      *(words *)(totals + block) += __builtin_convertvector(IN_TURN(even, odd), words);
    }
    *(lanes *)(largest + block) = most;
  }
}

ALWAYS_INLINE void convolve(const attune_convolution *convolution, const uint32_t *rows, size_t count, uint8_t *largest,
                            uint32_t *totals, uint8_t *values) {
  // What is between the products of a row is part of the instruction where the number of filters is known.
  if (convolution->filters != ATTUNE_FILTER_BLOCK) {
    convolve_by(convolution->filters, convolution, rows, count, largest, totals, values);
  } else if (values) {
    convolve_by(ATTUNE_FILTER_BLOCK, convolution, rows, count, largest, totals, values);
  } else {
    convolve_by(ATTUNE_FILTER_BLOCK, convolution, rows, count, largest, totals, NULL);
  }
}

// MARK: Second layer

enum {
  GROUP = ATTUNE_SECOND_GROUP,
  /// Bytes of the weights with which four inputs count for the filters of a block.
  GROUP_BYTES = ATTUNE_FILTER_BLOCK * GROUP,
};

// Two inputs at once are multiplied and added in 16 bits. So are the same two of the next group: the limit of such four weights
// (Swift's `Convolution.secondLimit`) keeps their sum below 32,768. Only then is it widened.

/// Filters whose sums stay in registers.
enum { FEW = 8 };
typedef int16_t products __attribute__((ext_vector_type(FEW * GROUP / 2), aligned(1)));
typedef int32_t few __attribute__((ext_vector_type(FEW), aligned(1)));
typedef int8_t few_bytes __attribute__((ext_vector_type(FEW)));

/// The products of a group's inputs with their weights, added two by two.
ALWAYS_INLINE products group_products(const int8_t *weights, const uint8_t *in) {
  products pairs = *(const products *)weights;
  products even = (products)(few)(in[0] | in[2] << 16), odd = (products)(few)(in[1] | in[3] << 16);
  return ((pairs << 8) >> 8) * even + (pairs >> 8) * odd;
}

/// What the filters of a block give where `in` begins.
ALWAYS_INLINE lanes second_sums_plain(const attune_convolution *convolution, size_t filters, size_t block,
                                      const uint8_t *in) {
  union { lanes all; few_bytes parts[ATTUNE_FILTER_BLOCK / FEW]; } result;
  for (size_t part = 0; part < ATTUNE_FILTER_BLOCK / FEW; part++) {
    const int8_t *weights =
        convolution->second_weights + block * ATTUNE_SECOND_WINDOW * filters + part * FEW * GROUP;
    few sums = *(const few *)(convolution->second_biases + block + part * FEW);
    for (size_t at = 0; at < ATTUNE_SECOND_WINDOW * filters; at += 2 * GROUP, weights += 2 * GROUP_BYTES) {
      few both = (few)(group_products(weights, in + at) + group_products(weights + GROUP_BYTES, in + at + GROUP));
      sums += ((both << 16) >> 16) + (both >> 16);
    }
    for (size_t g = 0; g < FEW; g++) sums[g] >>= convolution->second_shifts[block + part * FEW + g];
    sums = __builtin_elementwise_min(__builtin_elementwise_max(sums, (few)0), (few)127);
    result.parts[part] = __builtin_convertvector(sums, few_bytes);
  }
  return result.all;
}

/// The same for all places, given the function that does it for one.
#define CONVOLVE_AGAIN(SUMS)                                                                       \
  for (size_t block = 0; block < filters; block += ATTUNE_FILTER_BLOCK) {                          \
    lanes most = *(lanes *)(largest + block);                                                      \
    for (size_t start = 0; start < count; start += PLACES_PER_FLUSH) {                             \
      size_t end = count - start < PLACES_PER_FLUSH ? count : start + PLACES_PER_FLUSH;            \
      halves even = 0, odd = 0;                                                                    \
      for (size_t place = start; place < end; place++) {                                           \
        lanes sum = SUMS(convolution, filters, block, values + place * filters);                   \
        most = __builtin_elementwise_max(most, sum);                                               \
        even += (halves)sum & 0xFF;                                                                \
        odd += (halves)sum >> 8;                                                                   \
      }                                                                                            \
      *(words *)(totals + block) += __builtin_convertvector(IN_TURN(even, odd), words);            \
    }                                                                                              \
    *(lanes *)(largest + block) = most;                                                            \
  }

#if defined(__x86_64__)
// A group of four inputs is one broadcast; its weights for eight filters are one vector of 32 bytes.

AVX2 ALWAYS_INLINE __m256i broadcast(const uint8_t *in) {
  int32_t four;
  __builtin_memcpy(&four, in, sizeof four);
  return _mm256_set1_epi32(four);
}

AVX2 ALWAYS_INLINE lanes second_sums_avx2(const attune_convolution *convolution, size_t filters, size_t block,
                                          const uint8_t *in) {
  const __m256i *weights = (const __m256i *)(convolution->second_weights + block * ATTUNE_SECOND_WINDOW * filters);
  const __m256i *biases = (const __m256i *)(convolution->second_biases + block), ones = _mm256_set1_epi16(1);
  __m256i sums[4] = {biases[0], biases[1], biases[2], biases[3]};
#pragma clang loop unroll_count(12)
  for (size_t at = 0; at < ATTUNE_SECOND_WINDOW * filters; at += 2 * GROUP, weights += 8) {
    __m256i first = broadcast(in + at), second = broadcast(in + at + GROUP);
    for (int v = 0; v < 4; v++) {
      __m256i pairs = _mm256_add_epi16(_mm256_maddubs_epi16(first, weights[v]),
                                       _mm256_maddubs_epi16(second, weights[v + 4]));
      sums[v] = _mm256_add_epi32(sums[v], _mm256_madd_epi16(pairs, ones));
    }
  }
  const uint8_t *shifts = convolution->second_shifts + block;
  for (int v = 0; v < 4; v++) {
    __m256i shift = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(shifts + 8 * v)));
    sums[v] = _mm256_srav_epi32(sums[v], shift);
  }
  // Packing cuts at both ends, in halves of a vector.
  __m256i bytes = _mm256_packs_epi16(_mm256_packs_epi32(sums[0], sums[1]), _mm256_packs_epi32(sums[2], sums[3]));
  bytes = _mm256_permutevar8x32_epi32(bytes, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
  return (lanes)_mm256_max_epi8(bytes, _mm256_setzero_si256());
}

AVX512 ALWAYS_INLINE __m512i broadcast_wide(const uint8_t *in) {
  int32_t four;
  __builtin_memcpy(&four, in, sizeof four);
  return _mm512_set1_epi32(four);
}

AVX512 ALWAYS_INLINE lanes second_sums_avx512(const attune_convolution *convolution, size_t filters, size_t block,
                                              const uint8_t *in) {
  const int8_t *weights = convolution->second_weights + block * ATTUNE_SECOND_WINDOW * filters;
  const int32_t *biases = convolution->second_biases + block;
  __m512i sums[2] = {_mm512_loadu_si512(biases), _mm512_loadu_si512(biases + 16)};
#pragma clang loop unroll_count(24)
  for (size_t at = 0; at < ATTUNE_SECOND_WINDOW * filters; at += GROUP, weights += GROUP_BYTES) {
    __m512i four = broadcast_wide(in + at);
    for (int v = 0; v < 2; v++) sums[v] = _mm512_dpbusd_epi32(sums[v], four, _mm512_loadu_si512(weights + 64 * v));
  }
  const uint8_t *shifts = convolution->second_shifts + block;
  __m128i low = _mm512_cvtsepi32_epi8(
      _mm512_srav_epi32(sums[0], _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)shifts))));
  __m128i high = _mm512_cvtsepi32_epi8(
      _mm512_srav_epi32(sums[1], _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(shifts + 16)))));
  return (lanes)_mm256_max_epi8(_mm256_set_m128i(high, low), _mm256_setzero_si256());
}
#endif

// MARK: Features

ALWAYS_INLINE void pool(const uint8_t *largest, const uint32_t *totals, size_t filters, float norm,
                        uint8_t *features) {
  for (size_t filter = 0; filter < filters; filter++) {
    features[filter] = largest[filter];
    // Totals stay below 2^31, and numbers of sign convert faster.
    float mean = (float)(int32_t)totals[filter] * norm + 0.5f;
    features[filters + filter] = (uint8_t)(int32_t)(mean < 127 ? mean : 127);
  }
}

ALWAYS_INLINE void weigh(const uint8_t *features, size_t count, const int16_t *weights, size_t classes,
                         int32_t *sums) {
  for (size_t label = 0; label < classes; label++) {
    const int16_t *row = weights + label * count;
    int32_t sum = 0;
    // Two numbers of 16 bits, so that products and the sums of pairs are one instruction.
    for (size_t index = 0; index < count; index++) sum += (int16_t)features[index] * row[index];
    sums[label] = sum;
  }
}

// MARK: Levels

#define FIND_ROWS_PARAMETERS                                                                               \
  const attune_convolution *convolution, const attune_token *tokens, size_t count, const uint8_t *bytes, \
      bool is_going_on, uint32_t *rows
#define FIND_ROWS find_rows(convolution, tokens, count, bytes, is_going_on, rows)

#define CONVOLVE_PARAMETERS                                                                      \
  const attune_convolution *convolution, const uint32_t *rows, size_t count, uint8_t *largest, \
      uint32_t *totals, uint8_t *values
#define CONVOLVE convolve(convolution, rows, count, largest, totals, values)

#define CONVOLVE_AGAIN_PARAMETERS                                                                \
  const attune_convolution *convolution, size_t filters, const uint8_t *values, size_t count, \
      uint8_t *largest, uint32_t *totals

#define POOL_PARAMETERS \
  const uint8_t *largest, const uint32_t *totals, size_t filters, float norm, uint8_t *features
#define POOL pool(largest, totals, filters, norm, features)

#define WEIGH_PARAMETERS \
  const uint8_t *features, size_t count, const int16_t *weights, size_t classes, int32_t *sums
#define WEIGH weigh(features, count, weights, classes, sums)

#if defined(__x86_64__)
AVX2 static size_t find_rows_avx2(FIND_ROWS_PARAMETERS) { return FIND_ROWS; }
AVX512 static size_t find_rows_avx512(FIND_ROWS_PARAMETERS) { return FIND_ROWS; }
AVX2 static void convolve_avx2(CONVOLVE_PARAMETERS) { CONVOLVE; }
AVX512 static void convolve_avx512(CONVOLVE_PARAMETERS) { CONVOLVE; }
AVX2 ALWAYS_INLINE void again_avx2(CONVOLVE_AGAIN_PARAMETERS) { CONVOLVE_AGAIN(second_sums_avx2) }
AVX512 ALWAYS_INLINE void again_avx512(CONVOLVE_AGAIN_PARAMETERS) { CONVOLVE_AGAIN(second_sums_avx512) }
AVX2 static void pool_avx2(POOL_PARAMETERS) { POOL; }
AVX512 static void pool_avx512(POOL_PARAMETERS) { POOL; }
AVX2 static void weigh_avx2(WEIGH_PARAMETERS) { WEIGH; }
AVX512 static void weigh_avx512(WEIGH_PARAMETERS) { WEIGH; }
#endif

size_t attune_word_rows(int level, FIND_ROWS_PARAMETERS) {
#if defined(__x86_64__)
  if (level == ATTUNE_AVX512) return find_rows_avx512(convolution, tokens, count, bytes, is_going_on, rows);
  if (level == ATTUNE_AVX2) return find_rows_avx2(convolution, tokens, count, bytes, is_going_on, rows);
#endif
  (void)level;
  return FIND_ROWS;
}

void attune_convolve(int level, CONVOLVE_PARAMETERS) {
#if defined(__x86_64__)
  if (level == ATTUNE_AVX512) return convolve_avx512(convolution, rows, count, largest, totals, values);
  if (level == ATTUNE_AVX2) return convolve_avx2(convolution, rows, count, largest, totals, values);
#endif
  (void)level;
  CONVOLVE;
}

/// The same with the number of filters that models have as a constant.
#define AGAIN(NAME, TARGET)                                                                                         \
  TARGET static void NAME##_known(const attune_convolution *convolution, const uint8_t *values, size_t count,      \
                                  uint8_t *largest, uint32_t *totals) {                                            \
    if (convolution->filters == ATTUNE_FILTER_BLOCK)                                                               \
      return NAME(convolution, ATTUNE_FILTER_BLOCK, values, count, largest, totals);                               \
    NAME(convolution, convolution->filters, values, count, largest, totals);                                       \
  }

ALWAYS_INLINE void again_plain(CONVOLVE_AGAIN_PARAMETERS) { CONVOLVE_AGAIN(second_sums_plain) }
AGAIN(again_plain, )
#if defined(__x86_64__)
AGAIN(again_avx2, AVX2)
AGAIN(again_avx512, AVX512)
#endif

void attune_convolve_again(int level, const attune_convolution *convolution, const uint8_t *values, size_t count,
                           uint8_t *largest, uint32_t *totals) {
#if defined(__x86_64__)
  if (level == ATTUNE_AVX512) return again_avx512_known(convolution, values, count, largest, totals);
  if (level == ATTUNE_AVX2) return again_avx2_known(convolution, values, count, largest, totals);
#endif
  (void)level;
  again_plain_known(convolution, values, count, largest, totals);
}

void attune_pool(int level, POOL_PARAMETERS) {
#if defined(__x86_64__)
  if (level == ATTUNE_AVX512) return pool_avx512(largest, totals, filters, norm, features);
  if (level == ATTUNE_AVX2) return pool_avx2(largest, totals, filters, norm, features);
#endif
  (void)level;
  POOL;
}

void attune_weigh(int level, WEIGH_PARAMETERS) {
#if defined(__x86_64__)
  if (level == ATTUNE_AVX512) return weigh_avx512(features, count, weights, classes, sums);
  if (level == ATTUNE_AVX2) return weigh_avx2(features, count, weights, classes, sums);
#endif
  (void)level;
  WEIGH;
}
