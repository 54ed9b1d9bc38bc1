// The places of tokens, and of pairs of neighbours, in a feature table.
#pragma once
#include "attune_scan.h"

/// What features are looked up in.
typedef struct {
  /// See Swift's `FeatureTable`.
  const uint8_t *lines;
  uint64_t line_count;
  /// See `FeatureFilter`.
  const uint64_t *filter;
  /// See `CueWords`: 256 words.
  const uint64_t *cue_filter;
} attune_table;

/// Finds the places of tokens and asks for their lines.
///
/// - Parameters:
///   - previous: the hash of the token before the first.
///   - token_features: room for `count` and seven more; a `PlacedFeature` in context 0 for each token.
///   - n_grams: the same; one for each pair that the table may know. Pairs do not cross the ends of texts.
///   - n_gram_ends: for each ATTUNE_END, how many pairs come before it.
///   - events: a bit for each token that is no word, is written in capitals, ends a text or may be a cue word, in as many
///     bytes as it takes.
/// - Returns: how many pairs were written.
size_t attune_place(int level, const attune_token *tokens, size_t count, uint64_t previous, const attune_table *table,
                    uint64_t *token_features, uint64_t *n_grams, uint16_t *n_gram_ends, uint8_t *events);
