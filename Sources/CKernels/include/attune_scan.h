// The tokens of a text, found for 64 bytes at a time.
#pragma once
#include "attune_level.h"
#include <stddef.h>

enum {
  /// The most bytes that one call looks at.
  ATTUNE_SCAN_BYTES = 1024,
  /// The most entries that it writes: a token for each byte, one for the beginning and one for the end.
  ATTUNE_SCAN_TOKENS = ATTUNE_SCAN_BYTES + 2,
};

/// A run of ASCII letters and digits with single apostrophes and hyphens between them; or a run of `!` and `?`, or of two
/// or more dots; or a name behind `@`.
typedef struct {
  /// See `TokenHash`. Of a longer word: of its first 16 bytes.
  uint64_t hash;
  /// Its first byte.
  uint32_t start;
  /// Bytes.
  uint16_t length;
  /// `attune_token_traits`.
  uint16_t traits;
} attune_token;

/// The same bits as Swift's `Token.Traits`, and two more.
enum attune_token_traits {
  /// Before it, behind the token before, a clause ends, or a sentence.
  ATTUNE_CLAUSE = 1,
  ATTUNE_SENTENCE = 2,
  ATTUNE_NUMBER = 1 << 2,
  ATTUNE_MENTION = 2 << 2,
  ATTUNE_PUNCTUATION = 6 << 2,
  ATTUNE_QUESTION = 1 << 5,
  ATTUNE_ELLIPSIS = 2 << 5,
  ATTUNE_CAPITALS = 1 << 7,
  ATTUNE_ELONGATED = 1 << 8,
  /// Must be looked at byte by byte: it has more than 16 bytes, or between it and the next token stands what may belong to
  /// it, or what may be a token of another kind.
  ATTUNE_ODD = 1 << 14,
  /// Behind the last token.
  ATTUNE_END = 1 << 15,
};

typedef struct {
  /// How many bytes have been looked at. All tokens that begin in them were found.
  uint32_t bytes;
  /// How many they are.
  uint16_t count;
  /// Whether any is odd, or the beginning.
  uint16_t is_odd;
} attune_scanned;

/// Finds the tokens of a text of `length` bytes, or of its first piece, which begins as if a blank stood before it. No
/// byte outside the text is read. Where three equal letters (without regard to case) or digits stand, the first of them
/// counts as a symbol.
///
/// - Parameter tokens: room for ATTUNE_SCAN_TOKENS. The first stands for the beginning of the text and is odd or not as
///   tokens are; behind the last one comes one that is ATTUNE_END.
attune_scanned attune_scan(int level, const uint8_t *text, size_t length, attune_token *tokens);
