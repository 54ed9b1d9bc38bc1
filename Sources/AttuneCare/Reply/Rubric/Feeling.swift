/// What a customer feels, as far as it matters for a reply.
public enum Feeling: String, CaseIterable, Sendable, Hashable {
  case anger, frustration, worry, sadness, disappointment, confusion, embarrassment, joy, gratitude

  /// Whether a reply should take care of it.
  public var isNegative: Bool { self != .joy && self != .gratitude }

  /// Its place in `allCases`.
  package var index: Int {
    switch self {
    case .anger: 0
    case .frustration: 1
    case .worry: 2
    case .sadness: 3
    case .disappointment: 4
    case .confusion: 5
    case .embarrassment: 6
    case .joy: 7
    case .gratitude: 8
    }
  }
}
