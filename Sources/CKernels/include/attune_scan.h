// The tokens of a text, found for 64 bytes at a time.
#pragma once
#include "attune_level.h"
#include <stddef.h>

enum {
  /// The most bytes that one call looks at, with one for the end of each text.
  ATTUNE_SCAN_BYTES = 4096,
  /// So many more bytes are read.
  ATTUNE_SCAN_PADDING = 144,
  /// The most tokens that it finds.
  ATTUNE_SCAN_TOKENS = ATTUNE_SCAN_BYTES + 1,
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
  /// The end of a text; odd when the next one begins so.
  ATTUNE_END = 1 << 15,
};

/// What is counted in a text besides its tokens: see Swift's `CueCounts`.
typedef struct {
  uint16_t exclamations, questions, ellipses, capitals, elongations, addresses, numbers, unused;
} attune_counts;

/// A text as it was found.
typedef struct {
  /// Wrong when it is odd.
  attune_counts counts;
  /// The place of its ATTUNE_END among the tokens.
  uint16_t end;
  /// Whether a token of it, or its beginning, is odd.
  uint16_t is_odd;
} attune_text;

/// Finds the tokens of texts that stand one behind the other, each but the first begun as if a blank stood before it. Where
/// three equal letters (without regard to case) or digits stand, the first of them counts as a symbol.
///
/// - Parameters:
///   - text: behind each text stands one byte that ends it, a line break; behind the last ATTUNE_SCAN_PADDING blanks.
///   - length: up to the end of the last text, at most ATTUNE_SCAN_BYTES. When no text ends there, of a text that goes on:
///     tokens that begin in its last 64 bytes are then not looked for.
///   - text_ends: a bit for each byte up to and with `length`: a text ends there.
///   - tokens: room for ATTUNE_SCAN_TOKENS and two. The first stands for the beginning and is odd or not as tokens are; then
///     come the tokens and ends of texts, and behind them one that is ATTUNE_END and starts at UINT32_MAX.
///   - texts: room for each that ends, and one more.
/// - Returns: how many tokens and ends of texts there are.
size_t attune_scan(int level, const uint8_t *text, size_t length, const uint64_t *text_ends, attune_token *tokens,
                   attune_text *texts);

/// Counts up to ATTUNE_SCAN_TOKENS tokens.
attune_counts attune_count(const attune_token *tokens, size_t count);
