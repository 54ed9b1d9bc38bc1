// Features that have a row in a second array under the slots of a feature table.
#pragma once
#include "attune_level.h"
#include <stddef.h>

/// Eight lines of a feature table: a bit for each slot that has a row, and the row of the first of these. See Swift's
/// `ToneHead.Block`.
typedef struct {
  uint64_t slots, first_row;
} attune_block;

/// Finds the rows of those `PlacedFeature`s that have one, and asks for them.
///
/// - Parameters:
///   - lines: see `FeatureTable`.
///   - array: begins with row 0.
///   - row_bytes: of a row in it.
///   - rows: room for `count`.
/// - Returns: how many there are.
size_t attune_find_rows(int level, const uint8_t *lines, const attune_block *blocks, const uint64_t *features, size_t count,
                        const void *array, size_t row_bytes, uint32_t *rows);
