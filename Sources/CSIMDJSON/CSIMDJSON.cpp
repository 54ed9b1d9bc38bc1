#include "CSIMDJSON.h"

#include <simdjson.h>

#include <charconv>
#include <cstring>
#include <new>
#include <string>
#include <string_view>

static const size_t LARGE_DOCUMENT = 8 << 20;

static_assert(ATTUNE_JSON_PADDING >= simdjson::SIMDJSON_PADDING, "the caller must leave enough room");

struct attune_json {
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  std::string tamed;
};

namespace {

/// The end of the JSON number at `at`, by the grammar of RFC 8259, or `at` when there is none.
size_t number_end(const std::string &text, size_t at) {
  auto digits = [&](size_t from) {
    while (from < text.size() && text[from] >= '0' && text[from] <= '9') from++;
    return from;
  };
  size_t index = at + (text[at] == '-');
  size_t whole = digits(index);
  if (whole == index || (text[index] == '0' && whole > index + 1)) return at;
  index = whole;
  if (index < text.size() && text[index] == '.') {
    size_t fraction = digits(index + 1);
    if (fraction == index + 1) return at;
    index = fraction;
  }
  if (index < text.size() && (text[index] | 0x20) == 'e') {
    size_t start = index + 1;
    if (start < text.size() && (text[start] == '+' || text[start] == '-')) start++;
    size_t exponent = digits(start);
    if (exponent == start) return at;
    index = exponent;
  }
  return index;
}

bool is_hex(char byte) { return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f'); }

/// Whether an escape stands at `at` of a number that begins with d and a digit of the range.
bool is_escape(const std::string &text, size_t at, char second_low, char second_high) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u' || (text[at + 2] | 0x20) != 'd') return false;
  char second = text[at + 3] | 0x20;
  return second >= second_low && second <= second_high && is_hex(text[at + 4]) && is_hex(text[at + 5]);
}

/// JSON allows numbers of any size and escapes of lone surrogates, the parser neither. Puts 0 and U+FFFD in their
/// places, with the same length, and leaves all others as they are.
void tame(std::string &text) {
  bool in_string = false;
  for (size_t at = 0; at < text.size(); at++) {
    char byte = text[at];
    if (in_string) {
      if (byte == '"') in_string = false;
      if (byte != '\\') continue;
      bool is_high = is_escape(text, at, '8', '9') || is_escape(text, at, 'a', 'b');
      bool is_low = is_escape(text, at, 'c', 'f');
      if (is_high && is_escape(text, at + 6, 'c', 'f')) {
        at += 11;
      } else if (is_high || is_low) {
        text.replace(at, 6, "\\ufffd");
        at += 5;
      } else {
        at++;
      }
    } else if (byte == '"') {
      in_string = true;
    } else if (byte == '-' || (byte >= '0' && byte <= '9')) {
      size_t end = number_end(text, at);
      // "12-3" is no number, and must not become one.
      if (end == at || (end < text.size() && !std::strchr(" \t\r\n,]}", text[end]))) return;
      // Numbers of up to 18 digits are no trouble and may be wanted.
      std::string_view number(text.data() + at, end - at);
      if (number.size() <= 18 && number.find_first_of("eE") == number.npos) {
        at = end - 1;
        continue;
      }
      text[at] = '0';
      for (size_t index = at + 1; index < end; index++) text[index] = ' ';
      at = end - 1;
    }
  }
}

/// A number or a truth value as text.
/// - Returns: its length.
size_t write(const simdjson::dom::element &element, char *text) {
  int64_t whole;
  if (!element.get_int64().get(whole)) return std::to_chars(text, text + ATTUNE_JSON_NUMBER, whole).ptr - text;
  std::string other = simdjson::minify(element);
  size_t length = other.size() < ATTUNE_JSON_NUMBER ? other.size() : ATTUNE_JSON_NUMBER;
  std::memcpy(text, other.data(), length);
  return length;
}

}  // namespace

extern "C" attune_json *attune_json_create(void) { return new (std::nothrow) attune_json; }

extern "C" void attune_json_destroy(attune_json *parser) { delete parser; }

extern "C" attune_json_result attune_json_parse(attune_json *parser, const uint8_t *document, size_t document_length,
                                                const char **message) {
  // The parser's memory grows with its longest document; that of a rare giant is given back.
  if (parser->parser.capacity() > LARGE_DOCUMENT && document_length < LARGE_DOCUMENT) {
    parser->parser = simdjson::dom::parser();
    parser->tamed = std::string();
  }
  auto error = parser->parser.parse(document, document_length, false).get(parser->document);
  if (error == simdjson::NUMBER_ERROR || error == simdjson::STRING_ERROR) {
    parser->tamed.reserve(document_length + simdjson::SIMDJSON_PADDING);
    parser->tamed.assign(reinterpret_cast<const char *>(document), document_length);
    tame(parser->tamed);
    error = parser->parser.parse(parser->tamed.data(), document_length, false).get(parser->document);
  }
  if (error) {
    *message = simdjson::error_message(error);
    return ATTUNE_JSON_INVALID;
  }
  return parser->document.is_object() ? ATTUNE_JSON_FOUND : ATTUNE_JSON_NOT_AN_OBJECT;
}

extern "C" attune_json_result attune_json_find(attune_json *parser, const char *const *path, size_t depth, char *number,
                                               const uint8_t **text, size_t *length) {
  simdjson::dom::element element = parser->document;
  for (size_t step = 0; step < depth; step++) {
    simdjson::dom::object object;
    if (element.get_object().get(object)) return ATTUNE_JSON_MISSING;
    if (object.at_key(path[step]).get(element)) return ATTUNE_JSON_MISSING;
  }
  if (element.is_null()) return ATTUNE_JSON_NULL;
  std::string_view found;
  if (number && (element.is_number() || element.is_bool())) {
    found = std::string_view(number, write(element, number));
  } else if (element.get_string().get(found)) {
    return ATTUNE_JSON_NOT_A_STRING;
  }
  *text = reinterpret_cast<const uint8_t *>(found.data());
  *length = found.size();
  return ATTUNE_JSON_FOUND;
}

extern "C" bool attune_json_holds(const attune_json *parser, const char *const *keys, const size_t *lengths,
                                  size_t count) {
  simdjson::dom::object object;
  if (parser->document.get_object().get(object)) return false;
  for (auto member = object.begin(); member != object.end(); ++member) {
    std::string_view key = member.key();
    for (size_t index = 0; index < count; index++) {
      if (key.size() == lengths[index] && std::memcmp(key.data(), keys[index], key.size()) == 0) return true;
    }
  }
  return false;
}
