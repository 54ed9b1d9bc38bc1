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
///   - token_features: room for `count` and seven more; a `LocatedFeature` in context 0 for each token.
///   - pair_features: the same for each pair; the first of a sentence is one with `FeatureExtractor.sentenceStart`.
///   - events: room for as many and one more; the places of the tokens that are numbers, capitals, elongated or the end of a
///     text, or may be cue words, and behind them UINT16_MAX.
void attune_locate(int level, const attune_token *tokens, size_t count, uint64_t previous, const attune_table *table,
                  uint64_t *token_features, uint64_t *pair_features, uint16_t *events);
