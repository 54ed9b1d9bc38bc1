import Attune

/// A piece of HTML, escaped by construction: its literals are markup, and whatever is interpolated into them is escaped
/// unless it is HTML itself. A `String` becomes HTML in no other way, except through `init(unescaped:)`.
///
///     let name = "<script>"
///     let cell: HTML = "<td>\(name)</td>"        // <td>&lt;script&gt;</td>
///     let row: HTML = "<tr>\(cell)\(cell)</tr>"
struct HTML: ExpressibleByStringInterpolation {
  private(set) var text: String

  init(stringLiteral literal: String) { text = literal }

  init(stringInterpolation pieces: StringInterpolation) { text = pieces.text }

  /// Markup that is part of the program, such as a style sheet.
  init(unescaped text: String) { self.text = text }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    private static let entities: [Unicode.Scalar: String] = [
      "<": "&lt;", ">": "&gt;", "&": "&amp;", "\"": "&quot;", "'": "&#39;",
    ]

    mutating func appendLiteral(_ literal: String) { text += literal }

    mutating func appendInterpolation(_ html: HTML) { text += html.text }

    /// Nothing for nil.
    mutating func appendInterpolation(_ html: HTML?) { text += html?.text ?? "" }

    /// One piece behind the other.
    mutating func appendInterpolation(_ pieces: [HTML]) {
      for piece in pieces { text += piece.text }
    }

    /// Text, which may come from the data: escaped, and without controls.
    mutating func appendInterpolation(_ content: String) {
      for scalar in content.printable(keepsLines: true).unicodeScalars {
        if let entity = Self.entities[scalar] { text += entity } else { text.unicodeScalars.append(scalar) }
      }
    }
  }
}
