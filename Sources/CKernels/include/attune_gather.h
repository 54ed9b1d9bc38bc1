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

/// Sums up to 65,536 `PlacedFeature`s, whatever their contexts.
/// - Parameter lines: see `FeatureTable`.
attune_sums attune_gather_tokens(int level, const uint8_t *lines, const uint64_t *features, size_t count);

/// The same without valences.
attune_sums attune_gather_n_grams(int level, const uint8_t *lines, const uint64_t *features, size_t count);
