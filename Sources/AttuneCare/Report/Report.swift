/// Takes in the records of an export one after the other and keeps what a report needs, in bounded memory.
package struct Report: Sendable {
  package let layout: RecordLayout
  package private(set) var total: Tally
  /// By day; empty without a time column.
  package private(set) var days: [Day: Tally] = [:]
  /// Of each of `layout.groups`.
  package private(set) var groups: [GroupTallies]
  /// Of each of `layout.fields`.
  package private(set) var fields: [FieldCounts]
  /// Records that could not be read at all.
  package private(set) var problems = 0
  /// Of each measured column: the tops of scales that fields named, and how often.
  package private(set) var tops: [[Double: Int]]
  package private(set) var negative = Sample<String>(size: quoteSample)
  package private(set) var positive = Sample<String>(size: quoteSample)

  private static let quoteSample = 400
  /// Days that are told apart; records of further ones count, but not in the trend.
  private static let dayLimit = 100_000

  package init(_ layout: RecordLayout) {
    self.layout = layout
    let columns = layout.measured.count
    total = Tally(columns: columns, precision: .fine)
    groups = layout.groups.map { _ in GroupTallies(columns: columns) }
    fields = layout.fields.map { _ in FieldCounts() }
    tops = layout.measured.map { _ in [:] }
  }

  /// - Parameter feeling: what the model says of the record's text; nil when nothing was scored.
  package mutating func append(_ row: RecordLayout.Row, feeling: MeasuredRecord.Feeling?, path: String, line: Int) {
    let record = row.measured(feeling)
    switch feeling {
    case .negative: negative.offer(row.text, place: total.records)
    case .positive: positive.offer(row.text, place: total.records)
    default: break
    }
    total.append(record)
    if let day = row.time?.day, days[day] != nil || days.count < Self.dayLimit {
      days[day, default: Tally(columns: layout.measured.count, precision: .coarse)].append(record)
    }
    for (index, name) in row.groups.enumerated() { groups[index].append(record, to: name) }
    for (column, top) in row.tops where tops[column][top] != nil || tops[column].count < 100 {
      tops[column][top, default: 0] += 1
    }
    for (field, fault) in row.faults { fields[field].append(fault, path: path, line: line) }
  }

  package mutating func appendProblem() { problems += 1 }

  /// Of each measured column the scale that was given or found; nil for other columns, and when none fits.
  package var scales: [Scale?] {
    layout.measured.enumerated().map { index, column in
      switch column.kind {
      case .promoter, .satisfaction, .effort:
        column.scale ?? Scale.detect(Distribution(total.values[index]), tops: tops[index], best: column.best)
      case .yesNo, .time, .amount: nil
      }
    }
  }
}
