// Features that have a row in a second array under the slots of a feature table.
#pragma once
#include "attune_level.h"
#include <stddef.h>

/// Eight lines of a feature table: a bit for each slot that has a row, and the row of the first of these. See Swift's
/// `ToneHead.Block`.
typedef struct {
  uint64_t slots, first_row;
} attune_block;

/// A bit of the filter is named by a feature's bits from here on: its line, and the first bit of its key.
enum { ATTUNE_FILTER_SHIFT = 31 };

/// Finds the `LocatedFeature`s that may have a row.
///
/// - Parameters:
///   - filter: the bits of all features that have a row.
///   - found: room for `count` and 8 more.
/// - Returns: how many there are.
size_t attune_lookup_candidates(int level, const uint64_t *filter, const uint64_t *features, size_t count, uint64_t *found);

/// Finds the rows of those candidates that have one, and asks for them.
///
/// - Parameters:
///   - lines: see `FeatureTable`.
///   - array: begins with row 0.
///   - row_bytes: of a row in it.
///   - rows: room for `count` and one more.
/// - Returns: how many there are.
size_t attune_lookup_rows(int level, const uint8_t *lines, const attune_block *blocks, const uint64_t *candidates,
                        size_t count, const void *array, size_t row_bytes, uint32_t *rows);
