import Attune
import AttunePlatform

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

  /// What a cue says, in memory that is reached without checks.
  private struct CueSign {
    var sign: UrgencyCues.Sign
    var isCalm: Bool
    var isNegation: Bool
  }

  private let cues: UnsafeMutablePointer<CueSign>
  /// By symbol.
  private let isNegator: UnsafeMutablePointer<Bool>
  private let matcher: StreamMatcher
  private let learned: LearnedUrgency
  private let bias: Float
  /// Of what was learned.
  private let words: Float
  private let negative: Float
  private let positive: Float
  /// Of the nine tones, and zeros.
  private let toneWeights: UnsafeMutablePointer<SIMD4<Float>>
  private let weighsTones: Bool
  /// By `Sign.bit`.
  private let weights: [Float]

  private struct State {
    /// Of the text that is being looked at: bits of what was found, how often each, and where its capitals began.
    var signs: UInt32 = 0
    var foundCounts = SIMD32<UInt8>()
    var capitals = 0
    var capitalCount = 0
    /// Of all texts since `reset`.
    var found: [Found] = []
    var count = 0
  }

  private struct Result {
    var logit: Float
    /// By `Sign.bit`.
    var signs: UInt32
    /// Where what was found in the text ends in `found`.
    var end: Int
  }

  /// In memory that is reached without checks for exclusive access.
  private let state: UnsafeMutablePointer<State>
  /// One per text since `reset`.
  private let results: UnsafeMutablePointer<Result>

  /// From how many logits on words are shown as a reason.
  private static let tellingLogit: Float = 0.7

  package init(weights: UrgencyWeights, learned: LearnedUrgency = .shipped) {
    self.learned = learned
    let shipped = UrgencyCues.shipped
    cues = .allocate(capacity: shipped.signs.count)
    for (rule, sign) in shipped.signs.enumerated() {
      (cues + rule).initialize(
        to: CueSign(sign: sign, isCalm: sign.reason == nil, isNegation: shipped.isNegation[rule]))
    }
    isNegator = .allocate(capacity: shipped.isNegator.count)
    isNegator.initialize(from: shipped.isNegator, count: shipped.isNegator.count)
    matcher = StreamMatcher(shipped.patterns)
    state = .allocate(capacity: 1)
    state.initialize(to: State())
    results = .allocate(capacity: Scorer.batchSize)
    bias = Float(weights.bias)
    words = Float(weights.words)
    negative = Float(weights.negative)
    positive = Float(weights.positive)
    toneWeights = .allocate(capacity: 4)
    toneWeights.initialize(repeating: .zero, count: 4)
    for (place, label) in ToneTaxonomy.core.labels.enumerated() {
      toneWeights[place / 4][place % 4] = Float(weights.tones[label] ?? 0)
    }
    weighsTones = !weights.toneTaxonomies.isEmpty
    self.weights =
      UrgencyReason.allCases.map { Float(weights.reasons[$0] ?? 0) }
      + CalmingReason.allCases.map { Float(weights.calming[$0.rawValue] ?? 0) }
  }

  deinit {
    state.deinitialize(count: 1)
    state.deallocate()
    results.deallocate()
    cues.deallocate()
    isNegator.deallocate()
    toneWeights.deallocate()
  }

  /// Forgets the texts.
  package func reset() {
    state.pointee.found.removeAll(keepingCapacity: true)
    state.pointee.count = 0
  }

  /// Assesses the next text.
  ///
  /// - Parameters:
  ///   - negative: the probability that it is.
  ///   - positive: the same.
  ///   - tones: the nine tones of the batch, if they are known.
  ///   - row: the text's number there.
  /// - Precondition: there were less than `Scorer.batchSize` since `reset`.
  package func add(
    _ text: UnsafeBufferPointer<UInt8>, _ tokens: UnsafeBufferPointer<ScoredToken>, negative: Float, positive: Float,
    tones: ToneScorer?, row: Int
  ) {
    let state = state
    precondition(state.pointee.count < Scorer.batchSize)
    state.pointee.signs = 0
    state.pointee.capitalCount = 0
    let first = state.pointee.found.count
    matcher.scan(tokens) { match in
      note(match, tokens, from: first)
    } loud: { place in
      noteForm(of: place, tokens, from: first)
    }
    var logit = bias + self.negative * negative + self.positive * positive
    if let tones, weighsTones { logit += tones.sum(row, weights: toneWeights) }
    var rest = state.pointee.signs
    while rest != 0 {
      logit += weights[rest.trailingZeroBitCount]
      rest &= rest &- 1
    }
    if words != 0 {
      let learned = words * learned.logit(tokens)
      logit += learned
      // Of a text that nobody hurries for, it does not matter.
      if words > 0, learned > Self.tellingLogit, logit > -1 { noteWording(tokens, from: first) }
    }
    if state.pointee.found.count > first { settle(from: first, text) }
    results[state.pointee.count] = Result(
      logit: logit, signs: state.pointee.signs, end: state.pointee.found.count)
    state.pointee.count &+= 1
  }

  /// Words that are worth most, where no cue says more.
  private func noteWording(_ tokens: UnsafeBufferPointer<ScoredToken>, from first: Int) {
    let cueCount = state.pointee.found.count
    for run in learned.telling(tokens, least: Self.tellingLogit / words, limit: Urgency.evidenceLimit) {
      let (start, end) = (tokens[run.lowerBound].start, tokens[run.upperBound].end)
      let isKnown = (first..<cueCount).contains {
        state.pointee.found[$0].start < end && start < state.pointee.found[$0].end
      }
      if !isKnown { note(.init(.wording), run.lowerBound, run.upperBound, tokens, from: first) }
    }
  }

  /// Capitals in a row, and marks that shout.
  private func noteForm(of place: Int, _ tokens: UnsafeBufferPointer<ScoredToken>, from first: Int) {
    let token = tokens[place]
    switch token.kind {
    case .word where token.isCapitals:
      let isNext = state.pointee.capitalCount > 0 && place == state.pointee.capitals + state.pointee.capitalCount
      state.pointee.capitalCount = isNext ? state.pointee.capitalCount + 1 : 1
      if !isNext { state.pointee.capitals = place }
      let (start, count) = (state.pointee.capitals, state.pointee.capitalCount)
      // "FIX THIS" counts, "US GDP" does not.
      if count >= 3 || count == 2 && token.end - tokens[start].start >= 9 {
        note(.init(.capitals), start, place, tokens, from: first)
      }
    case .punctuation
    where token.mark != .ellipsis
      && (token.isElongated || token.mark == .exclamation && token.end - token.start > 1):
      note(.init(.exclamation), place, place, tokens, from: first)
    default: break
    }
  }

  /// Puts what was found in a text in order, on borders of characters.
  private func settle(from first: Int, _ text: UnsafeBufferPointer<UInt8>) {
    let count = state.pointee.found.count
    state.pointee.found.withUnsafeMutableBufferPointer { found in
      for index in first..<count {
        let whole = CharacterBorders.whole(found[index].range, in: text)
        found[index].start = UInt32(whole.lowerBound)
        found[index].end = UInt32(whole.upperBound)
      }
      if count - first > 1 { found[first...].sort { ($0.start, $0.sign.bit) < ($1.start, $1.sign.bit) } }
    }
    state.pointee.foundCounts = .init()
  }

  private func note(_ match: PatternMatch, _ tokens: UnsafeBufferPointer<ScoredToken>, from first: Int) {
    let cue = cues[Int(match.rule)]
    let (start, last) = (Int(match.first), Int(match.last))
    // A sign of calm is counted only once, and has no place.
    if cue.isCalm, state.pointee.signs & 1 << UInt32(cue.sign.bit) != 0 { return }
    if !cue.isNegation && isNegated(start, tokens) { return }
    if cue.isCalm {
      state.pointee.signs |= 1 << UInt32(cue.sign.bit)
      return
    }
    note(cue.sign, start, last, tokens, from: first)
  }

  /// Whether one of the two words before `start`, in its clause, is a negator.
  private func isNegated(_ start: Int, _ tokens: UnsafeBufferPointer<ScoredToken>) -> Bool {
    var place = start
    while place > 0, start - place < 2, !tokens[place].beginsClause {
      place -= 1
      if isNegator[Int(matcher.symbol(place))] { return true }
    }
    return false
  }

  private func note(
    _ sign: UrgencyCues.Sign, _ start: Int, _ last: Int, _ tokens: UnsafeBufferPointer<ScoredToken>, from first: Int
  ) {
    state.pointee.signs |= 1 << UInt32(sign.bit)
    let (begin, end) = (tokens[start].start, tokens[last].end)
    let state = state
    for index in first..<state.pointee.found.count
    where state.pointee.found[index].sign == sign && state.pointee.found[index].end >= begin {
      state.pointee.found[index].start = min(state.pointee.found[index].start, begin)
      state.pointee.found[index].end = max(state.pointee.found[index].end, end)
      return
    }
    guard state.pointee.foundCounts[Int(sign.bit)] < Urgency.evidenceLimit else { return }
    state.pointee.foundCounts[Int(sign.bit)] += 1
    state.pointee.found.append(Found(sign: sign, start: begin, end: end))
  }

  // MARK: Results, by a text's number since `reset`

  package func logit(_ text: Int) -> Float { results[text].logit }

  /// What was found, by `Sign.bit`.
  func signs(_ text: Int) -> UInt32 { results[text].signs }

  package func score(_ text: Int) -> Float { Self.probability(results[text].logit) }

  package static func probability(_ logit: Float) -> Float { 1 / (1 + exp(-logit)) }

  /// The logit of a probability; of 0 and 1 that of the next ones between.
  package static func logit(of probability: Float) -> Float {
    let bounded = min(max(probability, Float.leastNormalMagnitude), 1 - Float.ulpOfOne / 2)
    return log(bounded / (1 - bounded))
  }

  private func places(_ text: Int) -> Range<Int> { (text == 0 ? 0 : results[text - 1].end)..<results[text].end }

  package func hasReasons(_ text: Int) -> Bool { !places(text).isEmpty }

  package func reasons(_ text: Int) -> ArraySlice<Found> { state.pointee.found[places(text)] }

  package func urgency(_ text: Int) -> Urgency {
    Urgency(
      score: Double(score(text)), reasons: reasons(text).map { Urgency.Evidence(reason: $0.reason, range: $0.range) })
  }
}
