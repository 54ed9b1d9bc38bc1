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
typedef uint16_t shorts __attribute__((ext_vector_type(ATTUNE_FILTER_BLOCK)));
typedef uint32_t words __attribute__((ext_vector_type(ATTUNE_FILTER_BLOCK), aligned(64)));

/// The numbers of two vectors in turn.
ALWAYS_INLINE shorts in_turn(halves even, halves odd) {
#define PAIRS(n) n, n + 16, n + 1, n + 17, n + 2, n + 18, n + 3, n + 19
  return __builtin_shufflevector(even, odd, PAIRS(0), PAIRS(4), PAIRS(8), PAIRS(12));
#undef PAIRS
}

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
                               uint8_t *largest, uint32_t *totals) {
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
        most = __builtin_elementwise_max(most, sum);
        even += (halves)sum & 0xFF;
        odd += (halves)sum >> 8;
      }
      *(words *)(totals + block) += __builtin_convertvector(in_turn(even, odd), words);
    }
    *(lanes *)(largest + block) = most;
  }
}

ALWAYS_INLINE void convolve(const attune_convolution *convolution, const uint32_t *rows, size_t count, uint8_t *largest,
                            uint32_t *totals) {
  // What is between the products of a row is part of the instruction where the number of filters is known.
  if (convolution->filters == ATTUNE_FILTER_BLOCK) {
    convolve_by(ATTUNE_FILTER_BLOCK, convolution, rows, count, largest, totals);
  } else {
    convolve_by(convolution->filters, convolution, rows, count, largest, totals);
  }
}

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
      uint32_t *totals
#define CONVOLVE convolve(convolution, rows, count, largest, totals)

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
  if (level == ATTUNE_AVX512) return convolve_avx512(convolution, rows, count, largest, totals);
  if (level == ATTUNE_AVX2) return convolve_avx2(convolution, rows, count, largest, totals);
#endif
  (void)level;
  CONVOLVE;
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
