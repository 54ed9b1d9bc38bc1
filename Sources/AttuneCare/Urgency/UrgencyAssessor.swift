import Attune

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Assesses how urgent the texts of a batch are, from the tokens that the scorer kept. One worker owns it.
package final class UrgencyAssessor {
  /// Something found, in bytes of the text.
  package struct Found {
    let sign: UrgencyCues.Sign
    package var start: UInt32
    package var end: UInt32

    package var reason: UrgencyReason { sign.reason! }
    package var range: Range<Int> { Int(start)..<Int(end) }
  }

  /// What a phrase says, in memory that is reached without checks.
  private struct PhraseSign {
    var sign: UrgencyCues.Sign
    var isCalm: Bool
    var isNegation: Bool
  }

  private let phrases: UnsafeMutablePointer<PhraseSign>
  /// By symbol.
  private let isNegator: UnsafeMutablePointer<Bool>
  private let matcher: PhraseMatcher
  private let bias: Float
  private let negative: Float
  private let positive: Float
  /// By `Sign.bit`.
  private let weights: [Float]

  /// Of the text that is being looked at.
  private var signs: UInt32 = 0
  private var foundCounts = [UInt8](repeating: 0, count: UrgencyCues.Sign.count)
  /// Of all texts since `reset`.
  private var found: [Found] = []
  private var ends: [Int] = []
  private var logits: [Float] = []

  package init(weights: UrgencyWeights) {
    let cues = UrgencyCues.shipped
    phrases = .allocate(capacity: cues.signs.count)
    for (index, sign) in cues.signs.enumerated() {
      (phrases + index).initialize(
        to: PhraseSign(sign: sign, isCalm: sign.reason == nil, isNegation: cues.isNegation[index]))
    }
    isNegator = .allocate(capacity: cues.isNegator.count)
    isNegator.initialize(from: cues.isNegator, count: cues.isNegator.count)
    matcher = PhraseMatcher(cues.automaton)
    bias = Float(weights.bias)
    negative = Float(weights.negative)
    positive = Float(weights.positive)
    self.weights =
      UrgencyReason.allCases.map { Float(weights.reasons[$0] ?? 0) }
      + CalmingReason.allCases.map { Float(weights.calming[$0.rawValue] ?? 0) }
  }

  deinit {
    phrases.deallocate()
    isNegator.deallocate()
  }

  /// Forgets the texts.
  package func reset() {
    found.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    logits.removeAll(keepingCapacity: true)
  }

  /// Assesses the next text.
  ///
  /// - Parameters:
  ///   - negative: the probability that it is.
  ///   - positive: the same.
  package func add(
    _ text: UnsafeBufferPointer<UInt8>, _ tokens: UnsafeBufferPointer<PlacedToken>, negative: Float, positive: Float
  ) {
    signs = 0
    let first = found.count
    var capitals = 0
    var isShouting = 0
    matcher.scan(tokens) { phrase, last in
      note(phrase, last, tokens, from: first)
    } odd: { place in
      let token = tokens[place]
      switch token.kind {
      case .word where token.isCapitals:
        // A run of them goes on.
        isShouting = place == capitals + isShouting && isShouting > 0 ? isShouting + 1 : 1
        if isShouting == 1 { capitals = place }
        if isShouting >= 3 || isShouting == 2 && token.end - tokens[capitals].start >= 9 {
          note(.init(.capitals), capitals, place, tokens, from: first)
        }
      case .punctuation
      where token.mark != .ellipsis && (token.isElongated || token.mark == .exclamation && token.end - token.start > 1):
        note(.init(.exclamation), place, place, tokens, from: first)
      default: break
      }
    }
    if signs != 0 {
      for index in first..<found.count {
        let whole = CharacterBorders.whole(found[index].range, in: text)
        found[index].start = UInt32(whole.lowerBound)
        found[index].end = UInt32(whole.upperBound)
      }
      if found.count - first > 1 { found[first...].sort { ($0.start, $0.sign.bit) < ($1.start, $1.sign.bit) } }
      for index in foundCounts.indices { foundCounts[index] = 0 }
    }
    ends.append(found.count)
    var logit = bias + self.negative * negative + self.positive * positive
    var rest = signs
    while rest != 0 {
      logit += weights[rest.trailingZeroBitCount]
      rest &= rest &- 1
    }
    logits.append(logit)
  }

  private func note(_ phrase: Int, _ last: Int, _ tokens: UnsafeBufferPointer<PlacedToken>, from first: Int) {
    let (sign, isCalm, isNegation) = (phrases[phrase].sign, phrases[phrase].isCalm, phrases[phrase].isNegation)
    // A sign of calm is counted only once, and has no place.
    if isCalm, signs & 1 << UInt32(sign.bit) != 0 { return }
    let start = matcher.start(of: phrase, endingAt: last)
    if start < 0 || !isNegation && isNegated(start, tokens) { return }
    if isCalm {
      signs |= 1 << UInt32(sign.bit)
      return
    }
    note(sign, start, last, tokens, from: first)
  }

  /// Whether one of the two words before `start`, in its clause, is a negator.
  private func isNegated(_ start: Int, _ tokens: UnsafeBufferPointer<PlacedToken>) -> Bool {
    var place = start
    while place > 0, start - place < 2, !tokens[place].beginsClause {
      place -= 1
      if isNegator[Int(matcher.symbol(place))] { return true }
    }
    return false
  }

  private func note(
    _ sign: UrgencyCues.Sign, _ start: Int, _ last: Int, _ tokens: UnsafeBufferPointer<PlacedToken>, from first: Int
  ) {
    signs |= 1 << UInt32(sign.bit)
    let (begin, end) = (tokens[start].start, tokens[last].end)
    for index in first..<found.count where found[index].sign == sign && found[index].end >= begin {
      found[index].start = min(found[index].start, begin)
      found[index].end = max(found[index].end, end)
      return
    }
    guard foundCounts[Int(sign.bit)] < Urgency.evidenceLimit else { return }
    foundCounts[Int(sign.bit)] += 1
    found.append(Found(sign: sign, start: begin, end: end))
  }

  // MARK: Results, by a text's number since `reset`

  package func logit(_ text: Int) -> Float { logits[text] }

  package func score(_ text: Int) -> Float { Self.probability(logits[text]) }

  package static func probability(_ logit: Float) -> Float { 1 / (1 + exp(-logit)) }

  package func reasons(_ text: Int) -> ArraySlice<Found> { found[(text == 0 ? 0 : ends[text - 1])..<ends[text]] }

  package func urgency(_ text: Int) -> Urgency {
    Urgency(
      score: Double(score(text)), reasons: reasons(text).map { Urgency.Evidence(reason: $0.reason, range: $0.range) })
  }
}
