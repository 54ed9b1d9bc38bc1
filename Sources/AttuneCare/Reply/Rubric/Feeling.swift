/// What a customer shows, as far as a reply has to go by it.
public enum Feeling: String, CaseIterable, Sendable, Hashable {
  case anger, frustration, worry, sadness, disappointment, confusion, embarrassment, joy, gratitude

  /// Whether it is one that a reply should take care of.
  public var isNegative: Bool { self != .joy && self != .gratitude }
}
