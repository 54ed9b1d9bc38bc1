// The places of tokens, and of pairs of neighbours, in a feature table.
#pragma once
#include "attune_scan.h"

/// What features are looked up in.
typedef struct {
  /// See Swift's `FeatureTable`.
  const uint8_t *lines;
  uint64_t line_count;
  /// See `CueWords`: 256 words.
  const uint64_t *cue_filter;
} attune_table;

/// Finds the places of tokens, and of the pair of each with the one before it, and asks for their lines.
///
/// - Parameters:
///   - previous: the hash of the token before the first.
///   - token_features: room for `count` and seven more; a `PlacedFeature` in context 0 for each token.
///   - pair_features: the same for each pair; the first of a sentence is one with `FeatureExtractor.sentenceStart`.
///   - events: a bit for each token that is no word, is written in capitals, ends a text or may be a cue word, in as many
///     bytes as it takes.
void attune_place(int level, const attune_token *tokens, size_t count, uint64_t previous, const attune_table *table,
                  uint64_t *token_features, uint64_t *pair_features, uint8_t *events);
