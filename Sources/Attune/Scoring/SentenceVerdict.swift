/// One sentence of a text, with its verdict.
public struct SentenceVerdict: Sendable, Hashable {
  /// Its place: UTF-8 bytes of the text, at character boundaries.
  public var range: Range<Int>
  /// The verdict on the sentence alone.
  public var verdict: Verdict
}

/// When a text counts as mixed: one of its sentences is strongly positive and another strongly negative, or two clauses
/// of one sentence are.
public enum MixedFeelings {
  /// The label of such a text.
  public static let label = "mixed"
  /// The score that a sentence must reach in each direction.
  public static let strength: Float = 0.5

  /// The score that a clause must reach to be good. Less than that of a sentence, because there is less to go by.
  package static let strengthOfGoodClause: Float = 0.25

  /// - Parameter scores: of the sentences, -1...1.
  public static func areIn(_ scores: some Sequence<Float>) -> Bool { areIn(scores, good: strength) }

  /// The same for the clauses of one sentence.
  package static func areIn(clauses scores: some Sequence<Float>) -> Bool {
    areIn(scores, good: strengthOfGoodClause)
  }

  private static func areIn(_ scores: some Sequence<Float>, good: Float) -> Bool {
    var isGood = false
    var isBad = false
    for score in scores {
      if score >= good { isGood = true }
      if score <= -strength { isBad = true }
    }
    return isGood && isBad
  }
}

extension Model {
  /// Whether a text is strongly positive in one sentence and strongly negative in another, or in two clauses of one
  /// sentence ("friendly but slow").
  ///
  /// - Precondition: the model is a sentiment model.
  /// - Complexity: O(bytes)
  public func hasMixedFeelings(_ text: String) -> Bool {
    let sentences = sentences(of: text)
    if MixedFeelings.areIn(sentences.map { Float($0.verdict.score) }) { return true }
    let cutter = ClauseCutter(scratch: TokenizerScratch())
    var bytes = text
    return bytes.withUTF8 { bytes in
      sentences.contains { sentence in
        let words = UnsafeBufferPointer(rebasing: bytes[sentence.range])
        var scores: [Float] = []
        cutter.forEach(in: words) { clause in
          scores.append(Float(classify(utf8: UnsafeBufferPointer(rebasing: words[clause])).score))
        }
        return scores.count > 1 && MixedFeelings.areIn(clauses: scores)
      }
    }
  }

  /// Classifies every sentence of a text on its own.
  ///
  ///     for sentence in model.sentences(of: "Lovely room. The bill was wrong!") {
  ///       print(sentence.range, sentence.verdict.label)
  ///     }
  ///
  /// - Returns: the sentences in order; none for a blank text.
  /// - Complexity: O(bytes)
  public func sentences(of text: String) -> [SentenceVerdict] {
    let ranges = Sentences.ranges(of: text)
    let verdicts = classify(
      ranges.map { String(decoding: text.utf8.dropFirst($0.lowerBound).prefix($0.count), as: UTF8.self) })
    return zip(ranges, verdicts).map { SentenceVerdict(range: $0, verdict: $1) }
  }
}
