#include "attune_learn.h"
#include "instructions.h"

// Products are rounded before they are added, on processors too that could do both at once.
#pragma STDC FP_CONTRACT OFF

// All that takes or gives lanes is inlined: how they would be passed does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

enum { LANES = 16 };
typedef float lanes __attribute__((ext_vector_type(LANES)));

#define AT(pointer) (*(lanes *)(pointer))
#define CONST_AT(pointer) (*(const lanes *)(pointer))

/// `TILE` places times `WIDTH` vectors of outputs at a time, so that their sums stay in registers.
#define CONVOLVE(NAME, TARGET, TILE, WIDTH)                                                                        \
  TARGET static void NAME(const float *in, size_t inputs, size_t window, const float *weights,                     \
                          const float *biases, size_t outputs, size_t count, float *out) {                         \
    for (size_t place = 0; place < count; place += TILE) {                                                         \
      size_t valid = count - place < TILE ? count - place : TILE;                                                  \
      for (size_t output = 0; output < outputs; output += WIDTH * LANES) {                                         \
        lanes sums[TILE][WIDTH];                                                                                   \
        for (int i = 0; i < TILE; i++)                                                                             \
          for (int v = 0; v < WIDTH; v++) sums[i][v] = biases ? CONST_AT(biases + output + v * LANES) : (lanes)0;   \
        for (size_t k = 0; k < window; k++) {                                                                      \
          const float *vector = in + (place + k) * inputs, *rows = weights + k * inputs * outputs + output;        \
          for (size_t input = 0; input < inputs; input++)                                                          \
            for (int i = 0; i < TILE; i++)                                                                         \
              for (int v = 0; v < WIDTH; v++)                                                                      \
                sums[i][v] += CONST_AT(rows + input * outputs + v * LANES) * vector[(size_t)i * inputs + input];   \
        }                                                                                                          \
        for (size_t i = 0; i < valid; i++)                                                                         \
          for (int v = 0; v < WIDTH; v++) AT(out + (place + i) * outputs + output + v * LANES) = sums[i][v];       \
      }                                                                                                            \
    }                                                                                                              \
  }

/// The same for `TILE` inputs.
#define WEIGHTS(NAME, TARGET, TILE, WIDTH)                                                                         \
  TARGET static void NAME(const float *in, size_t inputs, size_t window, const float *gradients, size_t outputs,   \
                          size_t count, float *all) {                                                              \
    for (size_t k = 0; k < window; k++)                                                                            \
      for (size_t input = 0; input < inputs; input += TILE)                                                        \
        for (size_t output = 0; output < outputs; output += WIDTH * LANES) {                                       \
          float *first = all + (k * inputs + input) * outputs + output;                                            \
          lanes sums[TILE][WIDTH];                                                                                 \
          for (int i = 0; i < TILE; i++)                                                                           \
            for (int v = 0; v < WIDTH; v++) sums[i][v] = AT(first + (size_t)i * outputs + v * LANES);              \
          for (size_t place = 0; place < count; place++)                                                           \
            for (int i = 0; i < TILE; i++)                                                                         \
              for (int v = 0; v < WIDTH; v++)                                                                      \
                sums[i][v] += CONST_AT(gradients + place * outputs + output + v * LANES) *                         \
                              in[(place + k) * inputs + input + (size_t)i];                                        \
          for (int i = 0; i < TILE; i++)                                                                           \
            for (int v = 0; v < WIDTH; v++) AT(first + (size_t)i * outputs + v * LANES) = sums[i][v];              \
        }                                                                                                          \
  }

CONVOLVE(convolve_plain, , 2, 1)
WEIGHTS(weights_plain, , 2, 1)
#if defined(__x86_64__)
CONVOLVE(convolve_avx2, AVX2, 6, 1)
WEIGHTS(weights_avx2, AVX2, 4, 1)
CONVOLVE(convolve_pairs_avx512, AVX512, 6, 2)
WEIGHTS(weights_pairs_avx512, AVX512, 4, 2)
CONVOLVE(convolve_quads_avx512, AVX512, 6, 4)
WEIGHTS(weights_quads_avx512, AVX512, 4, 4)

AVX512 static void convolve_avx512(const float *in, size_t inputs, size_t window, const float *weights,
                                   const float *biases, size_t outputs, size_t count, float *out) {
  if (outputs % 64 == 0) return convolve_quads_avx512(in, inputs, window, weights, biases, outputs, count, out);
  convolve_pairs_avx512(in, inputs, window, weights, biases, outputs, count, out);
}

AVX512 static void weights_avx512(const float *in, size_t inputs, size_t window, const float *gradients, size_t outputs,
                                  size_t count, float *sums) {
  if (outputs % 64 == 0) return weights_quads_avx512(in, inputs, window, gradients, outputs, count, sums);
  weights_pairs_avx512(in, inputs, window, gradients, outputs, count, sums);
}
#endif

ALWAYS_INLINE void pool(const float *values, size_t filters, size_t count, float *largest, int32_t *places,
                        float *totals) {
  for (size_t filter = 0; filter < filters; filter++) {
    largest[filter] = totals[filter] = 0;
    places[filter] = -1;
  }
  for (size_t place = 0; place < count; place++)
    for (size_t filter = 0; filter < filters; filter++) {
      float value = values[place * filters + filter];
      value = value > 0 ? value : 0;
      totals[filter] += value;
      places[filter] = value > largest[filter] ? (int32_t)place : places[filter];
      largest[filter] = value > largest[filter] ? value : largest[filter];
    }
}

ALWAYS_INLINE void unpool(const float *values, size_t filters, size_t count, const float *of_largest,
                          const int32_t *places, const float *of_totals, const float *of_values, float *gradients,
                          float *of_biases) {
  for (size_t place = 0; place < count; place++)
    for (size_t filter = 0; filter < filters; filter++) {
      float gradient = of_totals[filter];
      if (of_values) gradient += of_values[place * filters + filter];
      gradient = values[place * filters + filter] > 0 ? gradient : 0;
      gradient += places[filter] == (int32_t)place ? of_largest[filter] : 0;
      gradients[place * filters + filter] = gradient;
      of_biases[filter] += gradient;
    }
}

ALWAYS_INLINE void step(float *weights, const float *gradients, float *means, float *squares, size_t count, float rate,
                        float correction) {
  for (size_t index = 0; index < count; index++) {
    float gradient = gradients[index];
    means[index] = 0.9f * means[index] + 0.1f * gradient;
    squares[index] = 0.999f * squares[index] + 0.001f * gradient * gradient;
    weights[index] -= rate * means[index] / (__builtin_sqrtf(squares[index] * correction) + 1e-8f);
  }
}

#define POOL_PARAMETERS \
  const float *values, size_t filters, size_t count, float *largest, int32_t *places, float *totals
#define POOL pool(values, filters, count, largest, places, totals)
#define UNPOOL_PARAMETERS                                                                                        \
  const float *values, size_t filters, size_t count, const float *of_largest, const int32_t *places,             \
      const float *of_totals, const float *of_values, float *gradients, float *of_biases
#define UNPOOL unpool(values, filters, count, of_largest, places, of_totals, of_values, gradients, of_biases)
#define STEP_PARAMETERS                                                                                      \
  float *weights, const float *gradients, float *means, float *squares, size_t count, float rate, float correction
#define STEP step(weights, gradients, means, squares, count, rate, correction)

#if defined(__x86_64__)
AVX2 static void pool_avx2(POOL_PARAMETERS) { POOL; }
AVX512 static void pool_avx512(POOL_PARAMETERS) { POOL; }
AVX2 static void unpool_avx2(UNPOOL_PARAMETERS) { UNPOOL; }
AVX512 static void unpool_avx512(UNPOOL_PARAMETERS) { UNPOOL; }
AVX2 static void step_avx2(STEP_PARAMETERS) { STEP; }
AVX512 static void step_avx512(STEP_PARAMETERS) { STEP; }
#define DISPATCH(name, ...)                                     \
  if (level == ATTUNE_AVX512) return name##_avx512(__VA_ARGS__); \
  if (level == ATTUNE_AVX2) return name##_avx2(__VA_ARGS__)
#else
#define DISPATCH(name, ...) (void)level
#endif

void attune_learn_convolve(int level, const float *in, size_t inputs, size_t window, const float *weights,
                           const float *biases, size_t outputs, size_t count, float *out) {
  DISPATCH(convolve, in, inputs, window, weights, biases, outputs, count, out);
  convolve_plain(in, inputs, window, weights, biases, outputs, count, out);
}

void attune_learn_weights(int level, const float *in, size_t inputs, size_t window, const float *gradients,
                          size_t outputs, size_t count, float *sums) {
  DISPATCH(weights, in, inputs, window, gradients, outputs, count, sums);
  weights_plain(in, inputs, window, gradients, outputs, count, sums);
}

void attune_learn_pool(int level, POOL_PARAMETERS) {
  DISPATCH(pool, values, filters, count, largest, places, totals);
  POOL;
}

void attune_learn_unpool(int level, UNPOOL_PARAMETERS) {
  DISPATCH(unpool, values, filters, count, of_largest, places, of_totals, of_values, gradients, of_biases);
  UNPOOL;
}

void attune_learn_step(int level, STEP_PARAMETERS) {
  DISPATCH(step, weights, gradients, means, squares, count, rate, correction);
  STEP;
}
