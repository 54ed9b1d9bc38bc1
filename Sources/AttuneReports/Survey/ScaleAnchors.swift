/// The numbers of a scale that a question explains in words: "1 = very poor, 10 = excellent", "0 (not at all) to 10
/// (extremely likely)", "where 1 is sad and 3 is happy", "1 sehr gut, 6 ungenügend".
struct ScaleAnchors {
  /// The ends of the scale; nil where fewer than two numbers are explained, or they are no ends.
  let range: (lowest: Double, highest: Double)?
  /// nil where the words do not tell.
  let ends: ScaleEnds?

  /// Between a number and what it means.
  private static let links: Set<String> = [
    "=", "(", ":", "is", "being", "means", "meaning", "ist", "bedeutet", "est", "etant", "signifie", "es", "siendo",
    "significa",
  ]
  /// Between the two ends.
  private static let joints: Set<String> = ["to", "and", "bis", "und", "a", "et", "y", "through", "hasta"]

  /// - Returns: nil where no number is explained.
  init?(_ tokens: [ScaleName.Token]) {
    var labels: [Double: String] = [:]
    var equated: Set<Double> = []
    for (index, token) in tokens.enumerated() {
      guard case .number(let number) = token else { continue }
      let behind = Self.meaning(tokens[(index + 1)...])
      if let words = behind ?? Self.meaning(before: index, tokens) { labels[number] = labels[number] ?? words }
      let beside = [index - 1, index + 1].filter(tokens.indices.contains)
      if beside.contains(where: { tokens[$0].word == "=" }) { equated.insert(number) }
    }
    guard let first = labels.keys.min(), let last = labels.keys.max(), labels.count <= 11 else { return nil }
    guard labels.count > 1 else {
      // "5 = worst"
      guard equated.contains(first), (0...10).contains(first), let end = AnswerDirection.End(labels[first] ?? ""),
        let best = end.best(at: first)
      else { return nil }
      (range, ends) = (nil, best)
      return
    }
    guard first <= 1, (2...100).contains(last) else { return nil }
    (range, ends) = ((first, last), ScaleEnds(labels))
  }

  /// What stands behind a number and before the next one, if it explains the number.
  private static func meaning(_ rest: ArraySlice<ScaleName.Token>) -> String? {
    var words = rest.prefix { $0.word != nil && $0.word != ")" }.compactMap(\.word)
    // What is said of the next number: "best (1) to worst (5)".
    if let first = words.first, joints.contains(first) { return nil }
    let isLinked = words.first.map(links.contains) ?? false
    if isLinked { words.removeFirst() }
    // What explains the next number goes with that.
    while let last = words.last, joints.contains(last) || links.contains(last) { words.removeLast() }
    let text = words.joined(separator: " ")
    guard !words.isEmpty, words.count <= 8, isLinked || isKnown(text) else { return nil }
    return text
  }

  /// What stands before a number and explains it: "best = 1", "best (1)", "very satisfied 1 - 5 very dissatisfied".
  private static func meaning(before index: Int, _ tokens: [ScaleName.Token]) -> String? {
    let isAlone =
      index > 0 && tokens[index - 1].word == "(" && (index + 1 == tokens.count || tokens[index + 1].word == ")")
    var words = tokens[..<(isAlone ? index - 1 : index)].reversed()
      .prefix { $0.word.map { !["(", ")"].contains($0) } ?? false }.compactMap(\.word)
    if words.first == "=" {
      words.removeFirst()
    } else if !isAlone {
      guard index + 1 < tokens.count, tokens[index + 1].word == nil, meaning(tokens[(index + 2)...]) != nil else {
        return nil
      }
    }
    return (1...4).reversed().lazy.filter { $0 <= words.count }
      .map { words.prefix($0).reversed().joined(separator: " ") }.first(where: isKnown)
  }

  private static func isKnown(_ text: String) -> Bool {
    AnswerBook.shipped.knows(text) || text.split(separator: " ").count <= 4 && AnswerDirection.End(text) != nil
  }
}
