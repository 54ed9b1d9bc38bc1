#include "CSIMDJSON.h"

#include <simdjson.h>

#include <charconv>
#include <cstring>
#include <deque>
#include <memory>
#include <new>
#include <string>
#include <string_view>

static const size_t LARGE_DOCUMENT = 8 << 20;

static_assert(ATTUNE_JSON_PADDING >= simdjson::SIMDJSON_PADDING, "the caller must leave enough room");

struct attune_json {
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  /// The document as the caller holds it.
  const char *bytes = nullptr;
  size_t length = 0;
  /// A copy of it that the parser accepts, with every byte of the structure in the same place; see `tame`.
  std::unique_ptr<char[]> tamed;
  size_t tamed_capacity = 0;
  bool is_tamed = false;
  /// The texts of arrays that were found in the document; a deque, so that they stay where they are.
  std::deque<std::string> joined;
  char separator = ' ';
};

namespace {

/// The end of the JSON number at `at`, by the grammar of RFC 8259, or `at` when there is none.
size_t number_end(std::string_view text, size_t at) {
  auto digits = [&](size_t from) {
    while (from < text.size() && text[from] >= '0' && text[from] <= '9') from++;
    return from;
  };
  size_t index = at + (at < text.size() && text[at] == '-');
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
bool is_escape(std::string_view text, size_t at, char second_low, char second_high) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u' || (text[at + 2] | 0x20) != 'd') return false;
  char second = text[at + 3] | 0x20;
  return second >= second_low && second <= second_high && is_hex(text[at + 4]) && is_hex(text[at + 5]);
}

/// JSON allows numbers of any size and escapes of lone surrogates, the parser neither. Puts 0 and U+FFFD in their
/// places, with the same length, and leaves all others as they are. What a number really is, `number_at` reads from the
/// original.
void tame(char *bytes, size_t length) {
  std::string_view text(bytes, length);
  bool in_string = false;
  for (size_t at = 0; at < length; at++) {
    char byte = bytes[at];
    if (in_string) {
      if (byte == '"') in_string = false;
      if (byte != '\\') continue;
      bool is_high = is_escape(text, at, '8', '9') || is_escape(text, at, 'a', 'b');
      bool is_low = is_escape(text, at, 'c', 'f');
      if (is_high && is_escape(text, at + 6, 'c', 'f')) {
        at += 11;
      } else if (is_high || is_low) {
        std::memcpy(bytes + at, "\\ufffd", 6);
        at += 5;
      } else {
        at++;
      }
    } else if (byte == '"') {
      in_string = true;
    } else if (byte == '-' || (byte >= '0' && byte <= '9')) {
      size_t end = number_end(text, at);
      // "12-3" is no number, and must not become one.
      if (end == at || (end < length && !std::strchr(" \t\r\n,]}", bytes[end]))) return;
      bytes[at] = '0';
      std::memset(bytes + at + 1, ' ', end - at - 1);
      at = end - 1;
    }
  }
}

/// Walks over the bytes of a document that the parser has accepted.
struct walker {
  std::string_view text;
  size_t at = 0;

  bool is_at(char byte) const { return at < text.size() && text[at] == byte; }

  void skip_blanks() {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n')) at++;
  }

  void skip_string() {
    for (at++; at < text.size() && text[at] != '"'; at++) at += text[at] == '\\';
    at++;
  }

  void skip_value() {
    size_t depth = 0;
    do {
      if (is_at('"')) {
        skip_string();
        continue;
      }
      if (is_at('{') || is_at('[')) {
        depth++;
      } else if (is_at('}') || is_at(']')) {
        if (depth == 0) return;
        depth--;
      } else if (is_at(',') && depth == 0) {
        return;
      }
      at++;
    } while (at < text.size() && (depth > 0 || !is_at(',')));
  }

  /// From an object's brace to the value of its member `index`.
  void enter(size_t index) {
    for (size_t member = 0;; member++) {
      at++;
      skip_blanks();
      skip_string();
      skip_blanks();
      at++;
      skip_blanks();
      if (member == index || at >= text.size()) return;
      skip_value();
    }
  }

  /// From an array's bracket to its element `index`.
  void enter_array(size_t index) {
    for (size_t element = 0;; element++) {
      at++;
      skip_blanks();
      if (element == index || at >= text.size()) return;
      skip_value();
    }
  }
};

/// The place that a key names in an array: digits, of which there are few. False for any other key.
bool place_in_array(const char *key, size_t &place) {
  size_t length = std::strlen(key);
  if (length == 0 || length > 9) return false;
  place = 0;
  for (size_t at = 0; at < length; at++) {
    if (key[at] < '0' || key[at] > '9') return false;
    place = place * 10 + size_t(key[at] - '0');
  }
  return true;
}

/// The member of an object, or the element of an array, that a key names. False when there is none.
bool step_into(simdjson::dom::element &element, const char *key) {
  simdjson::dom::object object;
  if (!element.get_object().get(object)) return !object.at_key(key).get(element);
  simdjson::dom::array array;
  size_t place;
  if (element.get_array().get(array) || !place_in_array(key, place)) return false;
  return !array.at(place).get(element);
}

/// The characters of the number at `path`, which the parser has found to be one. The parser rounds numbers, and does not
/// tell where they were; so the way is walked once more, member by member.
std::string_view number_at(const attune_json *parser, const char *const *path, size_t depth) {
  walker walker{{parser->is_tamed ? parser->tamed.get() : parser->bytes, parser->length}};
  simdjson::dom::element element = parser->document;
  walker.skip_blanks();
  for (size_t step = 0; step < depth; step++) {
    simdjson::dom::object object;
    if (element.get_object().get(object)) {
      size_t place;
      if (!place_in_array(path[step], place) || !step_into(element, path[step])) return {};
      walker.enter_array(place);
      continue;
    }
    size_t index = 0;
    for (simdjson::dom::key_value_pair field : object) {
      if (field.key == path[step]) {
        element = field.value;
        break;
      }
      index++;
    }
    walker.enter(index);
  }
  std::string_view original(parser->bytes, parser->length);
  if (walker.at >= original.size()) return {};
  return original.substr(walker.at, number_end(original, walker.at) - walker.at);
}

/// A number as it is written, or a truth value. Whole numbers, which have only one spelling, are spelled in `text`.
std::string_view spelled(const attune_json *parser, const simdjson::dom::element &element, const char *const *path,
                         size_t depth, char *text) {
  bool truth;
  if (!element.get_bool().get(truth)) return truth ? "true" : "false";
  int64_t whole;
  if (!parser->is_tamed && !element.get_int64().get(whole) && whole != 0) {
    return {text, size_t(std::to_chars(text, text + ATTUNE_JSON_NUMBER, whole).ptr - text)};
  }
  return number_at(parser, path, depth);
}

attune_json_result parse(attune_json *parser, const uint8_t *document, size_t length, const char **message) {
  // The parser's memory grows with its longest document; that of a rare giant is given back.
  if (parser->parser.capacity() > LARGE_DOCUMENT && length < LARGE_DOCUMENT) parser->parser = simdjson::dom::parser();
  if (parser->tamed_capacity > LARGE_DOCUMENT && length < LARGE_DOCUMENT) {
    parser->tamed.reset();
    parser->tamed_capacity = 0;
  }
  if (!parser->joined.empty()) parser->joined.clear();
  parser->bytes = reinterpret_cast<const char *>(document);
  parser->length = length;
  parser->is_tamed = false;
  auto error = parser->parser.parse(document, length, false).get(parser->document);
  if (error == simdjson::NUMBER_ERROR || error == simdjson::STRING_ERROR) {
    size_t capacity = length + simdjson::SIMDJSON_PADDING;
    if (parser->tamed_capacity < capacity) {
      parser->tamed_capacity = 0;
      parser->tamed.reset(new (std::nothrow) char[capacity]);
      if (!parser->tamed) throw std::bad_alloc();
      parser->tamed_capacity = capacity;
    }
    std::memcpy(parser->tamed.get(), document, length);
    std::memset(parser->tamed.get() + length, 0, simdjson::SIMDJSON_PADDING);
    tame(parser->tamed.get(), length);
    parser->is_tamed = true;
    error = parser->parser.parse(parser->tamed.get(), length, false).get(parser->document);
  }
  // A parser that lacked memory once believes that it has it, and writes there the next time.
  if (error == simdjson::MEMALLOC) throw std::bad_alloc();
  if (error) {
    *message = simdjson::error_message(error);
    return ATTUNE_JSON_INVALID;
  }
  return parser->document.is_object() ? ATTUNE_JSON_FOUND : ATTUNE_JSON_NOT_AN_OBJECT;
}

/// The strings of an array with a separator between them; nulls are left out. False when it holds anything else.
bool join(const simdjson::dom::array &array, char separator, std::string &joined) {
  for (simdjson::dom::element element : array) {
    std::string_view text;
    if (element.is_null()) continue;
    if (element.get_string().get(text)) return false;
    if (!joined.empty()) joined += separator;
    joined += text;
  }
  return true;
}

attune_json_result find(attune_json *parser, const char *const *path, size_t depth, char *number, const uint8_t **text,
                        size_t *length) {
  simdjson::dom::element element = parser->document;
  for (size_t step = 0; step < depth; step++) {
    if (!step_into(element, path[step])) return ATTUNE_JSON_MISSING;
  }
  if (element.is_null()) return ATTUNE_JSON_NULL;
  std::string_view found;
  if (number && (element.is_number() || element.is_bool())) {
    found = spelled(parser, element, path, depth, number);
  } else if (element.get_string().get(found)) {
    simdjson::dom::array array;
    if (element.get_array().get(array)) return ATTUNE_JSON_NOT_A_STRING;
    std::string &joined = parser->joined.emplace_back();
    if (!join(array, parser->separator, joined)) return ATTUNE_JSON_NOT_A_STRING;
    found = joined;
  }
  *text = reinterpret_cast<const uint8_t *>(found.data());
  *length = found.size();
  return ATTUNE_JSON_FOUND;
}

}  // namespace

// No exception leaves a function of this file: the callers are Swift, through which none can be thrown.

extern "C" attune_json *attune_json_create(void) {
  try {
    // The first use of simdjson chooses its code for this processor, with a few bytes whose want it does not survive. Now is
    // the time, before a document takes all memory.
    (void)simdjson::get_active_implementation()->name();
    return new (std::nothrow) attune_json;
  } catch (...) {
    return nullptr;
  }
}

extern "C" void attune_json_destroy(attune_json *parser) { delete parser; }

extern "C" attune_json_result attune_json_parse(attune_json *parser, const uint8_t *document, size_t document_length,
                                                const char **message) {
  try {
    return parse(parser, document, document_length, message);
  } catch (...) {
    parser->document = simdjson::dom::element();
    parser->parser = simdjson::dom::parser();
    *message = "there is not enough memory to read it";
    return ATTUNE_JSON_INVALID;
  }
}

extern "C" void attune_json_separate(attune_json *parser, char separator) { parser->separator = separator; }

extern "C" attune_json_result attune_json_find(attune_json *parser, const char *const *path, size_t depth, char *number,
                                               const uint8_t **text, size_t *length) {
  try {
    return find(parser, path, depth, number, text, length);
  } catch (...) {
    return ATTUNE_JSON_MISSING;
  }
}

extern "C" bool attune_json_holds(const attune_json *parser, const char *const *keys, const size_t *lengths,
                                  size_t count) {
  try {
    simdjson::dom::object object;
    if (parser->document.get_object().get(object)) return false;
    for (auto member = object.begin(); member != object.end(); ++member) {
      std::string_view key = member.key();
      for (size_t index = 0; index < count; index++) {
        if (key.size() == lengths[index] && std::memcmp(key.data(), keys[index], key.size()) == 0) return true;
      }
    }
    return false;
  } catch (...) {
    return false;
  }
}

extern "C" bool attune_is_utf8(const uint8_t *bytes, size_t length) {
  return simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), length);
}

extern "C" size_t attune_ascii_length(const uint8_t *bytes, size_t length) {
  size_t at = 0;
  for (; length - at >= 64; at += 64) {
    uint8_t all = 0;
    for (size_t i = 0; i < 64; ++i) all |= bytes[at + i];
    if (all & 0x80) break;
  }
  while (at < length && bytes[at] < 0x80) ++at;
  return at;
}

namespace {
/// Objects inside each other whose members are visited.
constexpr int most_levels = 3;

void visit_members(simdjson::dom::object object, std::string &name, int level, attune_json_visitor visit,
                   void *context) {
  const size_t length = name.size();
  for (auto member = object.begin(); member != object.end(); ++member) {
    name.append(member.key());
    simdjson::dom::object inner;
    if (level == most_levels || member.value().get_object().get(inner)) {
      visit(context, name.data(), name.size());
    } else {
      name.push_back('.');
      visit_members(inner, name, level + 1, visit, context);
    }
    name.resize(length);
  }
}
}  // namespace

extern "C" void attune_json_members(const attune_json *parser, attune_json_visitor visit, void *context) {
  try {
    simdjson::dom::object object;
    if (parser->document.get_object().get(object)) return;
    std::string name;
    visit_members(object, name, 1, visit, context);
  } catch (...) {
  }
}
