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
  /// The most filters.
  ATTUNE_MOST_FILTERS = 256,
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
void attune_convolve(int level, const attune_convolution *convolution, const uint32_t *rows, size_t count,
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
