/// A mention of an aspect in a text, with its sentiment.
public struct AspectMention: Sendable, Hashable {
  /// The aspect's name.
  public var aspect: String
  /// The words that name it, as written in the text.
  public var term: String
  /// Their place: UTF-8 bytes of the text, at character boundaries.
  public var range: Range<Int>
  /// "negative", "neutral" or "positive", judged by what is said about the term rather than by the whole text.
  public var label: String
  /// p(positive) - p(negative), -1...1.
  public var score: Double
}
