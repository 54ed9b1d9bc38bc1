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
  private let characters: [Character]
  private var at = 0
  /// Brackets that are open, and parts that were read.
  private var depth = 0
  private var parts = 0

  /// Brackets inside each other: expressions are followed by recursion.
  private static let depthLimit = 32
  private static let partLimit = 1000

  init(_ text: some StringProtocol) { characters = Array(text) }

  var isAtEnd: Bool { at == characters.count }

  private mutating func countPart() throws(CueError) {
    parts += 1
    guard parts <= Self.partLimit else { throw .tooLarge(limit: Self.partLimit) }
  }

  mutating func choice() throws(CueError) -> CueExpression {
    var alternatives = [try sequence()]
    while at < characters.count, characters[at] == "|" {
      at += 1
      try countPart()
      alternatives.append(try sequence())
    }
    return alternatives.count == 1 ? alternatives[0] : .choice(alternatives)
  }

  private mutating func sequence() throws(CueError) -> CueExpression {
    var parts: [CueExpression] = []
    while true {
      while at < characters.count, characters[at] == " " { at += 1 }
      guard at < characters.count, characters[at] != "|", characters[at] != ")" else { break }
      try countPart()
      var part = try element()
      if at < characters.count, characters[at] == "?" {
        at += 1
        part = .optional(part)
      }
      parts.append(part)
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func element() throws(CueError) -> CueExpression {
    switch characters[at] {
    case "(":
      at += 1
      depth += 1
      guard depth <= Self.depthLimit else { throw .tooDeep(limit: Self.depthLimit) }
      defer { depth -= 1 }
      let inner = try choice()
      guard at < characters.count, characters[at] == ")" else { throw .unbalanced }
      at += 1
      return inner
    case "^":
      at += 1
      return .start
    case "$":
      at += 1
      return .end
    case "<":
      guard let close = characters[at...].firstIndex(of: ">") else { throw .unbalanced }
      defer { at = close + 1 }
      return .wordClass(String(characters[(at + 1)..<close]))
    default:
      let start = at
      while at < characters.count, !" |()?".contains(characters[at]) { at += 1 }
      return try word(String(characters[start..<at]))
    }
  }

  private func word(_ text: String) throws(CueError) -> CueExpression {
    if text.hasPrefix("#") {
      guard let kind = CueKind(rawValue: String(text.dropFirst())) else { throw .unknownKind(text) }
      return .kind(kind)
    }
    if text.hasPrefix(".."), let count = Int(text.dropFirst(2)), (1...12).contains(count) { return .gap(count) }
    if text.hasSuffix("~") { return .choice(Inflection.forms(of: String(text.dropLast())).map { .word($0) }) }
    guard !text.isEmpty else { throw .empty }
    return .word(text)
  }
}
