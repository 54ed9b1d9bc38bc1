import Attune

/// What a learned item sees of a sentence: its words, pairs and triples of words, with numbers, names and words of the customer's as
/// one word each; the cues that hold in it and in the sentence before; where it stands; what the customer is in; and what the cues
/// found in the whole reply. Owned by one worker; memory is used again and again.
struct SentenceFeatures {
  /// Rows of `LearnedItems`, an entry for every feature.
  var rows: ArraySlice<UInt16> { memory[..<count] }
  private var memory = [UInt16](repeating: 0, count: LearnedItems.featureLimit)
  private var count = 0
  /// Of each group of cues what its name is hashed to, so that a rubric with other groups keeps the meaning of those it shares.
  private let groups: [UInt64]
  /// The same of the situations' names.
  private let situations: [UInt64]
  private var before = SIMD4<UInt64>()

  /// What a feature is made of.
  private enum Kind: UInt64 {
    case word = 11
    case pair, triple, cue, cueBefore, place, found, fact, situation
  }

  init(groups: [String], situations: [String]) {
    self.groups = groups.map(FeatureHash.of(name:))
    self.situations = situations.map(FeatureHash.of(name:))
  }

  /// Forgets the sentence before: another reply begins.
  mutating func begin() { before = SIMD4() }

  /// The row of up to three mixed parts.
  @inline(__always)
  private static func row(_ kind: Kind, _ last: UInt64, _ before: UInt64 = 0, _ first: UInt64 = 0) -> UInt16 {
    let hash = UInt16(truncatingIfNeeded: FeatureHash.of(kind.rawValue, last, before, first))
    return UInt16((UInt32(hash) * UInt32(LearnedItems.rows)) >> 16)
  }

  @inline(__always)
  private mutating func add(_ row: UInt16) {
    guard count < LearnedItems.featureLimit else { return }
    memory[count] = row
    count += 1
  }

  private mutating func add(_ kind: Kind, _ first: UInt64, _ second: UInt64 = 0) {
    add(Self.row(kind, FeatureHash.mixed(first), FeatureHash.mixed(second)))
  }

  /// What a token is to the features.
  @inline(__always)
  private static func word(_ token: MessageToken, isFirst: Bool, isOwn: Bool) -> UInt64 {
    isOwn ? own : FeatureHash.word(token, isFirst: isFirst)
  }

  private static var own: UInt64 { FeatureHash.mixed(FeatureHash.Word.own.rawValue) }
  private static var start: UInt64 { FeatureHash.mixed(FeatureHash.Word.start.rawValue) }
  private static var end: UInt64 { FeatureHash.mixed(FeatureHash.Word.end.rawValue) }

  /// The rows of the words around one token of a sentence: the word, and the pairs and triples that end with it.
  static func rows(
    endingAt index: Int, in sentence: Range<Int>, _ all: UnsafeBufferPointer<MessageToken>, _ isOwn: (Int) -> Bool
  ) -> [UInt16] {
    func word(_ at: Int) -> UInt64 {
      at < sentence.lowerBound ? start : Self.word(all[at], isFirst: at == sentence.lowerBound, isOwn: isOwn(at))
    }
    var rows = [row(.word, word(index)), row(.pair, word(index), word(index - 1))]
    if index > sentence.lowerBound { rows.append(row(.triple, word(index), word(index - 1), word(index - 2))) }
    return rows
  }

  /// Reads a sentence.
  ///
  /// - Parameters:
  ///   - shared: the tokens of the sentence that are words of the customer's.
  ///   - cues: those that begin in the sentence.
  ///   - place: which of the sentences of the reply it is.
  mutating func read(
    _ sentence: Range<Int>, isQuestion: Bool, at place: Int, of sentences: Int,
    _ all: UnsafeBufferPointer<MessageToken>,
    shared: ArraySlice<(token: Int, key: UInt64, weight: Float)>,
    cues: ArraySlice<(group: UInt8, level: UInt8, first: Int, last: Int)>, _ findings: ReplyFindings
  ) {
    count = 0
    readPlace(sentence, isQuestion: isQuestion, isLast: place == sentences - 1, shared: shared.count, findings)
    readFacts(sentence, isQuestion: isQuestion, at: place, of: sentences, findings)
    readCues(cues)
    var next = shared.startIndex
    var (before, first) = (Self.start, UInt64(0))
    for index in sentence {
      while next < shared.endIndex, shared[next].token < index { next += 1 }
      let isOwn = next < shared.endIndex && shared[next].token == index && shared[next].weight >= 0.5
      let word = Self.word(all[index], isFirst: index == sentence.lowerBound, isOwn: isOwn)
      add(Self.row(.word, word))
      add(Self.row(.pair, word, before))
      if first != 0 { add(Self.row(.triple, word, before, first)) }
      (first, before) = (before, word)
    }
    add(Self.row(.pair, Self.end, before))
    add(Self.row(.triple, Self.end, before, first))
  }

  private mutating func readPlace(
    _ sentence: Range<Int>, isQuestion: Bool, isLast: Bool, shared: Int, _ findings: ReplyFindings
  ) {
    let customer = findings.customer
    let facts = [
      true, isQuestion, sentence.lowerBound == 0, isLast, shared >= 1, shared >= 2, shared >= 4, sentence.count < 4,
      sentence.count < 8, sentence.count > 20, customer.isComplaint, customer.isPraiseOnly, customer.gravity > 1,
      customer.hasProblem, sentence.lowerBound == 0 && isLast,
    ]
    for (fact, holds) in facts.enumerated() where holds { add(.place, UInt64(fact)) }
    for item in RubricItem.all {
      let level = findings[item]
      if level > 0 { add(.found, UInt64(item.index), 1) }
      if level > 1 { add(.found, UInt64(item.index), 2) }
    }
  }

  /// Where the sentence stands in its reply, how long it is, and what it answers.
  private mutating func readFacts(
    _ sentence: Range<Int>, isQuestion: Bool, at place: Int, of sentences: Int, _ findings: ReplyFindings
  ) {
    let customer = findings.customer
    if let situation = customer.situation, situation < situations.count { add(.situation, situations[situation]) }
    let length = sentence.count + 1
    let facts = [
      (customer.feeling?.index).map { $0 + 1 } ?? 0, findings.channel.index, min(sentences, 6), min(place, 4),
      min(sentences - 1 - place, 3), (isQuestion ? 3 : 0) + min(place, 2), Int((findings.relevance * 4).rounded()),
      min(findings.points.count { $0.isTaken }, 3), Int.bitWidth - customer.words.leadingZeroBitCount,
      Int.bitWidth - (length * length).leadingZeroBitCount,
    ]
    for (fact, value) in facts.enumerated() { add(.fact, UInt64(fact), UInt64(value)) }
  }

  private mutating func readCues(_ cues: ArraySlice<(group: UInt8, level: UInt8, first: Int, last: Int)>) {
    for part in 0..<4 {
      var bits = before[part]
      while bits != 0 {
        let group = part * 64 + bits.trailingZeroBitCount
        add(.cueBefore, groups[group])
        bits &= bits - 1
      }
    }
    // Of each group, and of each of its two levels, once.
    var seen = (SIMD4<UInt64>(), SIMD4<UInt64>())
    var any = SIMD4<UInt64>()
    for cue in cues where Int(cue.group) < groups.count {
      let (part, bit) = (Int(cue.group) >> 6, UInt64(1) << UInt64(cue.group & 63))
      if any[part] & bit == 0 {
        any[part] |= bit
        add(.cue, groups[Int(cue.group)])
      }
      let isKnown = (cue.level > 1 ? seen.1 : seen.0)[part] & bit != 0
      if isKnown { continue }
      if cue.level > 1 { seen.1[part] |= bit } else { seen.0[part] |= bit }
      add(.cue, groups[Int(cue.group)], UInt64(cue.level))
    }
    before = any
  }
}
