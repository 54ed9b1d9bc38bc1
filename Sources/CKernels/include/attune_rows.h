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

/// The most n-grams that begin with a byte, with the word that may end there.
enum { ATTUNE_NGRAMS_PER_BYTE = 5 };

/// Finds the rows of the n-grams of words: of one to four characters, within a word or with the blanks before and behind it,
/// and of each word of three letters and more as a whole. See Models/languages.py, which makes the profiles.
///
/// - Parameters:
///   - words: UTF-8, words in lower case with a blank before and behind each.
///   - row_count: a power of two.
///   - numbers: room for `count` × ATTUNE_NGRAMS_PER_BYTE.
/// - Returns: how many rows there are.
size_t attune_ngram_rows(const uint8_t *words, size_t count, uint64_t row_count, uint32_t *numbers);
