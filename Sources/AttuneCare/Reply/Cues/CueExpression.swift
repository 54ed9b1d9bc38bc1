/// A pattern over the words of a sentence.
///
/// | written | matches |
/// |---|---|
/// | `sorry` | the word, in any case |
/// | `fix~` | the verb in its regular forms: fix, fixes, fixed, fixing |
/// | `<feeling>` | a member of a word class |
/// | `#name` `#number` `#mention` `#emoji` `#question` | a token of that kind; a name is a word with a capital that is in no class |
/// | `(a\|b c)` | one of several |
/// | `x?` | `x`, or nothing |
/// | `..3` | up to three words of any kind inside a clause, none of them a negation |
/// | `^` and `$` | the start and the end of a sentence |
///
/// A match lies inside one sentence.
indirect enum CueExpression: Equatable, Sendable {
  case word(String)
  case wordClass(String)
  case kind(CueKind)
  case gap(Int)
  case start
  case end
  case sequence([CueExpression])
  case choice([CueExpression])
  case optional(CueExpression)
}

/// What a token may be without being a certain word.
enum CueKind: String, CaseIterable, Sendable {
  case name, number, mention, emoji, question, exclamation
}

/// Why a pattern cannot be read.
package enum CueError: Error, Equatable, Sendable {
  case unknownClass(String)
  case unknownKind(String)
  case unknownCondition(String)
  /// A bracket without its other half.
  case unbalanced
  /// No single word, such as two words in one.
  case notAWord(String)
  /// Matches without a word.
  case empty
  /// A word class that contains itself.
  case circularClass(String)
  /// More patterns or words than can be numbered.
  case tooMany
  /// More parts of one pattern, or of a class with the classes inside it, than are made ready.
  case tooLarge(limit: Int)
  /// Brackets, or classes, deeper inside each other than that.
  case tooDeep(limit: Int)
}

extension CueExpression {
  /// - Parameter text: a pattern as above.
  init(_ text: some StringProtocol) throws(CueError) {
    var parser = CueParser(text)
    self = try parser.choice()
    guard parser.isAtEnd else { throw .unbalanced }
  }
}

private struct CueParser {
  /// In UTF-8: what has a meaning in a pattern is ASCII.
  private let text: [UInt8]
  private var at = 0
  /// Brackets that are open, and parts that were read.
  private var depth = 0
  private var parts = 0

  /// Brackets inside each other: expressions are followed by recursion.
  private static let depthLimit = 32
  private static let partLimit = 1000

  init(_ text: some StringProtocol) { self.text = Array(text.utf8) }

  var isAtEnd: Bool { at == text.count }

  private func isAt(_ character: Unicode.Scalar) -> Bool { at < text.count && text[at] == UInt8(ascii: character) }

  private func string(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }

  private mutating func countPart() throws(CueError) {
    parts += 1
    guard parts <= Self.partLimit else { throw .tooLarge(limit: Self.partLimit) }
  }

  mutating func choice() throws(CueError) -> CueExpression {
    let first = try sequence()
    guard isAt("|") else { return first }
    var alternatives = [first]
    while isAt("|") {
      at += 1
      try countPart()
      alternatives.append(try sequence())
    }
    return .choice(alternatives)
  }

  private mutating func sequence() throws(CueError) -> CueExpression {
    var parts: [CueExpression] = []
    while true {
      while isAt(" ") { at += 1 }
      guard at < text.count, !isAt("|"), !isAt(")") else { break }
      try countPart()
      var part = try element()
      if isAt("?") {
        at += 1
        part = .optional(part)
      }
      parts.append(part)
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func element() throws(CueError) -> CueExpression {
    switch text[at] {
    case UInt8(ascii: "("):
      at += 1
      depth += 1
      guard depth <= Self.depthLimit else { throw .tooDeep(limit: Self.depthLimit) }
      defer { depth -= 1 }
      let inner = try choice()
      guard isAt(")") else { throw .unbalanced }
      at += 1
      return inner
    case UInt8(ascii: "^"):
      at += 1
      return .start
    case UInt8(ascii: "$"):
      at += 1
      return .end
    case UInt8(ascii: "<"):
      guard let close = text[at...].firstIndex(of: UInt8(ascii: ">")) else { throw .unbalanced }
      defer { at = close + 1 }
      return .wordClass(string(at + 1..<close))
    default:
      let start = at
      while at < text.count, !Self.endsWord(text[at]) { at += 1 }
      return try word(start..<at)
    }
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "|"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "?"): true
    default: false
    }
  }

  private func word(_ range: Range<Int>) throws(CueError) -> CueExpression {
    guard let first = text[range].first, let last = text[range].last else { throw .empty }
    if first == UInt8(ascii: "#") {
      guard let kind = CueKind(rawValue: string(range.dropFirst())) else { throw .unknownKind(string(range)) }
      return .kind(kind)
    }
    if first == UInt8(ascii: "."), range.count > 2, text[range.lowerBound + 1] == first,
      let count = Int(string(range.dropFirst(2))), (1...12).contains(count)
    {
      return .gap(count)
    }
    if last == UInt8(ascii: "~") {
      return .choice(Inflection.forms(of: string(range.dropLast())).map { .word($0) })
    }
    return .word(string(range))
  }
}
