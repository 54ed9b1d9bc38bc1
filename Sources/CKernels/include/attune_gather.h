// What features are worth.
#pragma once
#include "attune_level.h"
#include <stddef.h>

typedef struct {
  /// Sums of the two columns of weights.
  int32_t first, second;
  /// How many features the table knows.
  int32_t known;
  /// Sums of the valences below and above zero.
  int32_t negative, positive;
} attune_sums;

/// Sums `LocatedFeature`s, together up to 65,536, whatever their contexts; of n-grams the valences do not count.
/// - Parameter lines: see `FeatureTable`.
attune_sums attune_gather(int level, const uint8_t *lines, const uint64_t *tokens, size_t token_count,
                          const uint64_t *n_grams, size_t n_gram_count);
