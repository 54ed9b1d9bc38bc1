#include "attune_calibrate.h"
#include "instructions.h"

// Sixteen texts at a time, one in each lane. Every operation is that of the Swift twin, so that every bit is.
#pragma STDC FP_CONTRACT OFF

// All that takes or gives lanes is inlined: how they would be passed does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

typedef float lanes __attribute__((ext_vector_type(16)));
typedef int32_t int_lanes __attribute__((ext_vector_type(16)));

enum { LANES = 16 };

ALWAYS_INLINE lanes column(const float *columns, int number, size_t text) {
  return *(const lanes *)(columns + (size_t)number * ATTUNE_BATCH + text);
}

ALWAYS_INLINE lanes least(lanes a, lanes b) { return a < b ? a : b; }
ALWAYS_INLINE lanes most(lanes a, lanes b) { return a > b ? a : b; }

/// The multiple of 1/32 that is nearest. Adding 1.5 · 2^23 rounds to a whole number, half to even.
ALWAYS_INLINE lanes rounded(lanes value) { return ((value * 32.0f + 12582912.0f) - 12582912.0f) * (1.0f / 32.0f); }

ALWAYS_INLINE lanes quantized(lanes value) { return rounded(least(most(value, (lanes)-4.0f), (lanes)4.0f)); }

ALWAYS_INLINE void write_cues(const float *columns, size_t first, size_t texts, const float *weights, size_t classes,
                              size_t first_count, const float *contexts, float *cues, float *logits) {
  enum { RARE = 12 };
  // Bias, and the valences of the plain context.
  size_t places[RARE] = {0, 1, 2};
  for (size_t count = 0; count < 9; count++) places[3 + count] = first_count + count;
  for (size_t text = first / LANES * LANES; text < texts; text += LANES) {
    lanes tokens = column(columns, ATTUNE_TOKENS, text);
    lanes norm = 1.0f / __builtin_elementwise_sqrt(tokens);
    lanes low = column(columns, ATTUNE_NEGATIVE, text) * (1.0f / 64), high = column(columns, ATTUNE_POSITIVE, text) * (1.0f / 64);
#define COUNT(number) column(columns, ATTUNE_COUNTS + number, text)
    lanes rare[RARE] = {
        1.0f,
        quantized(low * norm),
        quantized(high * norm),
        quantized(least(COUNT(0), 4.0f) * 0.5f),
        quantized(least(COUNT(1), 3.0f) * 0.5f),
        quantized(least(COUNT(2), 3.0f) * 0.5f),
        quantized(COUNT(3) / tokens * 2.0f),
        quantized(least(COUNT(4), 2.0f) * 0.5f),
        quantized(COUNT(5) * norm),
        quantized(COUNT(6) * norm),
        quantized(COUNT(7) * norm),
        quantized(COUNT(8) * norm),
    };
    for (size_t label = 0; label < classes; label++) {
      lanes sum = column(contexts, (int)label, text);
      for (size_t cue = 0; cue < RARE; cue++) sum += rare[cue] * weights[places[cue] * classes + label];
      *(lanes *)(logits + label * ATTUNE_BATCH + text) = sum;
    }
    lanes total = low + high + column(columns, ATTUNE_OTHER_BALANCE, text);
    lanes positive = high + column(columns, ATTUNE_OTHER_POSITIVE, text);
    lanes negative = column(columns, ATTUNE_OTHER_NEGATIVE, text) - low;
    lanes common[6] = {
        rounded(total / __builtin_elementwise_sqrt(total * total + 15.0f)),
        rounded(total / (positive + negative + 3.0f)),
        rounded(positive / (positive + 4.0f)),
        rounded(negative / (negative + 4.0f)),
        column(columns, ATTUNE_LENGTH, text),
        quantized(column(columns, ATTUNE_KNOWN, text) / (2.0f * tokens)),
    };
    for (size_t cue = 0; cue < 6; cue++) *(lanes *)(cues + cue * ATTUNE_BATCH + text) = common[cue];
  }
}

ALWAYS_INLINE void margins(const float *columns, size_t first, size_t texts, size_t classes, const float *sums,
                           float unit, const float *weights, size_t first_common, const float *cues,
                           const float *biases, const float *logits, float *margins) {
  for (size_t text = first / LANES * LANES; text < texts; text += LANES) {
    lanes slope = column(columns, ATTUNE_DOUBT_SLOPE, text);
    lanes scale = unit / __builtin_elementwise_sqrt(column(columns, ATTUNE_TOKENS, text));
    lanes largest = -__builtin_inff(), next = largest;
    for (size_t label = 0; label < classes; label++) {
      lanes logit = column(sums, (int)label, text) * scale + column(logits, (int)label, text);
      for (size_t cue = 0; cue < 6; cue++) {
        logit += column(cues, (int)cue, text) * weights[(first_common + cue) * classes + label];
      }
      logit = slope * logit + biases[label];
      next = most(next, least(logit, largest));
      largest = most(largest, logit);
    }
    *(lanes *)(margins + text) = largest - next;
  }
}

/// See Swift's `exponential`.
ALWAYS_INLINE lanes exponential(lanes powers) {
  powers = most(powers, (lanes)-87.0f);
  lanes shifted = powers * 1.44269504f + 12582912.0f;
  lanes twos = shifted - 12582912.0f;
  lanes rest = powers - twos * 0.693359375f + twos * 2.1219444e-4f;
  lanes sum = rest * 1.98756915e-4f + 1.3981999507e-3f;
  sum = sum * rest + 8.3334519073e-3f;
  sum = sum * rest + 4.1665795894e-2f;
  sum = sum * rest + 1.6666665459e-1f;
  sum = sum * rest + 5.0000001201e-1f;
  sum = sum * rest * rest + rest + 1.0f;
  int_lanes exponents = (int_lanes)shifted << 23;
  return (lanes)((int_lanes)sum + exponents) - 0x1.666D0Ep-126f;
}

ALWAYS_INLINE void calibrate(const float *columns, size_t texts, size_t classes, const float *weights, float unit,
                             const float *common, const float *biases, const float *deep, float *logits,
                             float *probabilities) {
  for (size_t text = 0; text < texts; text += LANES) {
#define LOGITS(label) (*(lanes *)(logits + (label)*ATTUNE_BATCH + text))
    lanes slope = column(columns, ATTUNE_SLOPE, text);
    lanes scale = unit / __builtin_elementwise_sqrt(column(columns, ATTUNE_TOKENS, text));
    lanes largest = -__builtin_inff();
    for (size_t label = 0; label < classes; label++) {
      lanes dense = LOGITS(label) + column(common, (int)label, text);
      if (deep) dense += column(deep, (int)label, text);
      lanes logit = slope * (column(weights, (int)label, text) * scale + dense) + biases[label];
      largest = most(logit, largest);
      LOGITS(label) = logit;
    }
    lanes sum = 0.0f;
    for (size_t label = 0; label < classes; label++) {
      lanes odds = exponential(LOGITS(label) - largest);
      sum += odds;
      LOGITS(label) = odds;
    }
    float *result = probabilities + text * classes;
    for (size_t label = 0; label < classes; label++) {
      lanes share = LOGITS(label) / sum;
      for (int lane = 0; lane < LANES; lane++) result[(size_t)lane * classes + label] = share[lane];
    }
  }
}

#define WRITE_CUES_PARAMETERS                                                                                      \
  const float *columns, size_t first, size_t texts, const float *weights, size_t classes, size_t first_count,      \
      const float *contexts, float *cues, float *logits
#define WRITE_CUES write_cues(columns, first, texts, weights, classes, first_count, contexts, cues, logits)

#define MARGINS_PARAMETERS                                                                                         \
  const float *columns, size_t first, size_t texts, size_t classes, const float *sums, float unit,                 \
      const float *weights, size_t first_common, const float *cues, const float *biases, const float *logits,      \
      float *found
#define MARGINS \
  margins(columns, first, texts, classes, sums, unit, weights, first_common, cues, biases, logits, found)

#define CALIBRATE_PARAMETERS                                                                                      \
  const float *columns, size_t texts, size_t classes, const float *weights, float unit, const float *common,      \
      const float *biases, const float *deep, float *logits, float *probabilities
#define CALIBRATE calibrate(columns, texts, classes, weights, unit, common, biases, deep, logits, probabilities)

#if defined(__x86_64__)
AVX2 static void write_cues_avx2(WRITE_CUES_PARAMETERS) { WRITE_CUES; }
AVX512 static void write_cues_avx512(WRITE_CUES_PARAMETERS) { WRITE_CUES; }
AVX2 static void margins_avx2(MARGINS_PARAMETERS) { MARGINS; }
AVX512 static void margins_avx512(MARGINS_PARAMETERS) { MARGINS; }
AVX2 static void calibrate_avx2(CALIBRATE_PARAMETERS) { CALIBRATE; }
AVX512 static void calibrate_avx512(CALIBRATE_PARAMETERS) { CALIBRATE; }
#endif

void attune_write_cues(int level, WRITE_CUES_PARAMETERS) {
#if defined(__x86_64__)
  if (level == ATTUNE_AVX512) {
    return write_cues_avx512(columns, first, texts, weights, classes, first_count, contexts, cues, logits);
  }
  if (level == ATTUNE_AVX2) {
    return write_cues_avx2(columns, first, texts, weights, classes, first_count, contexts, cues, logits);
  }
#endif
  (void)level;
  WRITE_CUES;
}

void attune_margins(int level, MARGINS_PARAMETERS) {
#if defined(__x86_64__)
  if (level == ATTUNE_AVX512) {
    return margins_avx512(columns, first, texts, classes, sums, unit, weights, first_common, cues, biases, logits, found);
  }
  if (level == ATTUNE_AVX2) {
    return margins_avx2(columns, first, texts, classes, sums, unit, weights, first_common, cues, biases, logits, found);
  }
#endif
  (void)level;
  MARGINS;
}

void attune_calibrate(int level, CALIBRATE_PARAMETERS) {
#if defined(__x86_64__)
  if (level == ATTUNE_AVX512) {
    return calibrate_avx512(columns, texts, classes, weights, unit, common, biases, deep, logits, probabilities);
  }
  if (level == ATTUNE_AVX2) {
    return calibrate_avx2(columns, texts, classes, weights, unit, common, biases, deep, logits, probabilities);
  }
#endif
  (void)level;
  CALIBRATE;
}
