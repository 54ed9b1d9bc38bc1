#define _GNU_SOURCE
#include "attune_thread.h"
#include <stdlib.h>
#include <string.h>

static _Thread_local attune_error last_error = {.index = -1, .message = ""};
// Room for a sentence with a path in it. A longer one is cut.
static _Thread_local char last_message[1024];

const attune_error *attune_last_error(void) { return &last_error; }

void attune_set_last_error(
    attune_status status, uint32_t found, uint32_t supported, int64_t index, const char *message, size_t length) {
  if (length >= sizeof last_message) {
    length = sizeof last_message - 1;
    while (length > 0 && ((unsigned char)message[length] & 0xC0) == 0x80) length--;
  }
  memcpy(last_message, message, length);
  last_message[length] = 0;
  last_error = (attune_error){status, found, supported, index, last_message};
}

size_t attune_gather_texts(
    void *sequence, size_t count, void *(*item)(void *sequence, ptrdiff_t index),
    const char *(*utf8)(void *item, ptrdiff_t *length), attune_text *texts) {
  if (!item || !utf8 || !texts) return 0;
  for (size_t index = 0; index < count; index++) {
    void *object = item(sequence, (ptrdiff_t)index);
    ptrdiff_t length = 0;
    const char *bytes = object ? utf8(object, &length) : NULL;
    if (!bytes || length < 0) return index;
    texts[index] = (attune_text){bytes, (size_t)length};
  }
  return count;
}
