import AttuneStatistics

/// What the first records show of one column of answers: its numbers, the tops that it names, and its words, in bounded
/// memory.
struct AnswerLook: Sendable {
  private var numbers = ValueCounts(precision: .coarse)
  private(set) var tops: [Double: Int] = [:]
  private var words: [String: Int] = [:]
  /// Words beside numbers, as in "1 - Excellent": the first ones of each number.
  private(set) var labels: [Double: String] = [:]

  private static let topLimit = 100
  private static let wordLimit = 1000

  mutating func append(_ field: UnsafeBufferPointer<UInt8>, book: AnswerBook) {
    let cursor = FieldCursor(field)
    guard !cursor.isMissing else { return }
    let score =
      (try? ScoreParser(book: book).parse(cursor)) ?? (try? ScoreParser(decimalMark: .comma, book: book).parse(cursor))
    if let score {
      if let label = Self.label(cursor, score) { append(label: label, of: score) }
      return append(score)
    }
    guard cursor.count <= AnswerWords.limit else { return }
    let word = AnswerWords.answer(cursor.text)
    if !book.saysNoAnswer(word) { append(word: word) }
  }

  mutating func append(_ score: Score) {
    guard let top = score.outOf else {
      numbers.append(score.value)
      return
    }
    if tops[top] != nil || tops.count < Self.topLimit { tops[top, default: 0] += 1 }
  }

  mutating func append(label: String, of score: Score) {
    if labels.count < Self.topLimit, labels[score.value] == nil { labels[score.value] = label }
  }

  /// The words beside the number of a score, normalized; nil without any, and for what names a scale: "4 out of 5", "4 stars".
  static func label(_ cursor: FieldCursor, _ score: Score) -> String? {
    guard score.outOf == nil, cursor.count > 2 else { return nil }
    let text = cursor.text
    guard text.contains(where: \.isLetter), text.contains(where: { $0.isASCII && $0.isNumber }) else { return nil }
    let words = text.drop { !$0.isLetter }.reversed().drop { !$0.isLetter }.reversed()
    let label = AnswerWords.normalized(String(words))
    return ScoreParser.namesPoints(label) ? nil : label
  }

  /// - Parameter word: normalized.
  mutating func append(word: String) {
    if words[word] != nil || words.count < Self.wordLimit { words[word, default: 0] += 1 }
  }

  /// The top of the column: that which most fields with one name; where most fields are bare numbers, that of these, if
  /// they prove a scale. A few "8/10" among hundreds of 1 to 5 do not make it a scale of ten.
  /// - Parameter find: finds the scale of bare numbers.
  func top(_ find: (Distribution) -> ScaleFinding) -> Double? {
    let named = tops.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
    guard named != nil, numbers.count > tops.values.reduce(0, +) else { return named }
    return find(Distribution(numbers)).scale?.highest ?? named
  }

  enum Family: Sendable {
    case none
    case found(AnswerFamily)
    /// Two families fit and give different figures.
    case open(AnswerFamily, AnswerFamily)
  }

  /// The family that reads the column's words: see `answers.yaml`.
  /// - Parameter scale: the one that is given.
  /// - Complexity: O(families × different words)
  func family(in book: AnswerBook, scale: Scale?, isUsable: (AnswerFamily) -> Bool) -> Family {
    struct Candidate {
      var family: AnswerFamily
      var answers: ValueCounts
      /// Words for which the family has a number that no other word has.
      var collisions: Int
      var isComplete: Bool
    }
    let numbers = Distribution(numbers)
    let candidates = book.families.compactMap { family -> Candidate? in
      let own = family.scale(best: .high)
      guard isUsable(family), scale.map({ $0.lowest == own.lowest && $0.highest == own.highest }) ?? true,
        numbers.count == 0 || own.holds(numbers)
      else { return nil }
      var answers = ValueCounts(precision: .coarse)
      var known = 0
      for (word, count) in words {
        guard let value = family.values[word] else { continue }
        answers.append(value, count: count)
        known += 1
      }
      guard known > 0 else { return nil }
      let levels = Distribution(answers).values.count
      return Candidate(
        family: family, answers: answers, collisions: known - levels, isComplete: levels == family.levels)
    }
    guard let covered = candidates.map(\.answers.count).max() else { return .none }
    var best = candidates.filter { $0.answers.count == covered }
    let collisions = best.map(\.collisions).min()
    best = best.filter { $0.collisions == collisions }
    if best.contains(where: \.isComplete) { best = best.filter(\.isComplete) }
    func figures(_ candidate: Candidate) -> [Proportion] {
      let answers = ScaleAnswers(candidate.answers, scale: candidate.family.scale(best: .high))
      return [answers.satisfaction(), answers.ease]
    }
    let first = best[0]
    if let other = best.first(where: { figures($0) != figures(first) }) { return .open(first.family, other.family) }
    return .found(first.family)
  }

  /// The figure that a family would give.
  func answers(in family: AnswerFamily, best: Scale.Best) -> ScaleAnswers {
    var all = numbers
    for (word, count) in words {
      if let value = family.values[word] { all.append(value, count: count) }
    }
    return ScaleAnswers(all, scale: family.scale(best: best))
  }
}
