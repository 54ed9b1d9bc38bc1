// Without memory the JSON parser says so: no C++ exception leaves its interface, and nothing is left half made. Fails every
// allocation once.
#include "CSIMDJSON.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>

/// Allocations that still succeed; negative: all.
static long left = -1;

static void *allocate(std::size_t size) {
  if (left == 0) return nullptr;
  if (left > 0) left--;
  return std::malloc(size ? size : 1);
}

void *operator new(std::size_t size) {
  if (void *memory = allocate(size)) return memory;
  throw std::bad_alloc();
}
void *operator new[](std::size_t size) { return operator new(size); }
void *operator new(std::size_t size, const std::nothrow_t &) noexcept { return allocate(size); }
void *operator new[](std::size_t size, const std::nothrow_t &) noexcept { return allocate(size); }
void operator delete(void *memory) noexcept { std::free(memory); }
void operator delete[](void *memory) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void *memory, std::size_t) noexcept { std::free(memory); }

/// - Returns: the number of the record, or an empty text.
static std::string number_of(attune_json *parser, const std::string &record) {
  std::string padded = record + std::string(ATTUNE_JSON_PADDING, ' ');
  const char *message = nullptr;
  if (attune_json_parse(parser, (const uint8_t *)padded.data(), record.size(), &message) != ATTUNE_JSON_FOUND) {
    return {};
  }
  const char *path[] = {"m"};
  char number[ATTUNE_JSON_NUMBER];
  const uint8_t *text = nullptr;
  size_t length = 0;
  if (attune_json_find(parser, path, 1, number, &text, &length) != ATTUNE_JSON_FOUND) return {};
  return std::string((const char *)text, length);
}

int main() {
  const std::string records[] = {
      "{\"m\":4}", "{\"m\":4e0,\"n\":1e400}",
      "{\"n\":1e400,\"text\":\"" + std::string(100000, 'x') + "\",\"m\":0.1234567890123456789}"};
  const std::string numbers[] = {"4", "4e0", "0.1234567890123456789"};
  // What simdjson allocates once.
  attune_json_destroy(attune_json_create());
  int refused = 0;
  for (long limit = 0; limit < 40; limit++) {
    for (int index = 0; index < 3; index++) {
      left = -1;
      std::string record = records[index];
      record.reserve(record.size() + 2 * ATTUNE_JSON_PADDING);
      left = limit;
      attune_json *parser = attune_json_create();
      left = -1;
      if (!parser) continue;
      std::string padded = record + std::string(ATTUNE_JSON_PADDING, ' ');
      const char *message = nullptr;
      left = limit;
      attune_json_result result =
          attune_json_parse(parser, (const uint8_t *)padded.data(), record.size(), &message);
      left = -1;
      if (result != ATTUNE_JSON_FOUND) {
        refused++;
        if (!message || !*message) return std::fprintf(stderr, "no message\n"), 1;
      }
      // With memory again it is as good as new.
      if (number_of(parser, record) != numbers[index]) return std::fprintf(stderr, "not %s\n", numbers[index].c_str()), 1;
      attune_json_destroy(parser);
    }
  }
  if (refused == 0) return std::fprintf(stderr, "no allocation failed\n"), 1;
  std::printf("%d records refused for want of memory\n", refused);
}
