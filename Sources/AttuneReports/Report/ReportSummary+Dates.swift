import AttuneStatistics

/// What dates say of how columns are to be read.
extension ReportSummary.Column {
  /// Adds that dates are months, and that answers end at another number before a date than behind it.
  mutating func add(_ report: Report, _ scales: [Scale?], _ span: DaySpan?) {
    let layout = report.layout
    var found: [String] = []
    if name == layout.time, span?.isMonthly == true { found.append("every date is a month") }
    for index in layout.measured.indices where layout.measured[index].name == name {
      guard layout.measured[index].kind.isOfAnswers, layout.measured[index].family == nil,
        scales[index].map({ $0.highest > ScaleChange.usualTop }) ?? false
      else { continue }
      if let change = ScaleChange(report.days.mapValues { $0.values[index] }) { found.append(change.text) }
    }
    if !found.isEmpty { answerNotes = (answerNotes ?? []) + found }
  }
}

/// A day before which, or from which on, no answer is above 5, though many others are: two scales were asked.
struct ScaleChange {
  static let usualTop = 5.0

  private let day: Day
  /// Whether the low answers are those before the day.
  private let isBefore: Bool
  /// Answers of the side on which none is above 5.
  private let low: Int
  /// Of the other side: the share of answers above 5.
  private let share: Double

  /// How likely chance may leave out all answers above 5.
  private static let chance = 1e-4
  private static let fewest = 30

  /// - Parameter days: answers by day.
  /// - Returns: nil where answers above 5 are among those of all times.
  init?(_ days: [Day: ValueCounts]) {
    let sides = days.sorted { $0.key < $1.key }.map { day, values in
      let entries = values.sorted
      return (
        day: day, all: entries.reduce(0) { $0 + $1.count },
        high: entries.reduce(0) { $0 + ($1.value > Self.usualTop ? $1.count : 0) }
      )
    }
    guard let first = sides.firstIndex(where: { $0.high > 0 }), let last = sides.lastIndex(where: { $0.high > 0 })
    else {
      return nil
    }
    func sum(_ range: Range<Int>) -> (all: Int, high: Int) {
      sides[range].reduce((0, 0)) { ($0.0 + $1.all, $0.1 + $1.high) }
    }
    let (before, behind, high) = (sum(0..<first), sum((last + 1)..<sides.count), sum(first..<(last + 1)))
    isBefore = before.all >= behind.all
    low = isBefore ? before.all : behind.all
    share = Double(high.high) / Double(max(high.all, 1))
    day = isBefore ? sides[first].day : sides[min(last + 1, sides.count - 1)].day
    guard low >= Self.fewest else { return nil }
    // That none of so many is above 5.
    let likelihood = (0..<min(low, 10_000)).reduce(1.0) { likelihood, _ in likelihood * (1 - share) }
    guard likelihood < Self.chance else { return nil }
  }

  var text: String {
    let when = isBefore ? "before \(day.isoText)" : "from \(day.isoText) on"
    return
      "none of \(Digits.count(low)) answers \(when) is above 5, and \(Digits.text(100 * share, decimals: 1)) % of the "
      + "others are: two scales may be mixed"
  }
}
