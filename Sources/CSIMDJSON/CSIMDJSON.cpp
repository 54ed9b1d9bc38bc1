#include "CSIMDJSON.h"

#include <simdjson.h>

#include <new>
#include <string>

static_assert(ATTUNE_JSON_PADDING >= simdjson::SIMDJSON_PADDING, "the caller must leave enough room");

struct attune_json {
  simdjson::dom::parser parser;
  std::string number;
};

extern "C" attune_json *attune_json_create(void) { return new (std::nothrow) attune_json; }

extern "C" void attune_json_destroy(attune_json *parser) { delete parser; }

extern "C" attune_json_result attune_json_find(attune_json *parser, const uint8_t *document, size_t document_length,
                                               const char *const *path, size_t depth, int allows_numbers,
                                               const uint8_t **text, size_t *length, const char **message) {
  simdjson::dom::element element;
  auto error = parser->parser.parse(document, document_length, false).get(element);
  if (error) {
    *message = simdjson::error_message(error);
    return ATTUNE_JSON_INVALID;
  }
  if (!element.is_object()) return ATTUNE_JSON_NOT_AN_OBJECT;
  for (size_t step = 0; step < depth; step++) {
    simdjson::dom::object object;
    if (element.get_object().get(object)) return ATTUNE_JSON_MISSING;
    if (object.at_key(path[step]).get(element)) return ATTUNE_JSON_MISSING;
  }
  if (element.is_null()) return ATTUNE_JSON_NULL;
  if (allows_numbers && (element.is_number() || element.is_bool())) {
    parser->number = simdjson::minify(element);
    *text = reinterpret_cast<const uint8_t *>(parser->number.data());
    *length = parser->number.size();
    return ATTUNE_JSON_FOUND;
  }
  std::string_view found;
  if (element.get_string().get(found)) return ATTUNE_JSON_NOT_A_STRING;
  *text = reinterpret_cast<const uint8_t *>(found.data());
  *length = found.size();
  return ATTUNE_JSON_FOUND;
}
