// Runs every kernel in every variant that this processor has, on random input and on edges, in memory of exactly the
// size that its header asks for: for AddressSanitizer and UndefinedBehaviorSanitizer. All variants must give the same.

#include "CKernels.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures = 0;
#define EXPECT(condition) \
  do { if (!(condition)) { fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); failures++; } } while (0)

static uint64_t state = 18;

static uint64_t bits(void) {
  state += 0x9E3779B97F4A7C15;
  uint64_t z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9;
  z = (z ^ z >> 27) * 0x94D049BB133111EB;
  return z ^ z >> 31;
}

static size_t below(size_t limit) { return (size_t)(bits() % limit); }

/// Memory on a cache line, with poison behind its last byte.
static void *lines(size_t bytes) {
  void *memory;
  if (posix_memalign(&memory, 64, bytes)) exit(1);
  return memset(memory, 0xA5, bytes);
}

static const int all_levels[] = {ATTUNE_PLAIN, ATTUNE_NEON, ATTUNE_AVX2, ATTUNE_AVX512};
static int levels[4], level_count = 0;

/// Bytes of all kinds: words, marks, blanks, and what is no ASCII.
static void fill(uint8_t *text, size_t length) {
  static const char pieces[] = "aAzZbeEoO019'--..,;:()!?@_&<>/ \n\t\r ~`{}|\\\"\x7f\x1f\x00";
  int kind = (int)below(8);
  for (size_t at = 0; at < length; at++) {
    switch (kind) {
      case 0: text[at] = (uint8_t)bits(); break;
      case 1: text[at] = "aA!.@"[below(5)]; break;
      case 2: text[at] = 'a'; break;
      case 3: text[at] = "! ? . @ a0"[at % 10]; break;
      case 4: text[at] = below(9) ? 'a' + (uint8_t)below(26) : ' '; break;
      case 5: text[at] = below(2) ? 0xC3 : 0x89; break;
      case 6: text[at] = at % 2 ? ' ' : 'I'; break;
      default: text[at] = (uint8_t)pieces[below(sizeof pieces)];
    }
  }
}

enum { LINES = 512, CUES = 42, FIRST_COUNT = 33 };

typedef struct {
  uint8_t *lines;
  uint64_t *filter, *cue_filter;
  attune_block *blocks;
  int8_t *rows;
  attune_table table;
} model;

/// A table of which random features have weights, and some of them rows.
static model make_model(void) {
  model made = {
      lines(LINES * 64), lines((LINES / 32 + 1) * 8), lines(256 * 8), lines(LINES / 8 * sizeof(attune_block))};
  for (size_t line = 0; line < LINES; line++) {
    uint16_t *keys = (uint16_t *)(made.lines + 64 * line);
    for (size_t slot = 0; slot < 8; slot++) {
      keys[slot] = (uint16_t)(below(4) ? below(8) * 8 + slot + 1 : 0);
      for (size_t column = 1; column < 4; column++) keys[8 * column + slot] = (uint16_t)((int)below(2047) - 1023);
    }
  }
  for (size_t word = 0; word < LINES / 32 + 1; word++) made.filter[word] = bits() & bits();
  for (size_t word = 0; word < 256; word++) made.cue_filter[word] = bits() & bits() & bits();
  uint64_t row = 0;
  for (size_t block = 0; block < LINES / 8; block++) {
    made.blocks[block] = (attune_block){bits() & bits(), row};
    row += (uint64_t)__builtin_popcountll(made.blocks[block].slots);
  }
  made.rows = lines((size_t)row * 16);
  made.table = (attune_table){made.lines, LINES, made.cue_filter};
  return made;
}

static void free_model(model *made) {
  free(made->lines), free(made->filter), free(made->cue_filter), free(made->blocks), free(made->rows);
}

/// Looks tokens up, and what is found there.
static void check_features(const model *made, const attune_token *tokens, size_t count) {
  uint64_t *expected_tokens = NULL, *expected_pairs = NULL, *expected_found = NULL;
  uint16_t *expected_events = NULL;
  uint32_t *expected_rows = NULL;
  attune_sums expected_sums = {0};
  size_t expected_count = 0, expected_row_count = 0;
  for (int index = 0; index < level_count; index++) {
    int level = levels[index];
    uint64_t *features = lines((count + 7) * 8), *pairs = lines((count + 7) * 8), *found = lines((count + 8) * 8);
    uint16_t *events = lines((count + 8) * 2);
    uint32_t *rows = lines((count + 1) * 4);
    attune_locate(level, tokens, count, 0x2545F4914F6CDD1D, &made->table, features, pairs, events);
    // Keys that the table has.
    for (size_t at = 0; at < count; at++) {
      features[at] = (features[at] & ~(uint64_t)0xFFFF0000) | ((features[at] >> 16 & 63) + 1) << 16;
    }
    attune_sums sums = attune_gather(level, made->lines, features, count, pairs, count);
    size_t found_count = attune_lookup_candidates(level, made->filter, features, count, found);
    EXPECT(found_count <= count);
    size_t row_count =
        attune_lookup_rows(level, made->lines, made->blocks, found, found_count, made->rows, 16, rows);
    EXPECT(row_count <= found_count);
    if (index == 0) {
      expected_tokens = features, expected_pairs = pairs, expected_events = events, expected_found = found;
      expected_rows = rows, expected_sums = sums, expected_count = found_count, expected_row_count = row_count;
      continue;
    }
    EXPECT(memcmp(features, expected_tokens, count * 8) == 0 && memcmp(pairs, expected_pairs, count * 8) == 0);
    size_t event = 0;
    while (events[event] != UINT16_MAX && events[event] == expected_events[event]) event++;
    EXPECT(events[event] == expected_events[event]);
    EXPECT(memcmp(&sums, &expected_sums, sizeof sums) == 0);
    EXPECT(found_count == expected_count && memcmp(found, expected_found, found_count * 8) == 0);
    EXPECT(row_count == expected_row_count && memcmp(rows, expected_rows, row_count * 4) == 0);
    free(features), free(pairs), free(found), free(events), free(rows);
  }
  free(expected_tokens), free(expected_pairs), free(expected_found), free(expected_events), free(expected_rows);
}

/// Finds the tokens of random texts of together `length` bytes, or of a text that goes on behind them.
static void check_scan(const model *made, size_t length, bool goes_on) {
  uint8_t *text = lines(length + ATTUNE_SCAN_PADDING);
  uint64_t *ends = lines((length / 64 + 1) * 8);
  fill(text, length);
  memset(ends, 0, (length / 64 + 1) * 8);
  size_t texts = 0;
  if (goes_on) {
    fill(text + length, ATTUNE_SCAN_PADDING);
  } else {
    memset(text + length, ' ', ATTUNE_SCAN_PADDING);
    size_t mean = 1 + below(200);
    for (size_t at = 0; at <= length; at++) {
      if (at < length && below(mean)) continue;
      text[at] = '\n';
      ends[at / 64] |= (uint64_t)1 << (at % 64);
      texts++;
    }
  }
  attune_token *expected = NULL;
  attune_text *expected_found = NULL;
  size_t expected_count = 0;
  for (int index = 0; index < level_count; index++) {
    attune_token *tokens = lines((ATTUNE_SCAN_TOKENS + 2) * sizeof *tokens);
    attune_text *found = lines((texts + 1) * sizeof *found);
    size_t count = attune_scan(levels[index], text, length, ends, tokens, found);
    EXPECT(count <= ATTUNE_SCAN_TOKENS && count >= texts && tokens[count + 1].start == UINT32_MAX);
    if (index == 0) {
      expected = tokens, expected_found = found, expected_count = count;
      attune_count(tokens + 1, count);
      check_features(made, tokens + 1, count);
      continue;
    }
    EXPECT(count == expected_count);
    EXPECT(memcmp(tokens + 1, expected + 1, count * sizeof *tokens) == 0 && tokens->traits == expected->traits);
    EXPECT(memcmp(found, expected_found, texts * sizeof *found) == 0);
    free(tokens), free(found);
  }
  free(expected), free(expected_found), free(text), free(ends);
}

static float number(float limit) { return (float)((double)bits() / 9223372036854775808.0 - 1) * limit; }

/// Finishes a batch of random sums.
static void check_finish(size_t texts, size_t classes) {
  size_t room = (texts + 15) / 16 * 16;
  float *columns = lines(ATTUNE_TEXT_COLUMNS * ATTUNE_BATCH * 4), *weights = lines(CUES * classes * 4);
  float *sums = lines(classes * ATTUNE_BATCH * 4), *biases = lines(classes * 4);
  for (size_t at = 0; at < ATTUNE_TEXT_COLUMNS * ATTUNE_BATCH; at++) {
    bool is_signed = at / ATTUNE_BATCH == ATTUNE_OTHER_BALANCE;
    columns[at] = is_signed ? number(5000) : (float)below(below(8) ? 9 : 5000);
    if (at / ATTUNE_BATCH == ATTUNE_TOKENS) columns[at] += 1;
    if (at / ATTUNE_BATCH == ATTUNE_NEGATIVE) columns[at] = -columns[at];
    if (at / ATTUNE_BATCH == ATTUNE_SLOPE || at / ATTUNE_BATCH == ATTUNE_DOUBT_SLOPE) columns[at] = number(below(8) ? 2 : 1000);
  }
  for (size_t at = 0; at < CUES * classes; at++) weights[at] = number(6);
  for (size_t at = 0; at < classes * ATTUNE_BATCH; at++) sums[at] = (float)below(4000000) - 2000000;
  for (size_t at = 0; at < classes; at++) biases[at] = number(below(2) ? 1 : 1000);
  float *contexts = lines(classes * ATTUNE_BATCH * 4), *deep = lines(classes * ATTUNE_BATCH * 4);
  for (size_t at = 0; at < classes * ATTUNE_BATCH; at++) contexts[at] = number(9), deep[at] = number(9);
  bool is_deep = below(2);
  // Texts come in two parts, of which the second begins anywhere.
  size_t middle = below(texts + 1);
  float *expected_cues = NULL, *expected_shares = NULL, *expected_margins = NULL;
  for (int index = 0; index < level_count; index++) {
    float *cues = lines(6 * ATTUNE_BATCH * 4), *logits = lines(classes * ATTUNE_BATCH * 4);
    float *shares = lines(room * classes * 4 + (room == texts ? 15 * classes * 4 : 0));
    float *margins = lines(ATTUNE_BATCH * 4);
    for (int part = 0; part < 2; part++) {
      size_t first = part ? middle : 0, end = part ? texts : middle;
      attune_write_cues(levels[index], columns, first, end, weights, classes, FIRST_COUNT, contexts, cues, logits);
      attune_margins(levels[index], columns, first, end, classes, sums, 1.0f / 256, weights, FIRST_COUNT - 6, cues, biases,
                     logits, margins);
    }
    attune_calibrate(levels[index], columns, texts, classes, sums, 1.0f / 256, sums, biases, is_deep ? deep : NULL, logits,
                     shares);
    if (index == 0) {
      expected_cues = cues, expected_shares = shares, expected_margins = margins;
    } else {
      EXPECT(memcmp(margins, expected_margins, texts * 4) == 0);
      free(margins);
      for (size_t cue = 0; cue < 6; cue++) {
        EXPECT(memcmp(cues + cue * ATTUNE_BATCH, expected_cues + cue * ATTUNE_BATCH, texts * 4) == 0);
      }
      EXPECT(memcmp(shares, expected_shares, texts * classes * 4) == 0);
      free(cues), free(shares);
    }
    free(logits);
  }
  free(expected_cues), free(expected_shares), free(expected_margins), free(contexts), free(deep), free(columns), free(weights), free(sums), free(biases);
}

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 400;
  for (size_t index = 0; index < sizeof all_levels / sizeof *all_levels; index++) {
    if (attune_supports(all_levels[index])) levels[level_count++] = all_levels[index];
  }
  EXPECT(!attune_supports(-1) && !attune_supports(99));
  for (int round = 0; round < rounds; round++) {
    model made = make_model();
    static const size_t edges[] = {0, 1, 15, 16, 17, 63, 64, 65, 127, 128, 129, 4031, 4032, 4094, 4095};
    check_scan(&made, edges[(size_t)round % (sizeof edges / sizeof *edges)], false);
    check_scan(&made, below(ATTUNE_SCAN_BYTES), false);
    check_scan(&made, ATTUNE_SCAN_BYTES, true);
    check_features(&made, NULL, 0);
    check_finish((size_t)round % ATTUNE_BATCH + 1, 2 + below(5));
    free_model(&made);
  }
  printf("kernels: %d variants agree\n", level_count);
  return failures > 0;
}
