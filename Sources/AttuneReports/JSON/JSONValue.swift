/// A JSON document in memory.
package enum JSONValue: Equatable, Sendable {
  case null
  case boolean(Bool)
  /// As it is written.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// Without a zero behind the point; a number that is not finite is an empty string, because JSON has none.
  init(number: some BinaryFloatingPoint & LosslessStringConvertible) {
    let text = String(number)
    self = number.isFinite ? .number(text.hasSuffix(".0") ? String(text.dropLast(2)) : text) : .string("")
  }

  /// Indented by two blanks, with keys in the order of their bytes.
  package var text: String {
    var text = ""
    write(to: &text, indent: "")
    return text
  }

  private func write(to text: inout String, indent: String) {
    switch self {
    case .null: text += "null"
    case .boolean(let isTrue): text += isTrue ? "true" : "false"
    case .number(let number): text += number
    case .string(let string): Self.write(string, to: &text)
    case .array(let elements):
      Self.write(elements, to: &text, indent, between: ("[", "]")) { $1.write(to: &$0, indent: $2) }
    case .object(let members):
      let members = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      Self.write(members, to: &text, indent, between: ("{", "}")) { text, member, indent in
        Self.write(member.key, to: &text)
        text += " : "
        member.value.write(to: &text, indent: indent)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], to text: inout String, _ indent: String, between brackets: (String, String),
    item writeItem: (inout String, Item, String) -> Void
  ) {
    let inner = indent + "  "
    text += brackets.0 + "\n"
    for (index, item) in items.enumerated() {
      text += index == 0 ? inner : ",\n" + inner
      writeItem(&text, item, inner)
    }
    text += "\n" + indent + brackets.1
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case "\u{0}"..<" ": text += (scalar.value < 16 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
