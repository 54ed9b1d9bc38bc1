import AttuneStreams

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Text for people, on a terminal or on its way to one: what comes from data, names of files and arguments is made harmless
/// when it is appended, so that only the command itself moves the cursor, sets colours or ends lines.
///
/// | in the data | in the text |
/// |---|---|
/// | ESC and other C0 controls, DEL | their pictures: ␛, ␇, ␡ |
/// | C1 controls, controls of the writing direction | `\u{9b}`, `\u{202e}` |
/// | tabs, line and paragraph separators | blanks |
struct TerminalText {
  private(set) var text = ""

  init() {}

  /// Lines of text.
  init(_ lines: String) { append(lines) }

  mutating func append(_ lines: String) { text += Self.printable(lines, keepsLines: true) }

  /// What the command says to the terminal: colours and movements of the cursor.
  mutating func append(control: StaticString) { text += "\(control)" }

  static func + (one: Self, other: Self) -> Self {
    var sum = one
    sum.text += other.text
    return sum
  }

  static func + (one: Self, lines: String) -> Self { one + Self(lines) }

  /// The same for a terminal in raw mode, in which a line feed does not lead to the start of a line.
  var returningCarriage: Self {
    var result = Self()
    result.text = text.replacing("\n", with: "\r\n")
    return result
  }

  /// One line, or a cell of a table: line breaks are blanks as well.
  /// - Parameter limit: characters; where there are more, the last is an ellipsis.
  static func line(_ text: String, limit: Int = .max) -> String {
    let result = printable(text, keepsLines: false)
    guard limit < .max, result.count > limit else { return result }
    return result.prefix(limit - 1) + "…"
  }

  /// The one place that knows what a terminal must not get.
  private static func printable(_ text: String, keepsLines: Bool) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || keepsLines && $0 == 0x0A }) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A where keepsLines: result.append(scalar)
      case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: result.append(" ")
      case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? " ")
      case 0x7F: result.append("\u{2421}")
      // C1; then the controls of the writing direction, deprecated format characters and interlinear notes.
      case 0x80..<0xA0, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x206F, 0xFFF9...0xFFFB:
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

extension ByteOutput {
  func write(_ text: TerminalText) throws(StreamError) { try write(text.text) }
}

/// Writes a message of one or more lines; what it quotes reaches a terminal as `TerminalText` says.
/// - Parameter control: goes before it as it is.
func printToStandardError(_ text: String, control: StaticString = "") {
  var message = TerminalText()
  message.append(control: control)
  message.append(text)
  var bytes = message.text
  bytes.withUTF8 { bytes in
    var at = 0
    while at < bytes.count {
      let count = write(2, bytes.baseAddress! + at, bytes.count - at)
      if count < 0, errno != EINTR { return }
      at += max(count, 0)
    }
  }
}
