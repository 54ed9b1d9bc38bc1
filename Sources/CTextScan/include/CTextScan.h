// The words of a text, found for 64 bytes at a time.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum {
  /// The most bytes that one call looks at.
  ATTUNE_SCAN_BYTES = 1024,
  /// The most words that it finds, and one that stands for their end.
  ATTUNE_SCAN_WORDS = ATTUNE_SCAN_BYTES / 2 + 1,
};

/// A run of ASCII letters and digits, with single apostrophes and hyphens between them.
typedef struct {
  /// Of its first 16 bytes, in small letters (`TokenHash`).
  uint64_t hash;
  /// Its first byte.
  uint32_t start;
  /// Bytes.
  uint16_t length;
  /// `attune_word_flags`.
  uint8_t flags;
} attune_word;

enum attune_word_flags {
  /// Before it, behind the word before, a clause ends, or a sentence, which is more.
  ATTUNE_WORD_CLAUSE = 1,
  ATTUNE_WORD_SENTENCE = 2,
  /// The word before it must not be followed by this one unseen: between them stands more than blanks and plain
  /// punctuation, or this one begins with a digit or with two bytes that are no small letters.
  ATTUNE_WORD_ODD = 4,
};

/// Instructions that the kernel is made of. All find the same words.
enum attune_scan_level {
  /// Plain C, eight bytes at a time.
  ATTUNE_SCAN_PLAIN,
  ATTUNE_SCAN_NEON,
  ATTUNE_SCAN_AVX2,
  ATTUNE_SCAN_AVX512,
};

/// Whether this processor can do it.
int attune_scan_supports(int level);

/// Finds the words of a text of `length` bytes, or of its first piece, which begins as if a blank stood before it. No
/// byte outside the text is read. Where three equal letters (without regard to case) or digits stand, the first of them
/// counts as a symbol.
///
/// - Parameter words: room for ATTUNE_SCAN_WORDS. Behind the last word comes an odd one that starts at UINT32_MAX.
/// - Returns: how many bytes have been looked at. All words that begin in them were found.
size_t attune_scan(int level, const uint8_t *text, size_t length, attune_word *words);
