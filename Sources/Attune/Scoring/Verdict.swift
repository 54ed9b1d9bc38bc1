/// A model's verdict on one text.
public struct Verdict: Sendable, Hashable {
  /// The most probable class, or "unknown" if the text contains no known word.
  public var label: String
  /// For sentiment, p(positive) - p(negative), in -1...1; for other classes, the probability of `label`. 0 if the label
  /// is "unknown".
  public var score: Double
  /// One probability per class, in the order of the model's `labels`.
  public var probabilities: [Double]
  /// For a model of English: the language of a text that is not English, as an ISO 639-1 code ("de"); its label is
  /// "unknown". nil for English, for texts whose language is unclear, and for other models.
  public var language: String?

  /// A verdict with all its parts.
  public init(label: String, score: Double, probabilities: [Double], language: String? = nil) {
    self.label = label
    self.score = score
    self.probabilities = probabilities
    self.language = language
  }

  /// The label of a text without any known word.
  public static let unknown = "unknown"
}
