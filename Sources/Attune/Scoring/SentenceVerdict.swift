/// One sentence of a text, and what it says.
public struct SentenceVerdict: Sendable, Hashable {
  /// UTF-8 bytes of the text, on borders of characters.
  public var range: Range<Int>
  /// Of the sentence alone.
  public var verdict: Verdict
}

/// When a text counts as mixed: one of its sentences is good and another bad, both with strength.
public enum MixedFeelings {
  /// The label of such a text.
  public static let label = "mixed"
  /// The score that a sentence must reach in each direction.
  public static let strength: Float = 0.5

  /// - Parameter scores: of the sentences, -1...1.
  public static func areIn(_ scores: some Sequence<Float>) -> Bool {
    var isGood = false
    var isBad = false
    for score in scores {
      if score >= strength { isGood = true }
      if score <= -strength { isBad = true }
    }
    return isGood && isBad
  }
}

extension Model {
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
