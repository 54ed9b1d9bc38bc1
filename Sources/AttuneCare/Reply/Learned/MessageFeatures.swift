/// What a message has that tells what its customer is in: its words and pairs of words, with numbers and names as one word each;
/// how strongly cues of each situation, feeling and kind show; and what the model makes of it. Owned by one worker; memory is used
/// again and again.
struct MessageFeatures {
  private(set) var all: [UInt32] = []
  /// Names of the groups of cues over a message, hashed.
  private let groups: [UInt64]

  /// Tokens of a message that are read: enough for what it is about.
  private static let tokenLimit = 400

  private enum Kind: UInt64 {
    case always = 31
    case word, pair, group, mood
  }

  init(groups: [String]) {
    self.groups = groups.map(FeatureHash.of(name:))
    all.reserveCapacity(2 * Self.tokenLimit + 100)
  }

  private mutating func add(_ kind: Kind, _ last: UInt64, _ before: UInt64 = 0) {
    all.append(UInt32(truncatingIfNeeded: FeatureHash.of(kind.rawValue, last, before)))
  }

  private mutating func add(mood: Int) { add(.mood, FeatureHash.mixed(UInt64(mood))) }

  /// Reads a message.
  ///
  /// - Parameters:
  ///   - strengths: of each group of cues.
  ///   - isQuestion: whether a sentence asks.
  mutating func read(
    _ tokens: UnsafeBufferPointer<MessageToken>, strengths: [Int], _ message: CustomerMessage, isQuestion: Bool
  ) {
    all.removeAll(keepingCapacity: true)
    add(.always, 0)
    for (group, strength) in strengths.enumerated() where strength > 0 {
      add(.group, groups[group])
      if strength > 1 { add(.group, groups[group], 1) }
    }
    add(mood: Int((message.sentiment * 3).rounded()) + 4)
    add(mood: isQuestion ? 11 : 10)
    add(mood: message.isInquiry ? 21 : 20)
    add(mood: message.hasProblem ? 31 : 30)
    add(mood: message.isPraise ? 41 : 40)
    add(mood: 50 + min(Int.bitWidth - message.words.leadingZeroBitCount, 9))
    var before = FeatureHash.mixed(FeatureHash.Word.start.rawValue)
    for token in tokens.prefix(Self.tokenLimit) {
      let word = FeatureHash.word(token, isFirst: token.startsSentence)
      add(.word, word)
      add(.pair, word, before)
      before = word
    }
  }
}
