/// The tones that a text may have, several at a time.
public enum ToneTaxonomy: String, CaseIterable, Sendable {
  /// Nine tones of customer messages: anger, annoyance, disappointment, worry, confusion, surprise, gratitude, joy and
  /// neutral.
  case core
  /// The 27 emotions of GoEmotions (Demszky et al. 2020) and neutral.
  case all

  /// The tones, in a fixed order; `neutral` is the last.
  public var labels: [String] {
    switch self {
    case .core: Self.groups.map(\.tone)
    case .all: Self.groups.flatMap(\.emotions).filter { $0 != "neutral" }.sorted() + ["neutral"]
    }
  }

  /// The place in `labels` of a tone or of an emotion of GoEmotions: of the tone that it belongs to, with `core`.
  package func index(of name: String) -> Int? {
    switch self {
    case .core: Self.groups.firstIndex { $0.tone == name || $0.emotions.contains(name) }
    case .all: labels.firstIndex(of: name)
    }
  }

  /// What emotions each of the nine tones stands for.
  private static let groups: [(tone: String, emotions: [String])] = [
    ("anger", ["anger"]),
    ("annoyance", ["annoyance", "disapproval", "disgust"]),
    ("disappointment", ["disappointment", "sadness", "grief", "remorse", "embarrassment"]),
    ("worry", ["fear", "nervousness"]),
    ("confusion", ["confusion", "curiosity", "realization"]),
    ("surprise", ["surprise"]),
    ("gratitude", ["gratitude", "relief"]),
    (
      "joy",
      [
        "joy", "amusement", "excitement", "love", "pride", "optimism", "admiration", "approval", "caring", "desire",
      ]
    ),
    ("neutral", ["neutral"]),
  ]
}
