// What the least work that still counts costs on this machine: read a text a line, cut it into words, hash words and
// pairs of neighbours, add up one of 2^20 rows of weights for each, and write one number a line. No Unicode, no negation,
// no records, random weights: a yardstick, not a classifier.
//
//   cc -O3 -march=native limit.c -o limit -lm && ./limit FILE > numbers
//
// Lines are taken in blocks: the first loop over a block hashes and asks for rows, the second adds them up, so that the
// misses of the table overlap.
#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { rowBits = 20, blockLines = 64, maxRows = 1 << 20, chunk = 1 << 18, padding = 64 };
typedef struct { float weight[4]; } Row;

static Row *table;
static uint32_t rows[maxRows];
static size_t rowEnds[blockLines];
static char *out;
static size_t outCount;

static inline uint64_t fold(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// One bit a byte: letters, digits, apostrophes and everything beyond ASCII. The loop becomes vector instructions.
static inline uint64_t wordBits(const uint8_t *text) {
  uint8_t isWord[64];
  for (int i = 0; i < 64; i++) {
    uint8_t byte = text[i];
    isWord[i] = ((uint8_t)((byte | 0x20) - 'a') < 26) | ((uint8_t)(byte - '0') < 10) | (byte == '\'') | (byte >> 7);
  }
  uint64_t bits = 0;
  for (int i = 0; i < 8; i++) {
    uint64_t eight;
    memcpy(&eight, isWord + 8 * i, 8);
    bits |= (eight * 0x0102040810204080u >> 56) << 8 * i;
  }
  return bits;
}

static inline uint64_t load(const uint8_t *bytes, size_t count) {
  uint64_t value;
  memcpy(&value, bytes, 8);
  return (count >= 8 ? value : value & ((1ull << 8 * count) - 1)) | 0x2020202020202020u;
}

static inline uint64_t wordHash(const uint8_t *word, size_t count) {
  uint64_t hash = count;
  while (count > 16) {
    hash = fold(hash ^ load(word, 8), 0x9FB21C651E98DF25u);
    word += 8;
    count -= 8;
  }
  uint64_t high = count > 8 ? load(word + 8, count - 8) : 0;
  return fold(load(word, count) ^ 0x9FB21C651E98DF25u ^ hash, high ^ 0xD1B54A32D192ED03u);
}

static inline void want(size_t *count, uint64_t hash) {
  uint32_t row = hash >> (64 - rowBits);
  __builtin_prefetch(&table[row]);
  rows[(*count)++] = row;
}

static size_t addLine(const uint8_t *line, size_t length, size_t count) {
  uint64_t previous = 0, inside = 0;
  size_t start = 0;
  for (size_t at = 0; at <= length && count + 130 < maxRows; at += 64) {
    uint64_t bits = wordBits(line + at);
    if (length - at < 64) bits &= (1ull << (length - at)) - 1;
    uint64_t edges = bits ^ (bits << 1 | inside);
    inside = bits >> 63;
    while (edges) {
      size_t edge = at + __builtin_ctzll(edges);
      edges &= edges - 1;
      if (edge < length && (bits >> (edge - at) & 1)) {
        start = edge;
        continue;
      }
      uint64_t hash = wordHash(line + start, edge - start);
      want(&count, hash);
      want(&count, fold(previous, 0x9E3779B97F4A7C15u) ^ hash);
      previous = hash;
    }
  }
  return count;
}

static void finish(int lines) {
  size_t row = 0;
  for (int line = 0; line < lines; line++) {
    float sum[4] = {0, 0, 0, 0};
    size_t first = row;
    for (; row < rowEnds[line]; row++)
      for (int i = 0; i < 4; i++) sum[i] += table[rows[row]].weight[i];
    float mean = (sum[0] - sum[3]) / sqrtf((float)(row - first) + 1);
    unsigned steps = (unsigned)(10000 / (1 + expf(-mean)) + 0.5f);
    char *to = out + outCount;
    to[0] = '0' + steps / 10000;
    to[1] = '.';
    for (int i = 5; i > 1; i--, steps /= 10) to[i] = '0' + steps % 10;
    to[6] = '\n';
    outCount += 7;
  }
  if (outCount > (1 << 16)) {
    for (size_t at = 0; at < outCount;) {
      ssize_t count = write(1, out + at, outCount - at);
      if (count < 0) exit(74);
      at += count;
    }
    outCount = 0;
  }
}

int main(int argc, char **argv) {
  int file = argc > 1 ? open(argv[1], O_RDONLY) : 0;
  if (file < 0) return 66;
  table = aligned_alloc(64, sizeof(Row) << rowBits);
  uint64_t state = 1;
  for (size_t row = 0; row < 1u << rowBits; row++)
    for (int i = 0; i < 4; i++) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      table[row].weight[i] = (float)(state >> 40) / (1 << 23) - 1;
    }
  out = malloc(1 << 17);
  size_t capacity = 4 * chunk, have = 0;
  uint8_t *text = calloc(capacity + padding, 1);
  for (;;) {
    if (have + chunk > capacity) {
      capacity *= 2;
      text = realloc(text, capacity + padding);
    }
    ssize_t got = read(file, text + have, chunk);
    if (got < 0) return 74;
    if (got == 0 && have == 0) break;
    have += got;
    if (got == 0) text[have++] = '\n';
    size_t at = 0, count = 0;
    int lines = 0;
    for (uint8_t *end; (end = memchr(text + at, '\n', have - at)); at = end - text + 1) {
      count = addLine(text + at, end - (text + at), count);
      rowEnds[lines++] = count;
      if (lines == blockLines) {
        finish(lines);
        lines = 0;
        count = 0;
      }
    }
    finish(lines);
    memmove(text, text + at, have - at);
    have -= at;
  }
  if (outCount && write(1, out, outCount) < 0) return 74;
}
