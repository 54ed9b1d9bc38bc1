import Attune
import AttunePlatform
import AttuneStreams

/// Text for people, on a terminal or on its way to one: what comes from data, names of files and arguments is made harmless
/// when it is appended (`printable`), so that only the command itself moves the cursor, sets colours or ends lines.
struct TerminalText {
  private(set) var text = ""

  init() {}

  /// Lines of text.
  init(_ lines: String) { append(lines) }

  mutating func append(_ lines: String) { text += lines.printable(keepsLines: true) }

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
    result.text = text.replacing(text: "\n", with: "\r\n")
    return result
  }

  /// One line, or a cell of a table: line breaks are blanks as well.
  /// - Parameter limit: cells of a terminal; of what takes more, the last is an ellipsis.
  static func line(_ text: String, limit: Int = .max) -> String {
    let result = text.printable(keepsLines: false)
    // No character takes more bytes than cells, so that short texts need no count.
    guard limit < .max, result.utf8.count > limit, result.cells(atMost: limit) > limit else { return result }
    return result.fitting(limit - 1) + "…"
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
