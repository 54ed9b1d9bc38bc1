/// What learned weights are looked up by.
enum FeatureHash {
  /// Spreads the bits of a part.
  @inline(__always)
  static func mixed(_ part: UInt64) -> UInt64 {
    let hash = part &* 0x9E37_79B9_7F4A_7C15
    return hash ^ hash >> 32
  }

  /// Of up to three mixed parts, each turned another way.
  @inline(__always)
  static func of(_ kind: UInt64, _ last: UInt64, _ before: UInt64 = 0, _ first: UInt64 = 0) -> UInt64 {
    let parts = last ^ (before << 21 | before >> 43) ^ (first << 42 | first >> 22)
    let hash = (parts ^ kind &* 0x9E37_79B9_7F4A_7C15) &* 0x2545_F491_4F6C_DD1D
    return (hash ^ hash >> 29) >> 20
  }

  static func of(name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// What stands for words that are not told apart.
  enum Word: UInt64 {
    case start = 1
    case end, number, name, own, emoji, link
  }

  /// Of a token.
  /// - Parameter isFirst: of its sentence, where everything is written like a name.
  @inline(__always)
  static func word(_ token: MessageToken, isFirst: Bool) -> UInt64 {
    let word =
      switch token.kind {
      case .number: Word.number.rawValue
      case .emoji, .emoticon: Word.emoji.rawValue
      case .mention, .url: Word.link.rawValue
      case .punctuation: UInt64(token.symbol) + 16
      case .word: token.symbol == PatternSet.name && !isFirst ? Word.name.rawValue : token.hash
      }
    return mixed(word)
  }
}
