// Strings of a JSON object, found by simdjson. A C interface, because the rest is Swift.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes behind a document that must be readable; their values do not matter.
enum { ATTUNE_JSON_PADDING = 64 };

typedef struct attune_json attune_json;

typedef enum {
  ATTUNE_JSON_FOUND,
  /// The bytes are no valid JSON document; `message` says why.
  ATTUNE_JSON_INVALID,
  ATTUNE_JSON_NOT_AN_OBJECT,
  ATTUNE_JSON_MISSING,
  ATTUNE_JSON_NULL,
  ATTUNE_JSON_NOT_A_STRING,
} attune_json_result;

/// A parser with its memory, for one thread at a time. NULL when there is no memory.
attune_json *attune_json_create(void);
void attune_json_destroy(attune_json *parser);

/// Validates a whole document, which must stay where it is until the next one is parsed. `message` says what is wrong, for
/// as long as the program runs. Without memory for a document it is invalid: no exception leaves this library.
attune_json_result attune_json_parse(attune_json *parser, const uint8_t *document, size_t document_length,
                                     const char **message);

/// Room for a whole number as text.
enum { ATTUNE_JSON_NUMBER = 32 };

/// What stands between the strings of an array that are found from now on; at first a blank.
void attune_json_separate(attune_json *parser, char separator);

/// Finds the string at `path` (`depth` keys, NUL-terminated) of the document that was parsed last. A key of digits names an
/// element of an array, from 0. An array of strings is one string, with separators between them. With `number`, which
/// has room for `ATTUNE_JSON_NUMBER` bytes, a number or a truth value counts as a string: the characters of the document,
/// whatever number they stand for. `text` and `length` are valid until the next document is parsed; they lie in the parser,
/// in the document or in `number`.
attune_json_result attune_json_find(attune_json *parser, const char *const *path, size_t depth, char *number,
                                    const uint8_t **text, size_t *length);

/// Whether the document that was parsed last is an object with a member of one of these keys (`count` of them, of `lengths`
/// bytes), however they are spelled.
bool attune_json_holds(const attune_json *parser, const char *const *keys, const size_t *lengths, size_t count);

/// Whether the bytes are UTF-8.
bool attune_is_utf8(const uint8_t *bytes, size_t length);

/// How many bytes from the first on are ASCII.
size_t attune_ascii_length(const uint8_t *bytes, size_t length);
/// Is given the name of a member: its key, with those of the objects around it and dots before it.
typedef void (*attune_json_visitor)(void *context, const char *name, size_t length);

/// Visits the members of the document that was parsed last, and those of objects inside, two levels deep.
void attune_json_members(const attune_json *parser, attune_json_visitor visit, void *context);

#ifdef __cplusplus
}
#endif
