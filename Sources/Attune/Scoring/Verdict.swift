/// What a model says of one text.
public struct Verdict: Sendable, Hashable {
  /// The most probable class, or "unknown" when the model knew nothing in the text.
  public var label: String
  /// For sentiment, p(positive) - p(negative), in -1...1; for other classes the probability of `label`.
  /// 0 when the label is "unknown".
  public var score: Double
  /// One probability per class, in the order of the model's `labels`.
  public var probabilities: [Double]
  /// The language of a text that is not English, as a code of ISO 639-1 ("de"), where a model of English is asked: its label
  /// is "unknown". nil for English, for text of which the language is not clear, and for other models.
  public var language: String?

  /// A verdict with all its parts.
  public init(label: String, score: Double, probabilities: [Double], language: String? = nil) {
    self.label = label
    self.score = score
    self.probabilities = probabilities
    self.language = language
  }

  /// The label of a text of which a model knows nothing.
  public static let unknown = "unknown"
}
