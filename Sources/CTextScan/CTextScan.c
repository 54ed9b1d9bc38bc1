#include "CTextScan.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
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
  CLASS_BITS = 7
};

// Rows 4 and 6, and rows 5 and 7, are the same, so that vectors of 16 bytes need five rows. A byte that says nothing may
// be COMPLEX: it is then looked at for nothing.
#define LETTERS_BEHIND_4_6 \
  COMPLEX, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD
#define LETTERS_OF_5_7 \
  WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, COMPLEX, 0, COMPLEX, COMPLEX, STOP

static const uint8_t classes[128] __attribute__((aligned(64))) = {
    // 0x00: line breaks and tabs
    0, 0, 0, 0, 0, 0, 0, 0, 0, BLANK, BLANK | SENTENCE, BLANK | SENTENCE, BLANK | SENTENCE, BLANK | SENTENCE, 0, 0,
    // 0x10
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    // 0x20: blank ! " # $ % & '
    BLANK, COMPLEX, 0, 0, 0, 0, COMPLEX, JOINER | STOP,
    // ( ) * + , - . /
    BEFORE_WORD, BEFORE_WORD, 0, STOP, BEFORE_WORD | STOP, BEFORE_WORD | JOINER | STOP, SENTENCE | BEFORE_WORD | STOP,
    STOP,
    // 0x30: digits : ; < = > ?
    WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, BEFORE_BLANK | STOP, BEFORE_BLANK, BEFORE_BLANK,
    BEFORE_BLANK, BEFORE_BLANK, COMPLEX,
    // 0x40: @ or `, letters
    LETTERS_BEHIND_4_6,
    // 0x50: letters, [ \ ] ^ _ or { | } ~ and delete
    LETTERS_OF_5_7,
    LETTERS_BEHIND_4_6,
    LETTERS_OF_5_7,
};

/// 64 bytes: a bitmap for each bit of `classes`, and two more.
typedef struct {
  uint64_t word, blank, sentence, before_word, before_blank, joiner, stop;
  /// The next byte is the same but for case.
  uint64_t twin;
  /// Bits 5, 6 and 7 of the byte.
  uint64_t bit5, bit6, high;
} block;

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/// What is carried from one block to the next.
typedef struct {
  uint64_t word, in_run;
  unsigned long long clause, sentence, symbol;
} carry;

/// Where words begin and end, and their flags.
typedef struct {
  uint16_t starts[ATTUNE_SCAN_WORDS + 64], ends[ATTUNE_SCAN_WORDS + 64];
  uint8_t flags[ATTUNE_SCAN_WORDS + 64];
  size_t start_count, end_count;
} word_list;

ALWAYS_INLINE uint64_t load(const uint8_t *bytes) {
  uint64_t value;
  memcpy(&value, bytes, 8);
  return value;
}

/// Bit i of the result is bit i + 1.
ALWAYS_INLINE uint64_t next(uint64_t map, uint64_t map_behind) { return map >> 1 | map_behind << 63; }

/// The `starts` of words before which, back to the end of the word before, no bit of `map` is set. An end added to the
/// free bits behind it carries through all of them, block after block, and comes out where the next word starts.
ALWAYS_INLINE uint64_t reached(uint64_t map, uint64_t words, uint64_t ends, uint64_t starts, unsigned long long *carry) {
  return __builtin_addcll(~words & ~map, ends, *carry, carry) & starts;
}

/// The words that begin and end in a block, as bitmaps.
typedef struct {
  uint64_t starts, ends;
  /// `attune_word_flags` of those that start.
  uint64_t clause, sentence, odd;
} block_words;

/// Finds the words of a block, of which the neighbours are known.
ALWAYS_INLINE block_words finish(const block *b, const block *behind, carry *c) {
  uint64_t blank_next = next(b->blank, behind->blank);
  uint64_t word_next = next(b->word, behind->word);
  uint64_t behind_word = b->word << 1 | c->word;
  c->word = b->word >> 63;
  uint64_t triple = b->twin & next(b->twin, behind->twin) & b->word;
  uint64_t joined = b->word | (b->joiner & behind_word & word_next);
  uint64_t words = joined & ~triple;
  uint64_t starts = words & ~(words << 1 | c->in_run), ends = ~words & (words << 1 | c->in_run);
  c->in_run = words >> 63;

  uint64_t simple = (b->before_word & ~b->before_blank & (blank_next | word_next)) |
                    (b->before_blank & ~b->before_word & blank_next);
  uint64_t punctuation = b->before_word | b->before_blank;
  uint64_t symbols =
      ((b->high | (punctuation & ~simple) | (b->stop & behind_word & ~blank_next)) & ~joined) | triple;
  uint64_t sentences = b->sentence & (simple | ~punctuation), clauses = simple & ~b->sentence;
  // Of letters and digits only letters have bit 6 set, and only small letters bits 5 and 6.
  uint64_t small = b->word & b->bit5 & b->bit6, small_behind = behind->word & behind->bit5 & behind->bit6;
  uint64_t formed = ~b->bit6 | (~small & ~next(small, small_behind) & (word_next | next(b->joiner, behind->joiner)));

  return (block_words){
      .starts = starts,
      .ends = ends,
      .clause = starts & ~reached(clauses, words, ends, starts, &c->clause),
      .sentence = starts & ~reached(sentences, words, ends, starts, &c->sentence),
      .odd = starts & (formed | ~reached(symbols, words, ends, starts, &c->symbol)),
  };
}

/// Appends the words of the block at `at` to the list, one by one.
ALWAYS_INLINE void append(const block_words *w, size_t at, word_list *list) {
  for (uint64_t rest = w->starts; rest; rest &= rest - 1) {
    unsigned start = (unsigned)__builtin_ctzll(rest);
    uint64_t flags = (w->clause >> start & 1) | (w->sentence >> start & 1) << 1 | (w->odd >> start & 1) << 2;
    list->starts[list->start_count] = (uint16_t)(at + start);
    list->flags[list->start_count++] = (uint8_t)flags;
  }
  for (uint64_t rest = w->ends; rest; rest &= rest - 1) {
    list->ends[list->end_count++] = (uint16_t)(at + (size_t)__builtin_ctzll(rest));
  }
}

/// 64-bit halves of a 128-bit product, folded (see `TokenHash`).
ALWAYS_INLINE uint64_t mix(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/// The hash of `length` bytes, or of the first 16; 16 can be read.
ALWAYS_INLINE uint64_t hash(const uint8_t *bytes, size_t length) {
  static const uint8_t ones_and_zeros[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                             255, 255, 255, 255, 255, 255, 255, 255};
  const uint64_t bit5 = 0x2020202020202020;
  size_t count = length < 16 ? length : 16;
  uint64_t low = (load(bytes) | bit5) & load(ones_and_zeros + 16 - count);
  uint64_t high = (load(bytes + 8) | bit5) & load(ones_and_zeros + 24 - count);
  return mix(low ^ 0xA0761D6478BD642F, high ^ 0xE7037ED1A0B428DB ^ length);
}

/// Bytes at the end of a piece, of which as many as a word's hash reads stand before the last block, and blanks.
typedef struct {
  uint8_t bytes[16 + 64 + 16];
  /// Where they begin in the text, and where the last block begins.
  size_t start, block;
} piece_end;

ALWAYS_INLINE piece_end end_of(const uint8_t *text, size_t piece) {
  piece_end end;
  end.block = (piece - 1) / 64 * 64;
  end.start = end.block > 0 ? end.block - 16 : 0;
  memset(end.bytes, ' ', sizeof end.bytes);
  memcpy(end.bytes, text + end.start, piece - end.start);
  return end;
}

/// Turns the list into words, those that begin in the first `count` bytes.
ALWAYS_INLINE void read_words(const uint8_t *text, size_t length, size_t count, const piece_end *end, word_list *list,
                              attune_word *words) {
  // The last word may have no end in sight, and behind it there is none.
  list->ends[list->end_count] = UINT16_MAX;
  list->starts[list->start_count] = UINT16_MAX;
  size_t index = 0;
  size_t safe = count + 16 <= length ? count : length < 16 ? 0 : length - 15;
  for (; list->starts[index] < safe; index++) {
    size_t start = list->starts[index], size = list->ends[index] - start;
    words[index] = (attune_word){hash(text + start, size), (uint32_t)start, (uint16_t)size, list->flags[index]};
  }
  for (; list->starts[index] < count; index++) {
    size_t start = list->starts[index], size = list->ends[index] - start;
    uint64_t value = hash(end->bytes + (start - end->start), size);
    words[index] = (attune_word){value, (uint32_t)start, (uint16_t)size, list->flags[index]};
  }
  words[index] = (attune_word){0, UINT32_MAX, 0, ATTUNE_WORD_ODD};
}

/// The kernel for each way to classify 64 bytes and to list words: `classify(text)` may read `text[0..<65]`. A block is
/// finished when the next one is known. The last 64 bytes of a piece that goes on are left to the next one, so that every word is seen
/// with what stands behind it.
#define SCAN(classify, append)                                                      \
  word_list list;                                                                   \
  list.start_count = list.end_count = 0;                                            \
  carry c = {0};                                                                    \
  size_t piece = length < ATTUNE_SCAN_BYTES ? length : ATTUNE_SCAN_BYTES;           \
  piece_end end = end_of(text, piece);                                              \
  const uint8_t *last = end.bytes + (end.block - end.start);                        \
  block present = classify(end.block > 0 ? text : last);                            \
  for (size_t at = 0; at <= end.block; at += 64) {                                  \
    block behind = {.blank = 1};                                                    \
    if (at < end.block) behind = classify(at + 64 < end.block ? text + at + 64 : last); \
    block_words found = finish(&present, &behind, &c);                              \
    append(&found, at, &list);                                                      \
    present = behind;                                                               \
  }                                                                                 \
  if (c.in_run) list.ends[list.end_count++] = (uint16_t)(end.block + 64);           \
  size_t count = piece == length ? length : piece - 64;                             \
  read_words(text, length, count, &end, &list, words);                              \
  return count

// Plain C: of eight classes at a time, one bit each is brought together by a multiplication.

/// The lowest bits of eight bytes.
ALWAYS_INLINE uint64_t gather_bits(uint64_t bytes) { return (bytes & 0x0101010101010101) * 0x0102040810204080 >> 56; }

ALWAYS_INLINE block classify_plain(const uint8_t *text) {
  uint64_t maps[CLASS_BITS + 4] = {0};
  for (int group = 0; group < 8; group++) {
    uint64_t class_bytes = 0, twins = 0, bytes = load(text + 8 * group);
    for (int index = 7; index >= 0; index--) {
      uint8_t byte = text[8 * group + index], follower = text[8 * group + index + 1];
      class_bytes = class_bytes << 8 | (byte < 128 ? classes[byte] : 0);
      twins = twins << 8 | ((byte | 0x20) == (follower | 0x20));
    }
    for (int bit = 0; bit < CLASS_BITS; bit++) maps[bit] |= gather_bits(class_bytes >> bit) << 8 * group;
    maps[CLASS_BITS] |= gather_bits(twins) << 8 * group;
    for (int bit = 5; bit < 8; bit++) maps[CLASS_BITS - 4 + bit] |= gather_bits(bytes >> bit) << 8 * group;
  }
  block result;
  memcpy(&result, maps, sizeof result);
  return result;
}

static size_t scan_plain(const uint8_t *text, size_t length, attune_word *words) { SCAN(classify_plain, append); }

#if defined(__x86_64__)

// AVX2: the low half of a byte picks the class in each of five rows of 16; only the row of its high half answers.

#define AVX2 __attribute__((target("avx2,bmi,bmi2")))

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
  return (block){
      CLASS_MAP(0), CLASS_MAP(1), CLASS_MAP(2), CLASS_MAP(3), CLASS_MAP(4), CLASS_MAP(5), CLASS_MAP(6),
      mask_avx2(twins[0], twins[1]),
      mask_avx2(_mm256_slli_epi16(bytes[0], 2), _mm256_slli_epi16(bytes[1], 2)),
      mask_avx2(_mm256_slli_epi16(bytes[0], 1), _mm256_slli_epi16(bytes[1], 1)),
      mask_avx2(bytes[0], bytes[1]),
  };
}

AVX2 static size_t scan_avx2(const uint8_t *text, size_t length, attune_word *words) { SCAN(classify_avx2, append); }

// AVX-512 with VBMI and VBMI2: one instruction looks 64 bytes up in 128 classes, one brings those together that count.

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt")))

AVX512 ALWAYS_INLINE block classify_avx512(const uint8_t *text) {
  __m512i bytes = _mm512_loadu_si512(text), followers = _mm512_loadu_si512(text + 1);
  __m512i bit5 = _mm512_set1_epi8(0x20);
  uint64_t high = _mm512_movepi8_mask(bytes);
  __m512i kinds = _mm512_maskz_permutex2var_epi8(~high, _mm512_load_si512(classes), bytes,
                                                 _mm512_load_si512(classes + 64));
#define TEST(bit) _mm512_test_epi8_mask(kinds, _mm512_set1_epi8(bit))
  return (block){
      TEST(WORD), TEST(BLANK), TEST(SENTENCE), TEST(BEFORE_WORD), TEST(BEFORE_BLANK), TEST(JOINER), TEST(STOP),
      _mm512_cmpeq_epi8_mask(_mm512_or_si512(bytes, bit5), _mm512_or_si512(followers, bit5)),
      _mm512_test_epi8_mask(bytes, bit5), _mm512_test_epi8_mask(bytes, _mm512_set1_epi8(0x40)), high,
  };
}

/// The same as `append`, all words of the block at once: places are the bytes 0...63 of which the others are squeezed out.
AVX512 ALWAYS_INLINE void append_avx512(const block_words *w, size_t at, word_list *list) {
  static const uint8_t places[64] __attribute__((aligned(64))) = {
      0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
      22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
      44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  __m512i all = _mm512_load_si512(places), base = _mm512_set1_epi16((short)at);
  // There are at most 32 words.
  __m256i starts = _mm512_castsi512_si256(_mm512_maskz_compress_epi8(w->starts, all));
  __m256i ends = _mm512_castsi512_si256(_mm512_maskz_compress_epi8(w->ends, all));
  __m512i flags = _mm512_or_si512(
      _mm512_or_si512(_mm512_maskz_set1_epi8(w->clause, ATTUNE_WORD_CLAUSE),
                      _mm512_maskz_set1_epi8(w->sentence, ATTUNE_WORD_SENTENCE)),
      _mm512_maskz_set1_epi8(w->odd, ATTUNE_WORD_ODD));
  _mm512_storeu_si512(list->starts + list->start_count, _mm512_add_epi16(_mm512_cvtepu8_epi16(starts), base));
  _mm512_storeu_si512(list->ends + list->end_count, _mm512_add_epi16(_mm512_cvtepu8_epi16(ends), base));
  _mm256_storeu_si256((__m256i *)(list->flags + list->start_count),
                      _mm512_castsi512_si256(_mm512_maskz_compress_epi8(w->starts, flags)));
  list->start_count += (size_t)__builtin_popcountll(w->starts);
  list->end_count += (size_t)__builtin_popcountll(w->ends);
}

AVX512 static size_t scan_avx512(const uint8_t *text, size_t length, attune_word *words) {
  SCAN(classify_avx512, append_avx512);
}

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
  uint8x16_t bytes[4], kinds[4], twins[4];
  uint8x16x4_t low = vld1q_u8_x4(classes), high = vld1q_u8_x4(classes + 64);
  for (int quarter = 0; quarter < 4; quarter++) {
    bytes[quarter] = vld1q_u8(text + 16 * quarter);
    uint8x16_t followers = vld1q_u8(text + 16 * quarter + 1);
    // A place of 64 or more gives 0.
    kinds[quarter] = vorrq_u8(
        vqtbl4q_u8(low, bytes[quarter]), vqtbl4q_u8(high, veorq_u8(bytes[quarter], vdupq_n_u8(64))));
    uint8x16_t bit5 = vdupq_n_u8(0x20);
    twins[quarter] = vceqq_u8(vorrq_u8(bytes[quarter], bit5), vorrq_u8(followers, bit5));
  }
#define CLASS_MAP(bit) mask_neon(kinds[0], kinds[1], kinds[2], kinds[3], bit)
  return (block){
      CLASS_MAP(WORD), CLASS_MAP(BLANK), CLASS_MAP(SENTENCE), CLASS_MAP(BEFORE_WORD), CLASS_MAP(BEFORE_BLANK),
      CLASS_MAP(JOINER), CLASS_MAP(STOP), mask_neon(twins[0], twins[1], twins[2], twins[3], 1),
      mask_neon(bytes[0], bytes[1], bytes[2], bytes[3], 0x20),
      mask_neon(bytes[0], bytes[1], bytes[2], bytes[3], 0x40),
      mask_neon(bytes[0], bytes[1], bytes[2], bytes[3], 0x80),
  };
}

static size_t scan_neon(const uint8_t *text, size_t length, attune_word *words) { SCAN(classify_neon, append); }

#endif

int attune_scan_supports(int level) {
  switch (level) {
    case ATTUNE_SCAN_PLAIN: return 1;
#if defined(__x86_64__)
    case ATTUNE_SCAN_AVX2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
    case ATTUNE_SCAN_AVX512: return __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("bmi2");
#elif defined(__ARM_NEON)
    case ATTUNE_SCAN_NEON: return 1;
#endif
    default: return 0;
  }
}

size_t attune_scan(int level, const uint8_t *text, size_t length, attune_word *words) {
  switch (level) {
#if defined(__x86_64__)
    case ATTUNE_SCAN_AVX2: return scan_avx2(text, length, words);
    case ATTUNE_SCAN_AVX512: return scan_avx512(text, length, words);
#elif defined(__ARM_NEON)
    case ATTUNE_SCAN_NEON: return scan_neon(text, length, words);
#endif
    default: return scan_plain(text, length, words);
  }
}
