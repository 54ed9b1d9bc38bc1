// Sums of rows of a table of bytes, for profiles that say how typical an n-gram is of each of many things.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Adds rows up.
///
/// - Parameters:
///   - rows: `[any × width]`
///   - width: numbers of a row, 16 to 64.
///   - numbers: the rows to add, `count` of them; one may stand there often.
///   - sums: `[width]`, to which they are added.
void attune_add_rows(int level, const int8_t *rows, size_t width, const uint32_t *numbers, size_t count, int32_t *sums);
