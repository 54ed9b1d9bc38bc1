#include "attune_layout.h"
#include "attune_scan.h"
#include "instructions.h"

#include <string.h>

#if defined(__ARM_NEON)
#include <arm_neon.h>
#endif

// What is to be known of a byte; bits of `classes`.
enum {
  WORD = 1,
  BLANK = 2,
  /// Ends a sentence.
  SENTENCE = 4,
  /// Says nothing but where a clause or sentence ends when a blank or a word follows.
  BEFORE_WORD = 8,
  /// The same when a blank follows. With both bits a byte is never that simple.
  BEFORE_BLANK = 16,
  COMPLEX = BEFORE_WORD | BEFORE_BLANK,
  /// Belongs to the word when letters or digits stand on both sides.
  JOINER = 32,
  /// May belong to the word before it when no blank follows.
  STOP = 64,
  /// `!` or `?`
  MARK = 128,
  CLASS_BITS = 8
};

// Rows 4 and 6, and rows 5 and 7, are the same, so that vectors of 16 bytes need five rows. A byte that says nothing may
// be COMPLEX: it is then looked at for nothing.
#define LETTERS_BEHIND_4_6 \
  COMPLEX, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD
#define LETTERS_OF_5_7 \
  WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, COMPLEX, COMPLEX, COMPLEX, COMPLEX, STOP

static const uint8_t classes[128] __attribute__((aligned(64))) = {
    // 0x00: line breaks and tabs
    0, 0, 0, 0, 0, 0, 0, 0, 0, BLANK, BLANK | SENTENCE, BLANK | SENTENCE, BLANK | SENTENCE, BLANK | SENTENCE, 0, 0,
    // 0x10
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    // 0x20: blank ! " # $ % & '
    BLANK, MARK, 0, COMPLEX, 0, 0, COMPLEX, JOINER | STOP,
    // ( ) * + , - . /
    BEFORE_WORD, BEFORE_WORD, 0, STOP, BEFORE_WORD | STOP, BEFORE_WORD | JOINER | STOP, SENTENCE | BEFORE_WORD | STOP,
    STOP,
    // 0x30: digits : ; < = > ?
    WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, BEFORE_BLANK | STOP, BEFORE_BLANK, BEFORE_BLANK,
    BEFORE_BLANK, BEFORE_BLANK, MARK,
    // 0x40: @ or `, letters
    LETTERS_BEHIND_4_6,
    // 0x50: letters, [ \ ] ^ _ or { | } ~ and delete
    LETTERS_OF_5_7,
    LETTERS_BEHIND_4_6,
    LETTERS_OF_5_7,
};

/// 64 bytes: a bitmap for each bit of `classes`, and some more.
typedef struct {
  uint64_t word, blank, sentence, before_word, before_blank, joiner, stop, mark;
  /// The next byte is the same but for case.
  uint64_t twin;
  /// `@` and `_`.
  uint64_t at, underscore;
  /// Bits 5, 6 and 7 of the byte.
  uint64_t bit5, bit6, high;
} block;

enum { BLOCK_MAPS = sizeof(block) / 8 };

/// What is carried from one block to the next.
typedef struct {
  /// Whether the last byte is a letter or digit, one outside a name, part of a word, of a run of marks, of dots, a dot.
  uint64_t letter, letter_outside, word, mark, dots, dot;
  /// Whether it is the `@` of a name, or the end of a text.
  uint64_t mention, text_end;
  unsigned long long name, clause, sentence, symbol;
} carry;

/// Where tokens begin and end, and what is known of them by place.
typedef struct {
  uint16_t starts[ATTUNE_SCAN_TOKENS + 64], ends[ATTUNE_SCAN_TOKENS + 64];
  uint8_t flags[ATTUNE_SCAN_TOKENS + 64];
  size_t start_count, end_count;
} token_list;

/// Bits of `token_list.flags`; the first two are those of `attune_token_traits`.
enum {
  FLAG_CLAUSE = ATTUNE_CLAUSE,
  FLAG_SENTENCE = ATTUNE_SENTENCE,
  /// Between it and the token before stands more than blanks and plain punctuation.
  FLAG_ODD = 4,
  /// It begins with a digit, or with two bytes that are no small letters.
  FLAG_FORMED = 8,
  /// It is no word.
  FLAG_SYMBOL = 16,
  /// It stands for the end of a text.
  FLAG_TEXT_END = 32,
};

ALWAYS_INLINE uint64_t load(const uint8_t *bytes) {
  uint64_t value;
  memcpy(&value, bytes, 8);
  return value;
}

/// Bit i of the result is bit i + 1.
ALWAYS_INLINE uint64_t next(uint64_t map, uint64_t map_behind) { return map >> 1 | map_behind << 63; }

/// Bit i of the result is bit i - 1; `last` is bit 63 of the block before, and becomes that of this one.
ALWAYS_INLINE uint64_t previous(uint64_t map, uint64_t *last) {
  uint64_t result = map << 1 | *last;
  *last = map >> 63;
  return result;
}

/// The `starts` of tokens before which, back to the end of the token before, no bit of `map` is set. An end added to the
/// free bits behind it carries through all of them, block after block, and comes out where the next token starts.
ALWAYS_INLINE uint64_t reached(uint64_t map, uint64_t tokens, uint64_t ends, uint64_t starts, unsigned long long *carry) {
  return __builtin_addcll(~tokens & ~map, ends, *carry, carry) & starts;
}

/// The tokens that begin and end in a block, as bitmaps.
typedef struct {
  uint64_t starts, ends;
  /// Flags of those that start.
  uint64_t clause, sentence, odd, formed, symbol, text_end;
} block_tokens;

/// Finds the tokens of a block, of which the neighbours are known. Where a bit of `text_ends` is set stands a token.
ALWAYS_INLINE block_tokens finish(const block *b, const block *behind, uint64_t text_ends, carry *c) {
  uint64_t blank_next = next(b->blank, behind->blank);
  uint64_t letter_next = next(b->word, behind->word);

  // A name: the bit behind its @ carries through it.
  uint64_t name = b->word | b->underscore;
  uint64_t mention = b->at & ~previous(b->word, &c->letter) & next(name, behind->word | behind->underscore);
  uint64_t behind_name = __builtin_addcll(name, previous(mention, &c->mention), c->name, &c->name);
  uint64_t in_name = name & ~behind_name, name_ends = behind_name & ~name;

  uint64_t letters = b->word & ~in_name;
  uint64_t behind_letter = previous(letters, &c->letter_outside);
  uint64_t triple = b->twin & next(b->twin, behind->twin) & letters;
  uint64_t joined = letters | (b->joiner & behind_letter & letter_next);
  uint64_t words = joined & ~triple;
  uint64_t behind_words = previous(words, &c->word);

  uint64_t behind_mark = previous(b->mark, &c->mark);
  uint64_t dot = b->sentence & ~b->blank, dot_behind = behind->sentence & ~behind->blank;
  uint64_t dots = dot & (next(dot, dot_behind) | previous(dot, &c->dot));
  uint64_t behind_dots = previous(dots, &c->dots);

  uint64_t tokens = words | mention | in_name | b->mark | dots | text_ends;
  uint64_t symbol_starts = mention | (b->mark & ~behind_mark) | (dots & ~behind_dots);
  uint64_t starts = (words & ~behind_words) | symbol_starts | text_ends;
  // Behind marks, dots and the end of a text a sentence begins in any case.
  uint64_t inner_ends = (~words & behind_words) | name_ends;
  uint64_t ends = inner_ends | (~b->mark & behind_mark) | (~dots & behind_dots) | previous(text_ends, &c->text_end);

  uint64_t simple = (b->before_word & ~b->before_blank & (blank_next | letter_next)) |
                    (b->before_blank & ~b->before_word & blank_next);
  uint64_t punctuation = b->before_word | b->before_blank;
  uint64_t symbols =
      ((b->high | (punctuation & ~simple) | (b->stop & behind_letter & ~blank_next)) & ~joined) | triple;
  uint64_t sentences = b->sentence & (simple | ~punctuation), clauses = simple & ~b->sentence;
  // Of letters and digits only letters have bit 6 set, and only small letters bits 5 and 6.
  uint64_t small = b->word & b->bit5 & b->bit6, small_behind = behind->word & behind->bit5 & behind->bit6;
  uint64_t formed = ~b->bit6 | (~small & ~next(small, small_behind) & (letter_next | next(b->joiner, behind->joiner)));

  uint64_t sentence = starts & ~reached(sentences, tokens, inner_ends, starts, &c->sentence);
  return (block_tokens){
      .starts = starts,
      .ends = ends,
      .clause = starts & ~reached(clauses, tokens, ends, starts, &c->clause) & ~sentence,
      .sentence = sentence,
      .odd = starts & ~reached(symbols, tokens, ends, starts, &c->symbol),
      .formed = formed & starts,
      .symbol = symbol_starts,
      .text_end = text_ends,
  };
}

/// Appends the tokens of the block at `at` to the list, one by one.
ALWAYS_INLINE void append(const block_tokens *t, size_t at, token_list *list) {
  for (uint64_t rest = t->starts; rest; rest &= rest - 1) {
    unsigned start = (unsigned)__builtin_ctzll(rest);
    uint64_t flags = (t->clause >> start & 1) | (t->sentence >> start & 1) << 1 | (t->odd >> start & 1) << 2 |
                     (t->formed >> start & 1) << 3 | (t->symbol >> start & 1) << 4 | (t->text_end >> start & 1) << 5;
    list->starts[list->start_count] = (uint16_t)(at + start);
    list->flags[list->start_count++] = (uint8_t)flags;
  }
  for (uint64_t rest = t->ends; rest; rest &= rest - 1) {
    list->ends[list->end_count++] = (uint16_t)(at + (size_t)__builtin_ctzll(rest));
  }
}

/// 64-bit halves of a 128-bit product, folded (see `TokenHash`).
ALWAYS_INLINE uint64_t mix(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

ALWAYS_INLINE uint64_t hash_halves(uint64_t low, uint64_t high, size_t length) {
  return mix(low ^ ATTUNE_HASH_LOW, high ^ ATTUNE_HASH_HIGH ^ length);
}

static const uint8_t ones_and_zeros[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                           255, 255, 255, 255, 255, 255, 255, 255};

/// Ones in the first `count` bytes, at most eight.
ALWAYS_INLINE uint64_t ones_below(size_t count) { return load(ones_and_zeros + 16 - (count < 8 ? count : 8)); }

/// The hash of `length` bytes, or of the first 16; 16 can be read.
ALWAYS_INLINE uint64_t hash(const uint8_t *bytes, size_t length) {
  const uint64_t bit5 = 0x2020202020202020;
  size_t count = length < 16 ? length : 16;
  uint64_t low = (load(bytes) | bit5) & load(ones_and_zeros + 16 - count);
  uint64_t high = (load(bytes + 8) | bit5) & load(ones_and_zeros + 24 - count);
  return hash_halves(low, high, length);
}

/// What a token that is no word, or not only small letters, is besides; its hash may be another. 16 bytes can be read.
ALWAYS_INLINE uint16_t form(const uint8_t *bytes, attune_token *token, uint8_t flags) {
  const uint64_t ones = 0x0101010101010101;
  size_t length = token->length < 16 ? token->length : 16;
  uint64_t low = load(bytes) & ones_below(length), high = load(bytes + 8) & ones_below(length < 8 ? 0 : length - 8);
  if (!(flags & FLAG_SYMBOL)) {
    // Of the bytes of a word only letters have bit 6 set, and only small letters bits 5 and 6. A bit for each letter:
    uint64_t letters_low = low >> 6 & ones, letters_high = high >> 6 & ones;
    uint64_t small = (letters_low & low >> 5) | (letters_high & high >> 5);
    uint64_t letters = letters_low | letters_high << 1;
    return (letters_low & 1 ? 0 : ATTUNE_NUMBER) | (small == 0 && (letters & (letters - 1)) ? ATTUNE_CAPITALS : 0);
  }
  if ((low & 0xFF) == '@') {
    token->hash = hash_halves(load((const uint8_t *)"@user\0\0"), 0, 5);
    return ATTUNE_MENTION;
  }
  if ((low & 0xFF) == '.') {
    token->hash = hash_halves(load((const uint8_t *)"...\0\0\0\0"), 0, 3);
    return ATTUNE_PUNCTUATION | ATTUNE_ELLIPSIS;
  }
  // Of the two marks only the question has bit 1 set.
  uint64_t all_low = ones & ones_below(length), all_high = ones & ones_below(length < 8 ? 0 : length - 8);
  uint64_t questions_low = low >> 1 & ones, questions_high = high >> 1 & ones;
  static const char runs[3][9] = {"!!!\0\0\0\0", "???\0\0\0\0", "!?\0\0\0\0\0"};
  int run = (questions_low | questions_high) == 0 ? 0 : questions_low == all_low && questions_high == all_high ? 1 : 2;
  size_t count = run == 2 ? 2 : length < 3 ? length : 3;
  token->hash = hash_halves(load((const uint8_t *)runs[run]) & ones_below(count), 0, count);
  return ATTUNE_PUNCTUATION | (run > 0 ? ATTUNE_QUESTION : 0) | (length > 2 ? ATTUNE_ELONGATED : 0);
}

/// Begins the list of tokens.
ALWAYS_INLINE attune_token beginning(const token_list *list) {
  return (attune_token){.traits = (uint16_t)((list->flags[0] & FLAG_ODD) << 12)};
}

/// Turns place `index` of the list into a token with the given hash, all but its form.
ALWAYS_INLINE attune_token token_at(const token_list *list, size_t index, size_t start, size_t length, uint64_t hash) {
  unsigned traits = (list->flags[index] & (FLAG_CLAUSE | FLAG_SENTENCE)) | (list->flags[index + 1] & FLAG_ODD) << 12 |
                    (length > 16 ? ATTUNE_ODD : 0);
  return (attune_token){hash, (uint32_t)start, (uint16_t)length, (uint16_t)traits};
}

typedef uint16_t counts __attribute__((vector_size(16)));

/// What a token counts for in `attune_counts`, by bits 2...8 of its traits. A run of three or more `!` counts as three.
enum { CAPITALS = 1 << 5, ELONGATED = 1 << 6, NUMBER = 1, MENTION = 2, URL = 3, MARKS = 6, QUESTION = 1 << 3, DOTS = 2 << 3 };
static const counts contributions[128] = {
    [MARKS] = {1},
    [MARKS | ELONGATED] = {3},
    [MARKS | QUESTION] = {0, 1},
    [MARKS | QUESTION | ELONGATED] = {0, 1},
    [MARKS | DOTS] = {0, 0, 1},
    [MARKS | DOTS | ELONGATED] = {0, 0, 1},
    [CAPITALS] = {0, 0, 0, 1},
    [ELONGATED] = {0, 0, 0, 0, 1},
    [CAPITALS | ELONGATED] = {0, 0, 0, 1, 1},
    [MENTION] = {0, 0, 0, 0, 0, 1},
    [URL] = {0, 0, 0, 0, 0, 1},
    [NUMBER] = {0, 0, 0, 0, 0, 0, 1},
    [NUMBER | CAPITALS] = {0, 0, 0, 0, 0, 0, 1},
    [NUMBER | ELONGATED] = {0, 0, 0, 0, 0, 0, 1},
    [NUMBER | CAPITALS | ELONGATED] = {0, 0, 0, 0, 0, 0, 1},
};

ALWAYS_INLINE counts contribution(uint16_t traits) { return contributions[traits >> 2 & 127]; }

attune_counts attune_count(const attune_token *tokens, size_t count) {
  counts sum = {0};
  for (size_t index = 0; index < count; index++) sum += contribution(tokens[index].traits);
  attune_counts result;
  memcpy(&result, &sum, sizeof result);
  return result;
}

/// The texts of a piece as they are found to end.
typedef struct {
  attune_text *next;
  /// What is counted in the text so far.
  counts counts;
  /// Traits of the special tokens of the text so far, and of what stands before it.
  uint16_t traits;
} text_list;

/// Completes a token that is no word in small letters, all but its contribution to the text. 16 bytes can be read.
ALWAYS_INLINE void complete(const uint8_t *bytes, const token_list *list, size_t index, attune_token *token) {
  token->traits |= form(bytes, token, list->flags[index]);
}

/// Adds a special token to its text, or ends the text with it, without a branch: one of four such tokens is an end.
ALWAYS_INLINE void add_to_text(const token_list *list, size_t index, attune_token *token, text_list *texts) {
  bool is_end = list->flags[index] & FLAG_TEXT_END;
  attune_text text = {.end = (uint16_t)index, .is_odd = (texts->traits & ATTUNE_ODD) != 0};
  memcpy(&text.counts, &texts->counts, sizeof text.counts);
  *texts->next = text;
  texts->next += is_end;
  // An end is odd when the next text begins so.
  texts->traits = (is_end ? 0 : texts->traits) | token->traits;
  counts sum = texts->counts + contribution(token->traits);
  texts->counts = is_end ? (counts){0} : sum;
  token->traits |= is_end ? ATTUNE_END : 0;
  token->hash = is_end ? 0 : token->hash;
}

/// Turns the list into tokens.
ALWAYS_INLINE void read_tokens(const uint8_t *text, const token_list *list, size_t count, attune_token *tokens,
                               text_list *texts) {
  for (size_t index = 0; index < count; index++) {
    size_t start = list->starts[index], size = (uint16_t)(list->ends[index] - start);
    tokens[index] = token_at(list, index, start, size, hash(text + start, size));
    unsigned special = list->flags[index] & (FLAG_FORMED | FLAG_SYMBOL | FLAG_TEXT_END);
    if (special && !(special & FLAG_TEXT_END)) complete(text + start, list, index, &tokens[index]);
    if (special | (tokens[index].traits & ATTUNE_ODD)) add_to_text(list, index, &tokens[index], texts);
  }
}

/// The kernel for each way to classify 64 bytes and to list and read tokens. A block is finished when the next one is known.
#define SCAN(classify, append, read_tokens)                                                       \
  token_list list;                                                                                \
  list.start_count = list.end_count = 0;                                                          \
  /* What stands before the text counts as the end of a token. */                                 \
  carry c = {.symbol = 1};                                                                        \
  block present = classify(text);                                                                 \
  for (size_t number = 0; number <= length / 64; number++) {                                      \
    block behind = classify(text + 64 * (number + 1));                                            \
    block_tokens found = finish(&present, &behind, text_ends[number], &c);                        \
    append(&found, 64 * number, &list);                                                           \
    present = behind;                                                                             \
  }                                                                                               \
  size_t count = list.start_count;                                                                \
  if (!(text_ends[length / 64] >> (length % 64) & 1)) {                                           \
    /* The text goes on: the last token of which is known what stands behind it is odd. */        \
    while (count > 0 && list.starts[count - 1] >= length - 64) count--;                           \
    list.flags[count] = FLAG_ODD;                                                                 \
  } else {                                                                                        \
    list.flags[count] = 0;                                                                        \
  }                                                                                               \
  /* The last token may have no end in sight. */                                                  \
  list.ends[list.end_count] = UINT16_MAX;                                                         \
  *tokens = beginning(&list);                                                                     \
  text_list ended = {texts, {0}, tokens->traits};                                                    \
  read_tokens(text, &list, count, tokens + 1, &ended);                                            \
  tokens[count + 1] = (attune_token){.start = UINT32_MAX, .traits = ATTUNE_END};                  \
  return count

#define SCAN_FUNCTION(attributes, name)                                                             \
  attributes size_t name(const uint8_t *text, size_t length, const uint64_t *text_ends, attune_token *tokens, \
                         attune_text *texts)

// Plain C: of eight classes at a time, one bit each is brought together by a multiplication.

/// The lowest bits of eight bytes.
ALWAYS_INLINE uint64_t gather_bits(uint64_t bytes) { return (bytes & 0x0101010101010101) * 0x0102040810204080 >> 56; }

/// - Parameter text: 65 bytes can be read.
ALWAYS_INLINE block classify_plain(const uint8_t *text) {
  uint64_t maps[BLOCK_MAPS] = {0};
  for (int group = 0; group < 8; group++) {
    uint64_t kinds = 0, twins = 0, ats = 0, underscores = 0, bytes = load(text + 8 * group);
    for (int index = 7; index >= 0; index--) {
      uint8_t byte = text[8 * group + index], follower = text[8 * group + index + 1];
      kinds = kinds << 8 | (byte < 128 ? classes[byte] : 0);
      twins = twins << 8 | ((byte | 0x20) == (follower | 0x20));
      ats = ats << 8 | (byte == '@');
      underscores = underscores << 8 | (byte == '_');
    }
    for (int bit = 0; bit < CLASS_BITS; bit++) maps[bit] |= gather_bits(kinds >> bit) << 8 * group;
    maps[CLASS_BITS] |= gather_bits(twins) << 8 * group;
    maps[CLASS_BITS + 1] |= gather_bits(ats) << 8 * group;
    maps[CLASS_BITS + 2] |= gather_bits(underscores) << 8 * group;
    for (int bit = 5; bit < 8; bit++) maps[CLASS_BITS - 2 + bit] |= gather_bits(bytes >> bit) << 8 * group;
  }
  block result;
  memcpy(&result, maps, sizeof result);
  return result;
}

SCAN_FUNCTION(static, scan_plain) { SCAN(classify_plain, append, read_tokens); }

#if defined(__x86_64__)

/// Tokens that need more than a hash, a bit for each: words that are numbers or capitals, symbols; both, ends of texts and
/// odd ones.
typedef struct {
  uint8_t formed[ATTUNE_SCAN_TOKENS / 8 + 8], symbols[ATTUNE_SCAN_TOKENS / 8 + 8], specials[ATTUNE_SCAN_TOKENS / 8 + 8];
} special_maps;

/// Clears the last bits, which may not be written.
ALWAYS_INLINE void begin(special_maps *maps, size_t count) {
  memset(maps->formed + count / 64 * 8, 0, 8);
  memset(maps->symbols + count / 64 * 8, 0, 8);
  memset(maps->specials + count / 64 * 8, 0, 8);
}

/// Completes special tokens and adds them to their texts: each kind by itself, so that nothing depends on which comes next.
ALWAYS_INLINE void read_specials(const uint8_t *text, const token_list *list, const special_maps *maps, size_t count,
                                 attune_token *tokens, text_list *texts) {
#define FOR_EACH_OF(map)                                                        \
  for (uint64_t rest = load(maps->map + first / 8); rest; rest &= rest - 1)     \
    for (size_t index = first + (size_t)__builtin_ctzll(rest), once = 1; once; once = 0)
  for (size_t first = 0; first <= count; first += 64) {
    FOR_EACH_OF(formed) complete(text + tokens[index].start, list, index, tokens + index);
    FOR_EACH_OF(symbols) complete(text + tokens[index].start, list, index, tokens + index);
    FOR_EACH_OF(specials) add_to_text(list, index, tokens + index, texts);
  }
}

// AVX2: the low half of a byte picks the class in each of five rows of 16; only the row of its high half answers.

AVX2 ALWAYS_INLINE __m256i class_bytes_avx2(__m256i bytes) {
  // Rows 6 and 7 become 4 and 5.
  __m256i is_letter_row = _mm256_and_si256(_mm256_srli_epi16(bytes, 1), _mm256_set1_epi8(0x20));
  __m256i folded = _mm256_andnot_si256(is_letter_row, bytes);
  __m256i result = _mm256_setzero_si256();
  static const uint8_t rows[] = {0, 2, 3, 4, 5};
  for (int index = 0; index < 5; index++) {
    __m256i row = _mm256_broadcastsi128_si256(_mm_load_si128((const __m128i *)(classes + 16 * rows[index])));
    // In the row: 0x70...0x7F, of which the shuffle takes the low half. Elsewhere 0x80 or more, for which it gives 0.
    __m256i place = _mm256_adds_epu8(_mm256_xor_si256(folded, _mm256_set1_epi8((char)(16 * rows[index]))),
                                     _mm256_set1_epi8(0x70));
    result = _mm256_or_si256(result, _mm256_shuffle_epi8(row, place));
  }
  return result;
}

AVX2 ALWAYS_INLINE uint64_t mask_avx2(__m256i first, __m256i second) {
  return (uint32_t)_mm256_movemask_epi8(first) | (uint64_t)(uint32_t)_mm256_movemask_epi8(second) << 32;
}

AVX2 ALWAYS_INLINE block classify_avx2(const uint8_t *text) {
  __m256i bytes[2], kinds[2], twins[2];
  for (int half = 0; half < 2; half++) {
    bytes[half] = _mm256_loadu_si256((const __m256i *)(text + 32 * half));
    __m256i followers = _mm256_loadu_si256((const __m256i *)(text + 32 * half + 1));
    kinds[half] = class_bytes_avx2(bytes[half]);
    __m256i bit5 = _mm256_set1_epi8(0x20);
    twins[half] = _mm256_cmpeq_epi8(_mm256_or_si256(bytes[half], bit5), _mm256_or_si256(followers, bit5));
  }
  // The mask takes bit 7 of a byte, to which a shift of 16-bit numbers brings any lower bit of the same byte.
#define CLASS_MAP(bit) mask_avx2(_mm256_slli_epi16(kinds[0], 7 - bit), _mm256_slli_epi16(kinds[1], 7 - bit))
#define EQUAL_MAP(byte) \
  mask_avx2(_mm256_cmpeq_epi8(bytes[0], _mm256_set1_epi8(byte)), _mm256_cmpeq_epi8(bytes[1], _mm256_set1_epi8(byte)))
  return (block){
      CLASS_MAP(0), CLASS_MAP(1), CLASS_MAP(2), CLASS_MAP(3), CLASS_MAP(4), CLASS_MAP(5), CLASS_MAP(6), CLASS_MAP(7),
      mask_avx2(twins[0], twins[1]),
      EQUAL_MAP('@'), EQUAL_MAP('_'),
      mask_avx2(_mm256_slli_epi16(bytes[0], 2), _mm256_slli_epi16(bytes[1], 2)),
      mask_avx2(_mm256_slli_epi16(bytes[0], 1), _mm256_slli_epi16(bytes[1], 1)),
      mask_avx2(bytes[0], bytes[1]),
  };
}

/// Writes the places of the bits of `map`, and how many there are. Of sixteen bits at a time, so that one branch serves nearly
/// every block: room for as many more is needed, to which anything is written.
AVX2 ALWAYS_INLINE size_t list_places_avx2(uint64_t map, size_t at, uint16_t *places) {
  size_t count = (size_t)__builtin_popcountll(map), first = 0;
  do {
    for (size_t index = 0; index < 16; index++) {
      places[first + index] = (uint16_t)(at + _tzcnt_u64(map));
      map = _blsr_u64(map);
    }
    first += 16;
  } while (__builtin_expect(first < count, 0));
  return count;
}

/// The same as `append`; the flags of eight tokens at a time: bits are squeezed together, then spread over bytes.
AVX2 ALWAYS_INLINE void append_avx2(const block_tokens *t, size_t at, token_list *list) {
  const uint64_t ones = 0x0101010101010101;
  uint64_t clause = _pext_u64(t->clause, t->starts), sentence = _pext_u64(t->sentence, t->starts),
           odd = _pext_u64(t->odd, t->starts), formed = _pext_u64(t->formed, t->starts),
           symbol = _pext_u64(t->symbol, t->starts), text_end = _pext_u64(t->text_end, t->starts);
  size_t count = (size_t)__builtin_popcountll(t->starts);
  for (size_t first = 0; first < count; first += 8) {
    uint64_t flags = _pdep_u64(clause >> first, ones * FLAG_CLAUSE) | _pdep_u64(sentence >> first, ones * FLAG_SENTENCE) |
                     _pdep_u64(odd >> first, ones * FLAG_ODD) | _pdep_u64(formed >> first, ones * FLAG_FORMED) |
                     _pdep_u64(symbol >> first, ones * FLAG_SYMBOL) |
                     _pdep_u64(text_end >> first, ones * FLAG_TEXT_END);
    memcpy(list->flags + list->start_count + first, &flags, 8);
  }
  list->start_count += list_places_avx2(t->starts, at, list->starts + list->start_count);
  list->end_count += list_places_avx2(t->ends, at, list->ends + list->end_count);
}

/// The same as `read_tokens`: what the list says of eight tokens at a time and their hashes, then the few special tokens.
AVX2 ALWAYS_INLINE void read_tokens_avx2(const uint8_t *text, const token_list *list, size_t count, attune_token *tokens,
                                         text_list *texts) {
  special_maps maps;
  begin(&maps, count);
  const __m128i none = _mm_setzero_si128();
  for (size_t index = 0; index < count; index += 8) {
    __m128i starts = _mm_loadu_si128((const __m128i *)(list->starts + index));
    __m128i lengths = _mm_sub_epi16(_mm_loadu_si128((const __m128i *)(list->ends + index)), starts);
    __m128i flags = _mm_loadl_epi64((const __m128i *)(list->flags + index));
    __m128i next_flags = _mm_loadl_epi64((const __m128i *)(list->flags + index + 1));
    __m128i short_ones = _mm_cmpeq_epi16(_mm_subs_epu16(lengths, _mm_set1_epi16(16)), none);
    __m128i odd = _mm_or_si128(
        _mm_slli_epi16(_mm_cvtepu8_epi16(_mm_and_si128(next_flags, _mm_set1_epi8(FLAG_ODD))), 12),
        _mm_andnot_si128(short_ones, _mm_set1_epi16(ATTUNE_ODD)));
    __m128i traits = _mm_or_si128(
        _mm_cvtepu8_epi16(_mm_and_si128(flags, _mm_set1_epi8(FLAG_CLAUSE | FLAG_SENTENCE))), odd);
    // All of a token but its hash: start, length and traits, two tokens a vector.
    __m128i places_low = _mm_unpacklo_epi16(starts, none), places_high = _mm_unpackhi_epi16(starts, none);
    __m128i rest_low = _mm_unpacklo_epi16(lengths, traits), rest_high = _mm_unpackhi_epi16(lengths, traits);
    uint64_t places[8];
    _mm_storeu_si128((__m128i *)places, _mm_unpacklo_epi32(places_low, rest_low));
    _mm_storeu_si128((__m128i *)(places + 2), _mm_unpackhi_epi32(places_low, rest_low));
    _mm_storeu_si128((__m128i *)(places + 4), _mm_unpacklo_epi32(places_high, rest_high));
    _mm_storeu_si128((__m128i *)(places + 6), _mm_unpackhi_epi32(places_high, rest_high));
    size_t rest = count - index < 8 ? count - index : 8;
    // The mask takes bit 7 of a byte.
    unsigned valid = (1u << rest) - 1;
#define FLAGGED(bit) ((unsigned)_mm_movemask_epi8(_mm_slli_epi16(flags, 7 - bit)))
    unsigned formed = FLAGGED(3), symbols = FLAGGED(4), text_ends = FLAGGED(5);
    unsigned is_odd = (unsigned)_mm_movemask_epi8(_mm_packs_epi16(_mm_slli_epi16(odd, 1), none));
#undef FLAGGED
    maps.formed[index / 8] = (uint8_t)(formed & ~symbols & ~text_ends & valid);
    maps.symbols[index / 8] = (uint8_t)(symbols & valid);
    maps.specials[index / 8] = (uint8_t)((is_odd | formed | symbols | text_ends) & valid);
    for (size_t token = 0; token < rest; token++) {
      uint64_t place = places[token];
      size_t start = (uint32_t)place, length = (uint16_t)(place >> 32), size = length < 16 ? length : 16;
      __m128i bytes = _mm_or_si128(_mm_loadu_si128((const __m128i *)(text + start)), _mm_set1_epi8(0x20));
      bytes = _mm_and_si128(bytes, _mm_loadu_si128((const __m128i *)(ones_and_zeros + 16 - size)));
      tokens[index + token].hash =
          hash_halves((uint64_t)_mm_cvtsi128_si64(bytes), (uint64_t)_mm_extract_epi64(bytes, 1), length);
      memcpy(&tokens[index + token].start, &place, 8);
    }
  }
  read_specials(text, list, &maps, count, tokens, texts);
}

SCAN_FUNCTION(AVX2 static, scan_avx2) { SCAN(classify_avx2, append_avx2, read_tokens_avx2); }

// AVX-512 with VBMI and VBMI2: one instruction looks 64 bytes up in 128 classes, one brings those together that count.

/// - Parameter text: 65 bytes can be read.
AVX512 ALWAYS_INLINE block classify_avx512(const uint8_t *text) {
  __m512i bit5 = _mm512_set1_epi8(0x20);
  __m512i bytes = _mm512_loadu_si512(text), followers = _mm512_loadu_si512(text + 1);
  uint64_t high = _mm512_movepi8_mask(bytes);
  __m512i kinds = _mm512_maskz_permutex2var_epi8(~high, _mm512_load_si512(classes), bytes,
                                                 _mm512_load_si512(classes + 64));
#define TEST(bit) _mm512_test_epi8_mask(kinds, _mm512_set1_epi8((char)(bit)))
#define EQUAL(byte) _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(byte))
  return (block){
      TEST(WORD), TEST(BLANK), TEST(SENTENCE), TEST(BEFORE_WORD), TEST(BEFORE_BLANK), TEST(JOINER), TEST(STOP),
      _mm512_movepi8_mask(kinds),
      _mm512_cmpeq_epi8_mask(_mm512_or_si512(bytes, bit5), _mm512_or_si512(followers, bit5)),
      EQUAL('@'), EQUAL('_'),
      _mm512_test_epi8_mask(bytes, bit5), _mm512_test_epi8_mask(bytes, _mm512_set1_epi8(0x40)), high,
  };
}

/// The same as `append`, all tokens of the block at once: places are the bytes 0...63 of which the others are squeezed out.
AVX512 ALWAYS_INLINE void append_avx512(const block_tokens *t, size_t at, token_list *list) {
  static const uint8_t places[64] __attribute__((aligned(64))) = {
      0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
      22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
      44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  __m512i all = _mm512_load_si512(places), base = _mm512_set1_epi16((short)at);
  size_t start_count = (size_t)__builtin_popcountll(t->starts), end_count = (size_t)__builtin_popcountll(t->ends);
  __m512i starts = _mm512_maskz_compress_epi8(t->starts, all), ends = _mm512_maskz_compress_epi8(t->ends, all);
  __m512i flags = _mm512_or_si512(
      _mm512_or_si512(_mm512_maskz_set1_epi8(t->clause, FLAG_CLAUSE), _mm512_maskz_set1_epi8(t->sentence, FLAG_SENTENCE)),
      _mm512_or_si512(_mm512_or_si512(_mm512_maskz_set1_epi8(t->odd, FLAG_ODD),
                                      _mm512_maskz_set1_epi8(t->formed, FLAG_FORMED)),
                      _mm512_or_si512(_mm512_maskz_set1_epi8(t->symbol, FLAG_SYMBOL),
                                      _mm512_maskz_set1_epi8(t->text_end, FLAG_TEXT_END))));
#define STORE_PLACES(to, part) \
  _mm512_storeu_si512(to, _mm512_add_epi16(_mm512_cvtepu8_epi16(part), base))
  STORE_PLACES(list->starts + list->start_count, _mm512_castsi512_si256(starts));
  STORE_PLACES(list->ends + list->end_count, _mm512_castsi512_si256(ends));
  if (__builtin_expect(start_count > 32 || end_count > 32, 0)) {
    STORE_PLACES(list->starts + list->start_count + 32, _mm512_extracti64x4_epi64(starts, 1));
    STORE_PLACES(list->ends + list->end_count + 32, _mm512_extracti64x4_epi64(ends, 1));
  }
  _mm512_storeu_si512(list->flags + list->start_count, _mm512_maskz_compress_epi8(t->starts, flags));
  list->start_count += start_count;
  list->end_count += end_count;
}

/// The same as `read_tokens`: what the list says of eight tokens at a time, then hashes, then the few special tokens.
AVX512 ALWAYS_INLINE void read_tokens_avx512(const uint8_t *text, const token_list *list, size_t count,
                                             attune_token *tokens, text_list *texts) {
  const __m512i first_four = _mm512_set_epi64(11, 0, 10, 0, 9, 0, 8, 0), last_four = _mm512_set_epi64(15, 0, 14, 0, 13, 0, 12, 0);
  special_maps maps;
  begin(&maps, count);
  for (size_t index = 0; index < count; index += 8) {
    __m128i starts = _mm_loadu_si128((const __m128i *)(list->starts + index));
    __m128i lengths = _mm_sub_epi16(_mm_loadu_si128((const __m128i *)(list->ends + index)), starts);
    __m128i flags = _mm_loadl_epi64((const __m128i *)(list->flags + index));
    __m128i next_flags = _mm_loadl_epi64((const __m128i *)(list->flags + index + 1));
    __mmask8 is_odd = (__mmask8)_mm_test_epi8_mask(next_flags, _mm_set1_epi8(FLAG_ODD)) |
                      _mm_cmpgt_epu16_mask(lengths, _mm_set1_epi16(16));
    __m128i traits = _mm_cvtepu8_epi16(_mm_and_si128(flags, _mm_set1_epi8(FLAG_CLAUSE | FLAG_SENTENCE)));
    traits = _mm_or_si128(traits, _mm_maskz_set1_epi16(is_odd, ATTUNE_ODD));
    __m512i places = _mm512_or_si512(
        _mm512_cvtepu16_epi64(starts),
        _mm512_or_si512(_mm512_slli_epi64(_mm512_cvtepu16_epi64(lengths), 32),
                        _mm512_slli_epi64(_mm512_cvtepu16_epi64(traits), 48)));
    unsigned rest = count - index < 8 ? (unsigned)(count - index) : 8, inside = _bzhi_u32(0xFFFF, 2 * rest);
    __m512i none = _mm512_setzero_si512();
    _mm512_mask_storeu_epi64(tokens + index, (__mmask8)inside, _mm512_permutex2var_epi64(none, first_four, places));
    _mm512_mask_storeu_epi64(tokens + index + 4, (__mmask8)(inside >> 8),
                             _mm512_permutex2var_epi64(none, last_four, places));
    __mmask8 valid = (__mmask8)_bzhi_u32(0xFF, rest);
#define FLAGGED(bits) ((__mmask8)_mm_test_epi8_mask(flags, _mm_set1_epi8(bits)))
    maps.formed[index / 8] = FLAGGED(FLAG_FORMED) & ~FLAGGED(FLAG_SYMBOL | FLAG_TEXT_END) & valid;
    maps.symbols[index / 8] = FLAGGED(FLAG_SYMBOL) & valid;
    maps.specials[index / 8] = (is_odd | FLAGGED(FLAG_FORMED | FLAG_SYMBOL | FLAG_TEXT_END)) & valid;
  }
  for (size_t index = 0; index < count; index++) {
    size_t start = list->starts[index], size = (uint16_t)(list->ends[index] - start);
    __mmask16 inside = (__mmask16)_bzhi_u32(0xFFFF, (unsigned)(size < 16 ? size : 16));
    __m128i bytes = _mm_or_si128(_mm_loadu_si128((const __m128i *)(text + start)), _mm_set1_epi8(0x20));
    bytes = _mm_maskz_mov_epi8(inside, bytes);
    tokens[index].hash = hash_halves((uint64_t)_mm_cvtsi128_si64(bytes), (uint64_t)_mm_extract_epi64(bytes, 1), size);
  }
  read_specials(text, list, &maps, count, tokens, texts);
}

SCAN_FUNCTION(AVX512 static, scan_avx512) { SCAN(classify_avx512, append_avx512, read_tokens_avx512); }

#elif defined(__ARM_NEON)

// NEON: two lookups in 64 classes; bits are brought together by pairwise addition.

ALWAYS_INLINE uint64_t mask_neon(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d, uint8_t bit) {
  const uint8x16_t places = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t bits = vdupq_n_u8(bit);
  uint8x16_t ab = vpaddq_u8(vandq_u8(vtstq_u8(a, bits), places), vandq_u8(vtstq_u8(b, bits), places));
  uint8x16_t cd = vpaddq_u8(vandq_u8(vtstq_u8(c, bits), places), vandq_u8(vtstq_u8(d, bits), places));
  uint8x16_t sum = vpaddq_u8(ab, cd);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

ALWAYS_INLINE block classify_neon(const uint8_t *text) {
  uint8x16_t bytes[4], kinds[4], twins[4], ats[4], underscores[4];
  uint8x16x4_t low = vld1q_u8_x4(classes), high = vld1q_u8_x4(classes + 64);
  for (int quarter = 0; quarter < 4; quarter++) {
    bytes[quarter] = vld1q_u8(text + 16 * quarter);
    uint8x16_t followers = vld1q_u8(text + 16 * quarter + 1);
    // A place of 64 or more gives 0.
    kinds[quarter] = vorrq_u8(
        vqtbl4q_u8(low, bytes[quarter]), vqtbl4q_u8(high, veorq_u8(bytes[quarter], vdupq_n_u8(64))));
    uint8x16_t bit5 = vdupq_n_u8(0x20);
    ats[quarter] = vceqq_u8(bytes[quarter], vdupq_n_u8('@'));
    underscores[quarter] = vceqq_u8(bytes[quarter], vdupq_n_u8('_'));
    twins[quarter] = vceqq_u8(vorrq_u8(bytes[quarter], bit5), vorrq_u8(followers, bit5));
  }
#define CLASS_MAP(bit) mask_neon(kinds[0], kinds[1], kinds[2], kinds[3], bit)
  return (block){
      CLASS_MAP(WORD), CLASS_MAP(BLANK), CLASS_MAP(SENTENCE), CLASS_MAP(BEFORE_WORD), CLASS_MAP(BEFORE_BLANK),
      CLASS_MAP(JOINER), CLASS_MAP(STOP), CLASS_MAP(MARK), mask_neon(twins[0], twins[1], twins[2], twins[3], 1),
      mask_neon(ats[0], ats[1], ats[2], ats[3], 1),
      mask_neon(underscores[0], underscores[1], underscores[2], underscores[3], 1),
      mask_neon(bytes[0], bytes[1], bytes[2], bytes[3], 0x20),
      mask_neon(bytes[0], bytes[1], bytes[2], bytes[3], 0x40),
      mask_neon(bytes[0], bytes[1], bytes[2], bytes[3], 0x80),
  };
}

SCAN_FUNCTION(static, scan_neon) { SCAN(classify_neon, append, read_tokens); }

#endif

size_t attune_scan(int level, const uint8_t *text, size_t length, const uint64_t *text_ends, attune_token *tokens,
                   attune_text *texts) {
  switch (level) {
#if defined(__x86_64__)
    case ATTUNE_AVX2: return scan_avx2(text, length, text_ends, tokens, texts);
    case ATTUNE_AVX512: return scan_avx512(text, length, text_ends, tokens, texts);
#elif defined(__ARM_NEON)
    case ATTUNE_NEON: return scan_neon(text, length, text_ends, tokens, texts);
#endif
    default: return scan_plain(text, length, text_ends, tokens, texts);
  }
}
