import AttuneCare
import AttuneStatistics

/// Takes in the records of an export and keeps them apart by date or by group, in bounded memory.
package struct Comparison: Sendable {
  /// What makes a record one of the first or of the second.
  package enum Split: Sendable, Equatable {
    /// Before a day, and from it on.
    case date(Day)
    /// Two values of the first group column.
    case groups(String, String)
  }

  package let layout: RecordLayout
  package let split: Split
  /// Whether `layout.groups` ends with the column of clusters.
  package let hasClusters: Bool
  package private(set) var before: Tally
  package private(set) var after: Tally
  /// Records of neither, as those without a date.
  package private(set) var neither = 0
  package private(set) var problems = 0
  /// Of each of `layout.fields`.
  package private(set) var fields: [FieldCounts]
  /// How the measured columns were read.
  private(set) var answers: ColumnAnswers
  package private(set) var days: [Day: Tally] = [:]
  package private(set) var clusters: [String: Cluster] = [:]
  /// More clusters than can be held; then there are none.
  package private(set) var hasTooManyClusters = false

  /// What texts may speak of.
  package let taxonomy: Taxonomy
  /// nil without texts.
  private(set) var drivers: (before: DriverTally, after: DriverTally)?

  /// What one cluster, such as an agent, has of both.
  package struct Cluster: Sendable {
    package var before: Tally
    package var after: Tally
  }

  package static let clusterLimit = 20_000
  private static let dayLimit = 100_000

  /// - Parameter taxonomy: that of the readings.
  package init(_ layout: RecordLayout, split: Split, hasClusters: Bool, taxonomy: Taxonomy = .shipped) {
    self.taxonomy = taxonomy
    if layout.text != nil { drivers = (DriverTally(layout), DriverTally(layout)) }
    self.layout = layout
    self.split = split
    self.hasClusters = hasClusters
    before = Tally(columns: layout.measured.count, precision: .fine)
    after = before
    empty = Tally(columns: layout.measured.count, precision: .coarse)
    fields = layout.fields.map { _ in FieldCounts() }
    answers = ColumnAnswers(layout)
  }

  /// Of one cell of many.
  private let empty: Tally

  package mutating func append(_ row: RecordLayout.Row, path: String, line: Int) {
    for (field, fault) in row.faults { fields[field].append(fault, path: path, line: line) }
    answers.append(row)
    guard let isAfter = isAfter(row) else {
      neither += 1
      return
    }
    let record = row.measured
    if isAfter { after.append(record) } else { before.append(record) }
    if isAfter { drivers?.after.append(row) } else { drivers?.before.append(row) }
    if let day = row.time?.day, days[day] != nil || days.count < Self.dayLimit {
      days[day, default: empty].append(record)
    }
    if hasClusters, let name = row.groups.last, !hasTooManyClusters { append(record, isAfter, toCluster: name) }
  }

  private mutating func append(_ record: MeasuredRecord, _ isAfter: Bool, toCluster name: String) {
    guard clusters[name] != nil || clusters.count < Self.clusterLimit else {
      hasTooManyClusters = true
      clusters = [:]
      return
    }
    let cluster = Cluster(before: empty, after: empty)
    if isAfter {
      clusters[name, default: cluster].after.append(record)
    } else {
      clusters[name, default: cluster].before.append(record)
    }
  }

  package mutating func appendProblem() { problems += 1 }

  private func isAfter(_ row: RecordLayout.Row) -> Bool? {
    switch split {
    case .date(let date): return row.time.map { $0.day >= date }
    case .groups(let first, let second):
      guard let group = row.groups.first else { return nil }
      return group == second ? true : group == first ? false : nil
    }
  }

  /// Of each measured column the scale that was given or found.
  package var scales: [Scale?] { answers.scales(values) }

  /// The first column whose scale only the user knows; nil when there is none.
  package var scaleQuestion: ScaleQuestion? { answers.question(values) }

  /// Of both, by measured columns.
  var values: [ValueCounts] {
    var values = before.values
    for index in values.indices { values[index].merge(after.values[index]) }
    return values
  }
}
