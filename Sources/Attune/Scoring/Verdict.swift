/// What a model says of one text.
public struct Verdict: Sendable, Hashable {
  /// The most probable class, or "unknown" when the model knew nothing in the text.
  public var label: String
  /// For sentiment, p(positive) - p(negative), in -1...1; for other classes the probability of `label`.
  /// 0 when the label is "unknown".
  public var score: Double
  /// One probability per class, in the order of the model's `labels`.
  public var probabilities: [Double]

  /// A verdict with all its parts.
  public init(label: String, score: Double, probabilities: [Double]) {
    self.label = label
    self.score = score
    self.probabilities = probabilities
  }

  /// The label of a text of which a model knows nothing.
  public static let unknown = "unknown"
}
