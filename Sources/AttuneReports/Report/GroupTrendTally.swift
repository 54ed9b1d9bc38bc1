/// Answers by group and day, in bounded memory, for columns of few groups: the trend of each of them.
struct GroupTrendTally: Sendable {
  private struct Place: Hashable {
    var group: Int32
    var day: Int32
  }

  @Shared private var layout: RecordLayout
  /// Of values as they are written, and of their folded form.
  private var numbers: [String: Int32] = [:]
  /// Without case and blanks, by their numbers.
  private var names: [String] = []
  /// As they were written first.
  private var written: [String] = []
  private var rows: [Place: Int] = [:]
  private var grid: AnswerGrid
  /// Whether days are the first ones of their months, since there were too many.
  private(set) var isMonthly = false
  /// Whether there are too many groups, or too many months.
  private(set) var isGivenUp = false

  private static let groupLimit = 64
  private static let rowLimit = 1 << 14

  init(_ layout: RecordLayout) {
    _layout = Shared(wrappedValue: layout)
    grid = AnswerGrid(layout)
  }

  mutating func append(_ values: [Double?], group name: String, day: Day) {
    guard grid.isUsed, !isGivenUp, let group = number(of: name) else { return }
    let day = isMonthly ? TimeBin.month.start(of: day) : day
    guard let row = row(of: Place(group: group, day: Int32(clamping: day.number))) else { return }
    grid.append(values, row: row)
  }

  private mutating func number(of name: String) -> Int32? {
    if let number = numbers[name] { return number }
    let folded = name.foldedName
    if let number = numbers[folded] {
      // Not without bound: there may be as many spellings as records.
      if numbers.count < 16 * Self.groupLimit { numbers[name] = number }
      return number
    }
    guard names.count < Self.groupLimit else {
      giveUp()
      return nil
    }
    let number = Int32(names.count)
    numbers[folded] = number
    names.append(folded)
    written.append(name)
    return number
  }

  private mutating func row(of place: Place) -> Int? {
    if let row = rows[place] { return row }
    if rows.count == Self.rowLimit {
      guard !isMonthly else {
        giveUp()
        return nil
      }
      joinMonths()
      return row(of: month(of: place))
    }
    let row = grid.addRow()
    rows[place] = row
    return row
  }

  private func month(of place: Place) -> Place {
    Place(group: place.group, day: Int32(clamping: TimeBin.month.start(of: Day(number: Int(place.day))).number))
  }

  private mutating func joinMonths() {
    isMonthly = true
    let (old, before) = (grid, rows)
    grid = AnswerGrid(layout)
    rows = [:]
    for (place, row) in before {
      guard let target = self.row(of: month(of: place)) else { return }
      grid.merge(old, row: row, into: target)
    }
  }

  private mutating func giveUp() {
    isGivenUp = true
    (numbers, names, written, rows, grid) = ([:], [], [], [:], AnswerGrid(layout))
  }

  /// How a group was written first.
  /// - Parameter name: without case and blanks.
  func spelling(of name: String) -> String { numbers[name].map { written[Int($0)] } ?? name }

  /// The answers of each group, by its name without case and blanks, by the stretches of a trend.
  func tallies(by bin: TimeBin) -> [String: [Day: Tally]] {
    guard !isMonthly || bin == .month else { return [:] }
    let tallies = grid.tallies
    var result: [String: [Day: Tally]] = [:]
    for (place, row) in rows {
      let name = names[Int(place.group)]
      let start = bin.start(of: Day(number: Int(place.day)))
      if result[name]?[start] == nil {
        result[name, default: [:]][start] = tallies[row]
      } else {
        result[name]?[start]?.merge(tallies[row])
      }
    }
    return result
  }
}
