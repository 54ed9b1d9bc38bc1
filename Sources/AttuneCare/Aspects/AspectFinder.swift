import Attune

/// Finds the aspects that the texts of a batch speak of, and how they do, from the tokens that the scorer kept. One worker
/// owns it.
package final class AspectFinder {
  /// A mention in a text of the batch.
  package struct Found {
    /// In the taxonomy.
    package var aspect: Int
    package var range: Range<Int>
    /// Of `AspectPolarity.labels`.
    package var label = 1
    package var score: Float = 0
    var tokens: ClosedRange<Int>
  }

  package let taxonomy: Taxonomy
  private let polarity: AspectPolarity
  private let matcher: StreamMatcher
  private let scorer: Scorer
  private var found: [Found] = []
  private var ends: [Int] = []
  /// The contexts of mentions whose pieces wait in `scorer`, the first of them that of the mention `firstWaiting`.
  private var waiting: [AspectContext] = []
  private var firstWaiting = 0

  /// Mentions of one text that are kept.
  private static let limit = 1000

  package init(taxonomy: Taxonomy, model: Model, polarity: AspectPolarity = .shipped) {
    self.taxonomy = taxonomy
    self.polarity = polarity
    matcher = StreamMatcher(taxonomy.patterns)
    scorer = Scorer(model: model)
  }

  /// Forgets the texts.
  package func reset() {
    found.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    waiting.removeAll(keepingCapacity: true)
    firstWaiting = 0
  }

  /// Finds the mentions in the next text; `finish` says how they are meant.
  package func add(_ text: UnsafeBufferPointer<UInt8>, _ tokens: UnsafeBufferPointer<ScoredToken>) {
    let first = found.count
    matcher.scan(tokens) { match in
      note(taxonomy.aspectOfRule[Int(match.rule)], Int(match.first)...Int(match.last), from: first)
    } loud: { _ in
    }
    for index in first..<found.count {
      let place = found[index].tokens
      found[index].range = CharacterBorders.whole(
        Int(tokens[place.lowerBound].start)..<Int(tokens[place.upperBound].end), in: text)
      judge(place, text, tokens)
    }
    ends.append(found.count)
  }

  /// Of mentions that overlap the longest counts.
  private func note(_ aspect: Int, _ tokens: ClosedRange<Int>, from first: Int) {
    while found.count > first, let last = found.last, last.tokens.overlaps(tokens) {
      if last.tokens.count >= tokens.count { return }
      found.removeLast()
    }
    if found.count - first < Self.limit { found.append(Found(aspect: aspect, range: 0..<0, tokens: tokens)) }
  }

  /// Queues what stands around a term.
  func judge(_ term: ClosedRange<Int>, _ text: UnsafeBufferPointer<UInt8>, _ tokens: UnsafeBufferPointer<ScoredToken>) {
    if scorer.count + AspectContext.pieceCount > Scorer.batchSize { finish() }
    let context = AspectContext(of: term, in: tokens)
    for piece in context.pieces { scorer.add(UnsafeBufferPointer(rebasing: text[piece])) }
    waiting.append(context)
  }

  /// Completes the mentions of all texts so far.
  package func finish() {
    scorer.finish()
    for (index, context) in waiting.enumerated() {
      let p = polarity.probabilities(words: context.words, dense: dense(of: index))
      found[firstWaiting + index].label = p[0] >= p[1] && p[0] >= p[2] ? 0 : p[2] >= p[1] ? 2 : 1
      found[firstWaiting + index].score = p[2] - p[0]
    }
    firstWaiting += waiting.count
    waiting.removeAll(keepingCapacity: true)
    scorer.reset()
  }

  /// Of a context that waits, once the scorer has finished.
  private func dense(of index: Int) -> [Float] {
    AspectPolarity.dense(
      (0..<AspectContext.pieceCount).map { piece in
        let row = index * AspectContext.pieceCount + piece
        guard scorer.isKnown(row) else { return nil }
        let (negative, positive) = scorer.sentiment(row)
        return (negative, 1 - negative - positive, positive)
      })
  }

  // MARK: Results, by a text's number since `reset`

  package func mentions(_ text: Int) -> ArraySlice<Found> { found[(text == 0 ? 0 : ends[text - 1])..<ends[text]] }

  // MARK: Training

  /// What the polarity of a term in a text is decided by.
  ///
  /// - Parameter range: bytes of the term; nil when no token stands there.
  func example(_ range: Range<Int>, _ text: UnsafeBufferPointer<UInt8>, _ tokens: UnsafeBufferPointer<ScoredToken>)
    -> (words: [Int], dense: [Float])?
  {
    let places = tokens.indices.filter {
      Int(tokens[$0].start) < range.upperBound && Int(tokens[$0].end) > range.lowerBound
    }
    guard let first = places.first, let last = places.last else { return nil }
    reset()
    judge(first...last, text, tokens)
    scorer.finish()
    defer { scorer.reset() }
    return (waiting[0].words, dense(of: 0))
  }
}
