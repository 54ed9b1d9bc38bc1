/// What words at the numbers of a scale tell of its ends: "1 = very poor, 10 = excellent" in a question, or labels beside
/// the answers themselves, such as "1 - Excellent" and "5 - Very poor".
package struct ScaleEnds: Sendable, Hashable {
  /// nil where the words do not tell.
  let best: Scale.Best?
  /// Whether the lowest number stands for the most of what is asked for: "1 = very high, 5 = very low"; nil where the words
  /// name no amounts.
  let isFalling: Bool?

  init(best: Scale.Best?, isFalling: Bool? = nil) { (self.best, self.isFalling) = (best, isFalling) }

  /// From words beside at least two numbers; those that are not understood tell nothing.
  /// - Parameter labels: normalized words of numbers.
  /// - Complexity: O(families of answers × labels)
  init?(_ labels: [Double: String]) {
    let sorted = labels.sorted { $0.key < $1.key }
    if let ends = Self.families(sorted) {
      self = ends
      return
    }
    let known = sorted.compactMap { number, words in AnswerDirection.End(words).map { (number: number, end: $0) } }
    guard let first = known.first, let last = known.last else { return nil }
    guard first.number < last.number else {
      // Of one end alone the other follows.
      guard sorted.count > 1, first.number == sorted[0].key || first.number == sorted.last?.key,
        let ends = first.end.best(at: first.number == sorted[0].key ? 0 : .infinity)
      else { return nil }
      self = ends
      return
    }
    switch (first.end, last.end) {
    case (.good, .bad), (.good, .little), (.good, .much), (.little, .bad), (.much, .bad): self.init(best: .low)
    case (.bad, .good), (.bad, .little), (.bad, .much), (.little, .good), (.much, .good): self.init(best: .high)
    case (.little, .much): self.init(best: nil, isFalling: false)
    case (.much, .little): self.init(best: nil, isFalling: true)
    default: return nil
    }
  }

  /// What families of answers say, of those that know the most of the labels.
  private static func families(_ labels: [(key: Double, value: String)]) -> ScaleEnds? {
    struct Reading { var known: Int, isRising: Bool, isOfAmounts: Bool }
    let readings = AnswerBook.shipped.families.compactMap { family -> Reading? in
      let values = labels.compactMap { family.values[$0.value] }
      guard let first = values.first, let last = values.last, first != last else { return nil }
      return Reading(known: values.count, isRising: last > first, isOfAmounts: family.isOfAmounts)
    }
    guard let most = readings.map(\.known).max() else { return nil }
    let best = readings.filter { $0.known == most }
    let isRising = best[0].isRising
    guard best.allSatisfy({ $0.isRising == isRising }) else { return nil }
    return ScaleEnds(
      best: isRising ? .high : .low, isFalling: best.allSatisfy(\.isOfAmounts) ? !isRising : nil)
  }

  /// From a header or a question: "(1 = poor, 5 = excellent)", "(very satisfied 1 - 5 very dissatisfied)", "5 = worst",
  /// "lower is better"; nil where it says nothing of the kind.
  /// - Complexity: O(length of the wording)
  init?(in wording: String) {
    if let ends = ScaleAnchors(ScaleName.tokens(wording))?.ends {
      self = ends
    } else if let best = Self.phrase(in: ColumnName(wording)) {
      self.init(best: best)
    } else {
      return nil
    }
  }

  /// "lower is better", "high = bad"
  private static func phrase(in name: ColumnName) -> Scale.Best? {
    func holds(_ sides: [String], _ feelings: [String]) -> Bool {
      sides.contains { side in
        joints.contains { joint in feelings.contains { name.holds("\(side) \(joint)\($0)") } }
      }
    }
    // Few names hold such a word.
    guard !name.parts.isDisjoint(with: feelings) else { return nil }
    if holds(low, good) || holds(high, bad) { return .low }
    return holds(high, good) || holds(low, bad) ? .high : nil
  }

  private static let joints = ["", "is ", "the ", "means ", "ist ", "desto ", "est ", "es ", "e "]
  private static let low = [
    "low", "lower", "lowest", "less", "fewer", "smaller", "small", "niedrig", "niedriger", "weniger", "kleiner", "bas",
    "moins", "menor", "menos", "bajo",
  ]
  private static let high = [
    "high", "higher", "highest", "more", "larger", "greater", "hoch", "hoher", "mehr", "haut", "plus", "mayor", "mas",
    "alto",
  ]
  private static let good = [
    "good", "better", "best", "gut", "besser", "beste", "bon", "mieux", "meilleur", "bueno", "mejor",
  ]
  private static let bad = [
    "bad", "worse", "worst", "poor", "schlecht", "schlechter", "mauvais", "pire", "malo", "peor",
  ]

  private static let feelings = Set(good + bad)

  /// What a header and the labels of its answers say together.
  enum Agreement {
    /// Only one of them tells, or both agree.
    case told(ScaleEnds)
    case contradiction
    case nothing
  }

  static func agreement(_ header: ScaleEnds?, _ cells: ScaleEnds?) -> Agreement {
    guard let header, let cells else { return (header ?? cells).map { .told($0) } ?? .nothing }
    if let a = header.best, let b = cells.best, a != b { return .contradiction }
    if let a = header.isFalling, let b = cells.isFalling, a != b { return .contradiction }
    return .told(header.best == nil ? cells : header)
  }

  /// Whether a header says that answers were turned round, or are to be.
  static func saysReversed(_ wording: String) -> Bool {
    !ColumnName(wording).parts.isDisjoint(with: reversals)
  }

  private static let reversals: Set = [
    "reversed", "reverse", "inverted", "inverse", "umgekehrt", "invertiert", "inversee", "invertido", "invertida",
  ]

  /// Of a likelihood, whether the lowest answer is the most likely one.
  var isReversedLikelihood: Bool { best == .low || best == nil && isFalling == true }
}
