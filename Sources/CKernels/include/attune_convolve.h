// A convolution over words, of which the products are looked up instead of computed.
#pragma once
#include "attune_scan.h"
#include <stdbool.h>

enum {
  /// Tokens under a filter.
  ATTUNE_WINDOW = 5,
  /// Rows of zeros in front of a text, and behind it.
  ATTUNE_PADDING = ATTUNE_WINDOW / 2,
  /// Filters come in blocks of so many.
  ATTUNE_FILTER_BLOCK = 32,
  /// The most filters, of all layers together.
  ATTUNE_MOST_FILTERS = 256,
  /// Places under a filter of the second layer.
  ATTUNE_SECOND_WINDOW = 3,
  /// Numbers that a filter of the second layer reads at once.
  ATTUNE_SECOND_GROUP = 4,
  /// The most rows that one token gives: one for the break in front of it, and its own.
  ATTUNE_ROWS_PER_TOKEN = 2,
  /// So many rows ahead products are asked for.
  ATTUNE_ROWS_AHEAD = 12,
};

/// Rows of tokens that are not known. See Swift's `TokenShape`.
enum attune_shape { ATTUNE_FIRST_ENDING = 9, ATTUNE_SHAPES = ATTUNE_FIRST_ENDING + 256 };

/// See Swift's `Convolution`.
typedef struct {
  /// The rows of known tokens; a mask for places in it.
  const uint32_t *slots;
  uint64_t slot_mask;
  /// `[rows × ATTUNE_WINDOW × filters]`
  const int8_t *products;
  /// `[filters]`
  const int8_t *biases;
  size_t filters;
  /// Of the second layer, which has as many filters; NULL where there is none. `[blocks of filters × ATTUNE_SECOND_WINDOW ·
  /// filters / ATTUNE_SECOND_GROUP × ATTUNE_FILTER_BLOCK × ATTUNE_SECOND_GROUP]`: the weights with which four inputs count for
  /// the filters of a block stand together.
  const int8_t *second_weights;
  /// `[filters]`: with half a unit of what the filter gives.
  const int32_t *second_biases;
  /// `[filters]`
  const uint8_t *second_shifts;
} attune_convolution;

/// Finds the rows of tokens that follow each other, as the place of each one's first product.
///
/// - Parameters:
///   - bytes: what the places of tokens are counted in.
///   - is_going_on: the tokens are not the first of their text; a break in front of the first one counts.
///   - rows: room for `count` × ATTUNE_ROWS_PER_TOKEN.
/// - Returns: how many rows there are.
size_t attune_word_rows(int level, const attune_convolution *convolution, const attune_token *tokens, size_t count,
                        const uint8_t *bytes, bool is_going_on, uint32_t *rows);

/// Moves the filters over rows, as above: filter f gives at place i the sum of its bias and, for k in 0..<ATTUNE_WINDOW, of
/// product `[rows[i + k] + k · filters + f]`, or 0 where that is less.
///
/// - Parameters:
///   - count: how many places there are; rows are ATTUNE_WINDOW - 1 more, and ATTUNE_ROWS_AHEAD more of any value are read.
///   - largest: `[filters]`: what each filter has given at most so far.
///   - totals: `[filters]`: the sum of what it has given so far.
///   - values: `[count × filters]`: what the filters give at each place, at most 127; NULL where nobody asks.
void attune_convolve(int level, const attune_convolution *convolution, const uint32_t *rows, size_t count,
                     uint8_t *largest, uint32_t *totals, uint8_t *values);

/// Moves the filters of the second layer over what those of the first gave: filter g gives at place i the sum of its bias and
/// of the products of its weights with the `ATTUNE_SECOND_WINDOW · filters` values from place i on, shifted right by its
/// shift, at least 0 and at most 127.
///
/// - Parameters:
///   - values: `[count + ATTUNE_SECOND_WINDOW - 1 × filters]`, each at most 127.
///   - largest, totals: as above, for the second layer.
void attune_convolve_again(int level, const attune_convolution *convolution, const uint8_t *values, size_t count,
                           uint8_t *largest, uint32_t *totals);

/// Turns what filters gave into features of a text: what each gave at most, then the sum of what it gave times `norm`, rounded
/// and at most 127.
///
/// - Parameter features: `[2 × filters]`
void attune_pool(int level, const uint8_t *largest, const uint32_t *totals, size_t filters, float norm,
                 uint8_t *features);

/// Adds up what a text's features are worth for each class.
///
/// - Parameters:
///   - features: `[count]`, each at most 127.
///   - weights: `[classes × count]`
///   - sums: `[classes]`
void attune_weigh(int level, const uint8_t *features, size_t count, const int16_t *weights, size_t classes,
                  int32_t *sums);
