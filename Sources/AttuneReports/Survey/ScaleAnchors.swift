/// The ends of a scale that a question explains in words: "1 = very poor, 10 = excellent", "0 (not at all) to 10
/// (extremely likely)", "where 1 is sad and 3 is happy", "1 sehr gut, 6 ungenügend".
struct ScaleAnchors {
  let lowest: Double
  let highest: Double
  /// nil where the words do not tell.
  let best: Scale.Best?
  /// Whether the lowest number stands for the most of what is asked for: "1 = very high, 5 = very low"; nil where the words
  /// name no amounts.
  let isFalling: Bool?

  /// Between a number and what it means.
  private static let links: Set<String> = [
    "=", "(", ":", "is", "being", "means", "meaning", "ist", "bedeutet", "est", "etant", "signifie", "es", "siendo",
    "significa",
  ]
  /// Between the two ends.
  private static let joints: Set<String> = ["to", "and", "bis", "und", "a", "et", "y", "through", "hasta"]

  /// - Returns: nil where fewer than two numbers are explained, or they are no ends of a scale.
  init?(_ tokens: [ScaleName.Token]) {
    var anchors: [(number: Double, words: String)] = []
    for (index, token) in tokens.enumerated() {
      guard case .number(let number) = token, let words = Self.meaning(tokens[(index + 1)...]) else { continue }
      anchors.append((number, words))
    }
    guard let first = anchors.min(by: { $0.number < $1.number }), let last = anchors.max(by: { $0.number < $1.number }),
      anchors.count <= 11, first.number <= 1, (2...100).contains(last.number)
    else { return nil }
    (lowest, highest) = (first.number, last.number)
    let families = AnswerBook.shipped.families.compactMap { family -> (isRising: Bool, isOfAmounts: Bool)? in
      guard let low = family.values[first.words], let high = family.values[last.words], low != high else { return nil }
      return (high > low, family.isOfAmounts)
    }
    guard families.isEmpty else {
      best = families.allSatisfy(\.isRising) ? .high : families.contains(where: \.isRising) ? nil : .low
      isFalling = families.allSatisfy(\.isOfAmounts) ? best.map { $0 == .low } : nil
      return
    }
    switch (AnswerDirection.End(first.words), AnswerDirection.End(last.words)) {
    case (.good, .bad), (.good, nil), (nil, .bad): (best, isFalling) = (.low, nil)
    case (.bad, .good), (.bad, nil), (nil, .good): (best, isFalling) = (.high, nil)
    case (.little, .much): (best, isFalling) = (nil, false)
    case (.much, .little): (best, isFalling) = (nil, true)
    default: (best, isFalling) = (nil, nil)
    }
  }

  /// What stands behind a number and before the next one, if it explains the number.
  private static func meaning(_ rest: ArraySlice<ScaleName.Token>) -> String? {
    var words = rest.prefix { if case .word = $0 { true } else { false } }
      .compactMap { token -> String? in if case .word(let word) = token { word } else { nil } }
    let isLinked = words.first.map(links.contains) ?? false
    if isLinked { words.removeFirst() }
    while let last = words.last, joints.contains(last) || links.contains(last) { words.removeLast() }
    let text = words.joined(separator: " ")
    guard !words.isEmpty, words.count <= 8, isLinked || AnswerBook.shipped.knows(text) else { return nil }
    return text
  }
}
