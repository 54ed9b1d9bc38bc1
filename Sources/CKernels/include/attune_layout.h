// Facts of features that C and Swift share.
#pragma once
#include "attune_scan.h"

// The constants of `TokenHash`.
#define ATTUNE_HASH_LOW 0xA0761D6478BD642FULL
#define ATTUNE_HASH_HIGH 0xE7037ED1A0B428DBULL

// What stands before the first token of a sentence, and the factor of a pair. See `FeatureExtractor.pair`.
#define ATTUNE_SENTENCE_START 0x2545F4914F6CDD1DULL
#define ATTUNE_PAIR_FACTOR 0x9E3779B97F4A7C15ULL

/// A line of a feature table: keys, two columns of weights, and one of valences. See Swift's `FeatureTable`.
enum {
  ATTUNE_LINE_BYTES = 64,
  ATTUNE_LINE_SLOTS = 8,
  ATTUNE_LINE_COLUMNS = 3,
  /// The largest magnitude of a number in a column.
  ATTUNE_COLUMN_LIMIT = 1023,
  /// So many lines are added up in 16 bits.
  ATTUNE_FEATURES_PER_FLUSH = 32,
};

_Static_assert(ATTUNE_LINE_SLOTS * (1 + ATTUNE_LINE_COLUMNS) * sizeof(uint16_t) == ATTUNE_LINE_BYTES,
               "a line is keys and columns, and one cache line");
_Static_assert(ATTUNE_FEATURES_PER_FLUSH * ATTUNE_COLUMN_LIMIT <= INT16_MAX, "sums of a column fit 16 bits");
_Static_assert(sizeof(attune_token) == 16, "kernels load a token as two words of 64 bits");
_Static_assert(offsetof(attune_token, hash) == 0 && offsetof(attune_token, start) == 8 &&
                   offsetof(attune_token, length) == 12 && offsetof(attune_token, traits) == 14,
               "kernels shift the start, length and traits of a token out of its second word");
