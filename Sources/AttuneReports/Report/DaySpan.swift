/// The days that a file is about, without the few that lie far from all others, as 1900 and 2062 do among the days of a
/// year: slips of who typed them, or marks of a system for no date.
package struct DaySpan: Sendable, Equatable {
  package var days: ClosedRange<Day>
  /// Days far from all others, in order.
  package private(set) var strays: [Day] = []
  /// Records of `strays`.
  package private(set) var strayRecords = 0
  /// Whether dates are months: all are the first day of one.
  package let isMonthly: Bool
  /// By weekday from Monday: whether records fall on it.
  private var isWorked: [Bool]

  /// The share of records that strays may be; one record may always be one where there are ten.
  private static let strayShare = 0.01
  private static let leastRecords = 10
  /// Strays are further away than a quarter of a year, and than the length of what most records are about.
  private static let leastGap = 92

  /// - Parameter counts: records by day; each at least 1.
  /// - Returns: nil without days.
  init?(_ counts: [Day: Int]) {
    let sorted = counts.sorted { $0.key < $1.key }
    let total = sorted.reduce(0) { $0 + $1.value }
    var kept = sorted.indices
    if total >= Self.leastRecords {
      let allowed = max(Int(Double(total) * Self.strayShare), 1)
      let core = Self.core(sorted, total)
      let gap = max(Self.leastGap, core.upperBound.number - core.lowerBound.number)
      let front = Self.strays(sorted.map { ($0.key.number, $0.value) }, gap, allowed)
      let back = Self.strays(sorted.reversed().map { (-$0.key.number, $0.value) }, gap, allowed)
      kept = front..<(sorted.count - back)
    }
    guard !kept.isEmpty else { return nil }
    let (first, last) = (sorted[kept.lowerBound].key, sorted[kept.upperBound - 1].key)
    let starts = sorted[kept].map(\.key.civil)
    // Years alone are the first of January.
    isMonthly = starts.count > 1 && starts.allSatisfy { $0.day == 1 } && starts.contains { $0.month != 1 }
    days = first...(isMonthly ? Day(number: TimeBin.month.next(after: last).number - 1) : last)
    var weekdays = [Int](repeating: 0, count: 7)
    for (index, entry) in sorted.enumerated() {
      if kept.contains(index) {
        weekdays[entry.key.weekday] += entry.value
      } else {
        strays.append(entry.key)
        strayRecords += entry.value
      }
    }
    isWorked = weekdays.map { Double($0) > Self.strayShare * Double(total) }
  }

  /// From the day of the twentieth part of the records to that of the last twentieth part.
  private static func core(_ sorted: [(key: Day, value: Int)], _ total: Int) -> ClosedRange<Day> {
    func day(_ rank: Int) -> Day {
      var below = 0
      for entry in sorted {
        below += entry.value
        if below > rank { return entry.key }
      }
      return sorted[sorted.count - 1].key
    }
    return day(total / 20)...day(total - 1 - total / 20)
  }

  /// How many days at the front are strays.
  private static func strays(_ days: [(number: Int, count: Int)], _ gap: Int, _ allowed: Int) -> Int {
    var (found, records) = (0, 0)
    for index in days.indices.dropLast() {
      records += days[index].count
      guard records <= allowed else { break }
      if days[index + 1].number - days[index].number > gap { found = index + 1 }
    }
    return found
  }

  /// Whether data covers only a part of a stretch, as an export of a Wednesday does of its last week. Days on which there are
  /// never records, such as Sundays, are not missed.
  func isPartial(_ stretch: Range<Day>) -> Bool {
    if isMonthly { return false }
    // What is looked at is less than a week at either end, or every weekday is there.
    func isMissed(_ days: Range<Int>) -> Bool { days.prefix(7).contains { isWorked[Day(number: $0).weekday] } }
    let (start, end) = (stretch.lowerBound.number, stretch.upperBound.number)
    let (first, last) = (days.lowerBound.number, days.upperBound.number)
    return start < first && isMissed(start..<min(first, end)) || last + 1 < end && isMissed(max(last + 1, start)..<end)
  }

  /// "2 records of 1900-01-01, 2062-05-01 lie far from all others and are not in the trend"; nil without any.
  package var strayText: String? {
    guard strayRecords > 0 else { return nil }
    let shown = strays.prefix(3).map(\.isoText).joined(separator: ", ") + (strays.count > 3 ? ", …" : "")
    return "\(Digits.count(strayRecords)) dated \(shown), far from all others, are left out of the trend"
  }
}
