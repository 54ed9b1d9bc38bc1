/// One token of a text: what it is, where it stands, and the hash that stands for it in features.
package struct Token: Equatable, Sendable {
  package enum Kind: UInt8, Sendable {
    case word, number, mention, url, emoji, emoticon, punctuation
  }

  /// What a punctuation token consists of; a mix of `!` and `?` is a question.
  package enum Mark: UInt8, Sendable { case exclamation, question, ellipsis }

  /// How strongly the text before a token separates it from the token before.
  package enum Boundary: UInt8, Comparable, Sendable {
    case none, clause, sentence
    package static func < (a: Boundary, b: Boundary) -> Bool { a.rawValue < b.rawValue }
  }

  /// Of the folded text: equal for "Great", "GREAT" and "#great".
  package var hash: UInt64 = 0
  /// An elongated word with every run of letters cut to one ("sooo" as "so"); 0 for other tokens.
  /// `hash` keeps two of a run ("gooood" as "good").
  package var shortenedHash: UInt64 = 0
  /// First byte, counted from the start of the text.
  package var start = 0
  /// One past the last byte.
  package var end = 0
  package var kind = Kind.word
  /// Of a punctuation token.
  package var mark = Mark.exclamation
  /// What separates it from the token before.
  package var boundary = Boundary.none
  /// Two letters or more, all of them capitals.
  package var isCapitals = false
  /// A letter repeated three times or more, or a run of three or more marks.
  package var isElongated = false

  /// Whether it is anything else than a word in plain letters.
  package var isMarked = false

  package init() {}
}
