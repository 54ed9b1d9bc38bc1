import Attune

extension Pattern {
  /// Reads the spelling of rubrics.
  ///
  /// - Complexity: O(bytes)
  init(_ text: some StringProtocol) throws(PatternError) {
    var parser = PatternParser(text)
    self = try parser.choice()
    guard parser.isAtEnd else { throw .unbalanced }
  }
}

private struct PatternParser {
  /// In UTF-8: what has a meaning in a pattern is ASCII.
  private let text: [UInt8]
  private var at = 0
  /// Brackets that are open, and parts that were read.
  private var depth = 0
  private var parts = 0

  /// Brackets inside each other: patterns are followed by recursion.
  private static let depthLimit = 32
  private static let partLimit = 1000

  init(_ text: some StringProtocol) { self.text = Array(text.utf8) }

  var isAtEnd: Bool { at == text.count }

  private func isAt(_ character: Unicode.Scalar) -> Bool { at < text.count && text[at] == UInt8(ascii: character) }

  private func string(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }

  private mutating func countPart() throws(PatternError) {
    parts += 1
    guard parts <= Self.partLimit else { throw .tooLarge(limit: Self.partLimit) }
  }

  mutating func choice() throws(PatternError) -> Pattern {
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

  private mutating func sequence() throws(PatternError) -> Pattern {
    var parts: [Pattern] = []
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

  private mutating func element() throws(PatternError) -> Pattern {
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

  private func word(_ range: Range<Int>) throws(PatternError) -> Pattern {
    guard let first = text[range].first, let last = text[range].last else { throw .empty }
    if first == UInt8(ascii: "#") {
      guard let tokenClass = TokenClass(rawValue: string(range.dropFirst())) else {
        throw .unknownTokenClass(string(range))
      }
      return .tokenClass(tokenClass)
    }
    if first == UInt8(ascii: "."), range.count > 2, text[range.lowerBound + 1] == first,
      let count = Int(string(range.dropFirst(2))), (1...12).contains(count)
    {
      return .gap(count)
    }
    if last == UInt8(ascii: "~") {
      return .choice(Inflection.forms(of: string(range.dropLast())).map { .word($0) })
    }
    return range.count == 1 && first == UInt8(ascii: "_") ? .token : .word(string(range))
  }
}

// MARK: Terms

extension Pattern {
  /// The most elements of a term, some of which may be missing, and the most alternatives of one.
  static let elementLimit = 50
  static let optionalLimit = 10
  static let alternativeLimit = 10_000

  /// Reads the spelling of taxonomies and urgency cues.
  ///
  /// - Parameters:
  ///   - term: such as "charged|billed me? twice".
  ///   - classes: those that may be named.
  ///   - scratch: memory, to be given where there are many terms.
  /// - Complexity: O(bytes)
  init(
    term: String, classes: some Collection<String> = [], scratch: TokenizerScratch = TokenizerScratch()
  ) throws(PatternError) {
    var elements: [Pattern] = []
    var optionalCount = 0
    // Whether something must stand behind the last gap: matches end with a word.
    var isEnded = false
    for part in term.split(separator: " ") {
      guard elements.count < Self.elementLimit else { throw .tooLarge(limit: Self.elementLimit) }
      let isOptional = part.count > 1 && part.last == "?"
      let element = try Self.element(isOptional ? part.dropLast() : part, classes, scratch)
      elements.append(isOptional ? .optional(element) : element)
      optionalCount += isOptional ? 1 : 0
      isEnded = element != .token && (isEnded || !isOptional)
    }
    guard optionalCount <= Self.optionalLimit else { throw .tooManyOptional(limit: Self.optionalLimit) }
    guard isEnded else { throw .empty }
    self = .sequence(elements)
  }

  private static func element(
    _ text: Substring, _ classes: some Collection<String>, _ scratch: TokenizerScratch
  ) throws(PatternError) -> Pattern {
    if text == "_" { return .token }
    var alternatives: [Pattern] = []
    for alternative in text.split(separator: "|", omittingEmptySubsequences: false) {
      if let name = PatternSet.className(of: String(alternative)) {
        guard classes.contains(name) else { throw .unknownClass(name) }
        alternatives.append(.wordClass(name))
      } else if alternative.isEmpty {
        throw .empty
      } else if Token.hash(ofSingle: String(alternative), scratch: scratch) == nil {
        throw .notAWord(String(alternative))
      } else {
        alternatives.append(.word(String(alternative)))
      }
      guard alternatives.count <= alternativeLimit else { throw .tooLarge(limit: alternativeLimit) }
    }
    return alternatives.count == 1 ? alternatives[0] : .choice(alternatives)
  }
}
