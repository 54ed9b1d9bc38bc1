// The loops in which a convolution is learned. Sums are made in the same order at every level, so that every bit is the same.
#pragma once
#include "attune_convolve.h"

/// Moves filters over the vectors of places: `out[t][o] = biases[o] + Σ_k Σ_i in[t + k][i] · weights[k][i][o]`, k in
/// 0..<window.
///
/// - Parameters:
///   - in: `[count + window - 1 + 8 × inputs]`; the last eight vectors are read but do not matter.
///   - weights: `[window × inputs × outputs]`, aligned to 64 bytes like all others.
///   - biases: `[outputs]`, or NULL.
///   - outputs: a multiple of 32.
///   - out: `[count × outputs]`
void attune_learn_convolve(int level, const float *in, size_t inputs, size_t window, const float *weights,
                           const float *biases, size_t outputs, size_t count, float *out);

/// Adds to the gradients of the weights above: `sums[k][i][o] += Σ_t in[t + k][i] · gradients[t][o]`.
///
/// - Parameter inputs: a multiple of 4.
void attune_learn_weights(int level, const float *in, size_t inputs, size_t window, const float *gradients,
                          size_t outputs, size_t count, float *sums);

/// What filters give a text, where that is above 0: the most, its place (-1 where there is none), and the sum.
///
/// - Parameter values: `[count × filters]`
void attune_learn_pool(int level, const float *values, size_t filters, size_t count, float *largest, int32_t *places,
                       float *totals);

/// The way back: from gradients of the most and of the sum to those of values, and adds these to those of biases.
///
/// - Parameters:
///   - of_values: `[count × filters]`: further gradients of values, where these are above 0; or NULL.
///   - gradients: `[count × filters]`
void attune_learn_unpool(int level, const float *values, size_t filters, size_t count, const float *of_largest,
                         const int32_t *places, const float *of_totals, const float *of_values, float *gradients,
                         float *of_biases);

/// A step of Adam (Kingma & Ba 2015).
///
/// - Parameters:
///   - rate: with the correction of the means.
///   - correction: of the squares.
void attune_learn_step(int level, float *weights, const float *gradients, float *means, float *squares, size_t count,
                       float rate, float correction);
