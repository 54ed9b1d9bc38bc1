/// How the answers of a column that holds words are written: in words or as numbers, when and by whom, in bounded memory.
package struct AnswerForms: Sendable, Equatable {
  /// The first different words, as they are written, with what each counts as.
  private(set) var words: [String: Double] = [:]
  /// Different answers in words and as numbers, up to the limit.
  private var levels = (words: Set<Double>(), numbers: Set<Double>())
  /// Of each day, and of each group by columns of groups: answers, and those among them that are numbers.
  private(set) var days: [Day: ScaleChange.Answers] = [:]
  private(set) var groups: [[String: ScaleChange.Answers]]

  private static let limit = 40
  private static let groupLimit = 64
  private static let dayLimit = 100_000

  init(groups: Int) { self.groups = Array(repeating: [:], count: groups) }

  package static func == (a: Self, b: Self) -> Bool {
    a.words == b.words && a.levels == b.levels && a.days == b.days && a.groups == b.groups
  }

  /// - Parameter word: nil for a number.
  mutating func append(_ value: Double, word: String?, _ row: RecordLayout.Row) {
    if let word {
      if words[word] != nil || words.count < Self.limit { words[word] = value }
      if levels.words.count < Self.limit { levels.words.insert(value) }
    } else if levels.numbers.count < Self.limit {
      levels.numbers.insert(value)
    }
    if let day = row.time?.day, days[day] != nil || days.count < Self.dayLimit {
      days[day, default: .init()].append(isHigh: word == nil)
    }
    for (index, name) in row.groups.enumerated()
    where groups[index][name] != nil || groups[index].count < Self.groupLimit {
      groups[index][name, default: .init()].append(isHigh: word == nil)
    }
  }

  /// Whether words and numbers are of two scales: one is of two answers, such as good and bad, and the other of more.
  var areOfTwoScales: Bool {
    let counts = [levels.words.count, levels.numbers.count].sorted()
    return counts[0] > 0 && counts[0] <= 2 && counts[1] > 2
  }
}
