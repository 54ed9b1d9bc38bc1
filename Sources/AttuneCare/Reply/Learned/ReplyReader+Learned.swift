import Attune
import AttuneStatistics

/// What was learned of sentences, set against what cues found.
extension ReplyReader {
  /// Calls `body` with the features of every sentence.
  func forEachSentence(
    _ all: UnsafeBufferPointer<MessageToken>, _ findings: ReplyFindings,
    _ body: (_ sentence: Int, _ features: ArraySlice<UInt16>) -> Void
  ) {
    features.begin()
    var (nextShared, nextCue) = (0, 0)
    for (index, sentence) in tokens.sentences.enumerated() {
      let (firstShared, firstCue) = (nextShared, nextCue)
      while nextShared < shared.count, shared[nextShared].token < sentence.tokens.upperBound { nextShared += 1 }
      while nextCue < held.count, held[nextCue].first < sentence.tokens.upperBound { nextCue += 1 }
      features.read(
        sentence.tokens, isQuestion: sentence.isQuestion, at: index, of: tokens.sentences.count, all,
        shared: shared[firstShared..<nextShared], cues: held[firstCue..<nextCue], findings)
      body(index, features.rows)
    }
  }

  /// Raises items whose sentences are sure to have them, and drops those that only weak cues tell of, where all sentences are sure
  /// to have none, and those of strong cues where they are surer still. What a "not" cue covers is not raised.
  func readLearned(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    guard let rule = rubric.learned, findings.customer.isGiven, !findings.customer.isForeign,
      !tokens.sentences.isEmpty
    else { return }
    let learned = rule.weights
    let (best, places) = largestLogits(all, findings, learned)
    findings.rank = learned.rank.rank(best, sentences: tokens.sentences.count, findings)
    findings.logits = best
    for (lane, item) in LearnedItems.items.enumerated() {
      guard let bounds = rule.bounds[lane] else { continue }
      // Warmth was learned of replies to those whom a company serves, who name something that companies do.
      if item == .empathy || item == .validate, findings.customer.aspect == nil { continue }
      let level = item == .openQuestion ? findings[item] - 1 : findings[item]
      let sentence = tokens.sentences[Int(places[lane])].tokens
      if level <= 0, best[lane] >= bounds.raise {
        // A promise that names nothing is no step, in whatever words, and what is cheerful suits whom nothing ails.
        if item == .solution, findings[.overpromise] > 0 { continue }
        if item == .wrongTone, !findings.customer.isComplaint { continue }
        // Who does something about it in person may name somebody else as well.
        if item == .dismissive, findings[.solution] > 0, !self.places(of: Rubric.ReplyGroup.deed).isEmpty { continue }
        if hasException(item, in: sentence) { continue }
        findings.raise(item, to: item == .openQuestion ? 2 : 1)
        let words = tellingWords(sentence, all, lane, learned)
        add(item, words.first, words.last, all, &findings)
      } else if level > 0, best[lane] < bounds.drop, best[lane] < bounds.strong || !hasStrongCue(item),
        !findings.isShortChat
      {
        // A slot that nobody filled is canned whatever stands around it.
        if item == .canned, !findings.slots.isEmpty { continue }
        // What is wrong at praise was learned of few replies.
        if item == .wrongTone, findings.customer.isPraiseOnly { continue }
        clear(item, &findings)
      }
    }
  }

  /// Of each item the largest logit of a sentence, and which sentence has it; in the lane of the rank the sum of all over the root of
  /// their number.
  func largestLogits(
    _ all: UnsafeBufferPointer<MessageToken>, _ findings: ReplyFindings, _ learned: LearnedItems
  ) -> (logits: SIMD16<Float>, places: SIMD16<Int32>) {
    var best = SIMD16<Float>(repeating: -.infinity)
    var places = SIMD16<Int32>()
    var rank: Float = 0
    forEachSentence(all, findings) { sentence, features in
      let logits = learned.logits(features)
      rank += logits[LearnedItems.rankLane]
      let isMore = logits .> best
      best.replace(with: logits, where: isMore)
      places.replace(with: Int32(sentence), where: isMore)
    }
    best[LearnedItems.rankLane] = rank / Float(tokens.sentences.count).squareRoot()
    return (best, places)
  }

  private func hasStrongCue(_ item: RubricItem) -> Bool {
    held.contains { $0.group == UInt8(item.index) && $0.level > 1 }
  }

  /// The words of a sentence that weigh most for an item, for its evidence: five at most.
  private func tellingWords(
    _ sentence: Range<Int>, _ all: UnsafeBufferPointer<MessageToken>, _ lane: Int, _ learned: LearnedItems
  ) -> (first: Int, last: Int) {
    let end = min(sentence.upperBound, sentence.lowerBound + LearnedItems.featureLimit)
    let isOwn: (Int) -> Bool = { token in
      let place = self.shared.partitioningIndex { $0.token >= token }
      return place < self.shared.count && self.shared[place].token == token && self.shared[place].weight >= 0.5
    }
    var best: (sum: Float, first: Int, last: Int) = (-.infinity, sentence.lowerBound, sentence.lowerBound)
    var sum: Float = 0
    var first = sentence.lowerBound
    var weights: [Float] = []
    // The run of words with the largest sum.
    for index in sentence.lowerBound..<end {
      let weight = SentenceFeatures.rows(endingAt: index, in: sentence, all, isOwn)
        .reduce(0) { $0 + learned.weight($1, lane) }
      weights.append(weight)
      if sum <= 0 { (sum, first) = (0, index) }
      sum += weight
      if index - first >= 5 {
        sum -= weights[first - sentence.lowerBound]
        first += 1
      }
      if sum > best.sum { best = (sum, first, index) }
    }
    return (best.first, best.last)
  }
}
