/// A place where a text speaks of an aspect, and how.
public struct AspectMention: Sendable, Hashable {
  /// The aspect's name.
  public var aspect: String
  /// The words that name it, as they stand in the text.
  public var term: String
  /// Where they stand: UTF-8 bytes of the text, on borders of characters.
  public var range: Range<Int>
  /// "negative", "neutral" or "positive", after what is said of the term rather than of all else.
  public var label: String
  /// p(positive) - p(negative), -1...1.
  public var score: Double
}
