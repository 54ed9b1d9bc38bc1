/// What a word is to relevance and to noun phrases, by the rubric's word classes.
struct WordKinds: OptionSet, Sendable {
  let rawValue: UInt32

  /// Says nothing about the matter.
  static let function = WordKinds(rawValue: 1)
  /// Says little: "order", "account".
  static let generic = WordKinds(rawValue: 1 << 1)
  /// A noun for what customers write about.
  static let thing = WordKinds(rawValue: 1 << 2)
  /// Ends a noun phrase.
  static let verb = WordKinds(rawValue: 1 << 3)
  /// An adjective that may stand before a thing.
  static let plain = WordKinds(rawValue: 1 << 4)
  /// A person or an animal of the customer's.
  static let kin = WordKinds(rawValue: 1 << 5)
  /// Begins another clause.
  static let joint = WordKinds(rawValue: 1 << 6)
  /// How it feels, which any reply may say.
  static let mood = WordKinds(rawValue: 1 << 7)
  /// "My", "your", "the": before a noun phrase.
  static let mine = WordKinds(rawValue: 1 << 8)
  static let theirs = WordKinds(rawValue: 1 << 9)
  static let article = WordKinds(rawValue: 1 << 10)
  /// "Husband's": names a person, whatever follows.
  static let kinOf = WordKinds(rawValue: 1 << 11)

  /// A noun that may be a verb: "ring", "phone", "order".
  static let either = WordKinds(rawValue: 1 << 12)
  /// What is done or how it is, rather than a thing: "broke", "late".
  static let deed = WordKinds(rawValue: 1 << 13)
  /// A number in words.
  static let count = WordKinds(rawValue: 1 << 14)
  /// Stands in so many phrases that it names nothing: "hand", "half".
  static let light = WordKinds(rawValue: 1 << 15)
  /// What a company keeps for its customers, and can look up: "order", "booking".
  static let record = WordKinds(rawValue: 1 << 16)

  /// The class of the rubric that each comes from.
  static let classes: [(name: String, kind: WordKinds)] = [
    ("function", .function), ("generic", .generic), ("thing", .thing), ("verb", .verb), ("plain", .plain),
    ("kin", .kin), ("joint", .joint), ("mood", .mood), ("mine", .mine), ("theirs", .theirs), ("article", .article),
    ("kin_of", .kinOf), ("either", .either), ("deed", .deed), ("count", .count), ("light", .light),
    ("record", .record),
  ]
}

/// What is known of each symbol of a `PatternSet`: its kinds, and the row of synonyms that it stands in. Immutable.
struct WordTable: Sendable {
  /// `[symbol]`
  let kinds: [WordKinds]
  /// Of each symbol the number of its row in the rubric's `same`, from 1, or 0.
  let rows: [UInt16]
  /// What words of each symbol say about the matter.
  private let weights: [Float]

  init(_ cues: PatternSet, rows count: Int) {
    var kinds = [WordKinds](repeating: [], count: cues.symbolCount)
    for (name, kind) in WordKinds.classes {
      for symbol in cues.members(of: name) { kinds[Int(symbol)].insert(kind) }
    }
    var rows = [UInt16](repeating: 0, count: cues.symbolCount)
    for row in 0..<count {
      for symbol in cues.members(of: "same:\(row)") where rows[Int(symbol)] == 0 { rows[Int(symbol)] = UInt16(row + 1) }
    }
    self.kinds = kinds
    self.rows = rows
    weights = zip(kinds, rows).enumerated().map { Self.weight(ofSymbol: $0.offset, $0.element.0, $0.element.1) }
  }

  private static func weight(ofSymbol symbol: Int, _ kinds: WordKinds, _ row: UInt16) -> Float {
    if kinds.contains(.light) { return 0 }
    if kinds.contains(.count) { return 0.3 }
    if kinds.contains(.generic) { return 0.4 }
    if kinds.contains(.thing) || kinds.contains(.kin) || row > 0 { return 1 }
    if kinds.contains(.function) || kinds.contains(.mood) { return 0 }
    return symbol <= Int(PatternSet.name) ? 0.9 : 0.5
  }

  @inline(__always)
  func kinds(of token: MessageToken) -> WordKinds { kinds[Int(token.symbol)] }

  /// What a content word has in common with its synonyms and its other forms.
  @inline(__always)
  func key(_ token: MessageToken, _ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let row = rows[Int(token.symbol)]
    return row > 0 ? UInt64(row) : ContentWord.stem(token, text)
  }

  /// Whether a word tells what is done or how it is, and names no thing: by its class, or by its ending where it has none.
  @inline(__always)
  func isDeed(_ token: MessageToken, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let kinds = kinds(of: token)
    if kinds.contains(.deed) { return true }
    guard token.symbol == PatternSet.unknown, token.isWord, token.end - token.start > 5 else { return false }
    let last = text[Int(token.end) - 1] | 0x20
    let before = text[Int(token.end) - 2] | 0x20
    switch last {
    case UInt8(ascii: "d"): return before == UInt8(ascii: "e")
    case UInt8(ascii: "y"): return before == UInt8(ascii: "l")
    case UInt8(ascii: "g"): return before == UInt8(ascii: "n") && text[Int(token.end) - 3] | 0x20 == UInt8(ascii: "i")
    default: return false
    }
  }

  /// How much a word says about the matter: 0 for none, 1 for a thing or a long number; less for words that the rubric knows, as
  /// they are frequent, than for others.
  @inline(__always)
  func weight(_ token: MessageToken) -> Float {
    // "5 pm" stands in any reply.
    if token.isNumber { return token.end - token.start > 2 ? 1 : 0.3 }
    guard token.isWord, token.end - token.start > 2 else { return 0 }
    return weights[Int(token.symbol)]
  }
}
