import AttunePlatform
import AttuneStatistics

/// Finds columns whose values tell whose answers are alike, such as those of the people who served, by the answers alone: by
/// how much more the means of the values of a column differ than chance makes them differ (one-way analysis of variance,
/// within the groups that are compared).
package struct AlikeRecords: Sendable {
  /// A column within whose values answers are alike.
  package struct Finding: Sendable, Hashable {
    /// Which of the candidates.
    package var candidate: Int
    /// Of the groups by one of whose columns each value belongs to one: 0 without groups.
    package var isNested: Bool
    /// Values.
    package var count: Int
  }

  /// Numbers of one value and group.
  private struct Cell: Hashable {
    var group: String
    var value: String
  }

  @Shared private var layout: RecordLayout
  private let candidates: Int
  /// Of each candidate and column of groups, or of all records where there are none: `[candidates][groups]`.
  private var cells: [[[Cell: [Moments]]]]
  private let empty: [Moments]

  /// Values of a candidate, of which fewer tell nothing of how much they differ, and more are rather customers.
  private static let values = 3...512
  /// How rarely chance does what counts as clear, over all candidates and figures.
  private static let level = 0.01
  /// The same for one figure of parts of what is compared. It costs little to allow for parts that are not alike, and much to
  /// pass over those that are a little: fifty answers a part with a correlation of 0.02 double a variance.
  private static let nestedLevel = 0.25
  /// Of a value's records, the share that is in one group of those that it belongs to.
  private static let nested = 0.95

  /// - Parameter layout: whose groups end with the candidates; those before them are compared.
  package init(_ layout: RecordLayout, candidates: Int) {
    _layout = Shared(wrappedValue: layout)
    self.candidates = candidates
    let groups = max(layout.groups.count - candidates, 1)
    cells = Array(repeating: Array(repeating: [:], count: groups), count: candidates)
    empty = layout.measured.map { _ in Moments() }
  }

  /// - Complexity: O(candidates × groups)
  package mutating func append(_ row: RecordLayout.Row) {
    let groups = layout.groups.count - candidates
    let values = row.values.enumerated().map { column, value in value.map { measured($0, column) } }
    guard values.contains(where: { $0 != nil }) else { return }
    for candidate in 0..<candidates {
      let name = row.groups[groups + candidate].foldedName
      guard !name.isEmpty else { continue }
      for group in cells[candidate].indices {
        let cell = Cell(group: groups == 0 ? "" : row.groups[group].foldedName, value: name)
        // Far more values than a column of people has.
        guard cells[candidate][group].count < 4 * Self.values.upperBound || cells[candidate][group][cell] != nil else {
          continue
        }
        for (column, value) in values.enumerated() {
          if let value { cells[candidate][group][cell, default: empty][column].append(value) }
        }
      }
    }
  }

  /// Times and amounts by their logarithms, of which a few long ones make no variance of their own.
  private func measured(_ value: Double, _ column: Int) -> Double {
    switch layout.measured[column].kind {
    case .time, .amount: value > -1 ? log1p(value) : 0
    case .promoter, .satisfaction, .effort, .yesNo, .reply: value
    }
  }

  /// The candidates within whose values answers are clearly alike, the clearest first; those that are parts of what is
  /// compared before others.
  package var findings: [Finding] {
    var tests: [(finding: Finding, pValue: Double)] = []
    for candidate in 0..<candidates {
      for cells in cells[candidate] {
        let count = Set(cells.keys.map(\.value)).count
        guard Self.values.contains(count) else { continue }
        let finding = Finding(candidate: candidate, isNested: isNested(cells), count: count)
        for column in layout.measured.indices {
          if let pValue = Self.pValue(cells.map { ($0.key.group, $0.value[column]) }) {
            tests.append((finding, pValue))
          }
        }
      }
    }
    let clear = tests.filter { finding, pValue in
      // So few parts take all verdicts away.
      finding.isNested && finding.count >= ComparisonSummary.fewClusters
        ? pValue < Self.nestedLevel : pValue * Double(tests.count) < Self.level
    }
    let sorted = clear.sorted {
      ($0.finding.isNested ? 0 : 1, $0.pValue, $0.finding.candidate) < (
        $1.finding.isNested ? 0 : 1, $1.pValue, $1.finding.candidate
      )
    }
    var seen: Set<Int> = []
    return sorted.map(\.finding).filter { seen.insert($0.candidate).inserted }
  }

  /// Whether values belong to one group each, and a group has several.
  private func isNested(_ cells: [Cell: [Moments]]) -> Bool {
    var counts: [String: [String: Int]] = [:]
    for (cell, moments) in cells {
      counts[cell.value, default: [:]][cell.group, default: 0] += moments.map(\.count).max() ?? 0
    }
    let groups = Set(cells.keys.map(\.group)).count
    let all = counts.values.reduce(0) { $0 + $1.values.reduce(0, +) }
    let own = counts.values.reduce(0) { $0 + ($1.values.max() ?? 0) }
    return groups > 1 && counts.count > groups && Double(own) >= Self.nested * Double(all)
  }

  /// That values of one group have the same mean; nil for too few records.
  private static func pValue(_ cells: [(group: String, moments: Moments)]) -> Double? {
    let cells = cells.filter { $0.moments.count > 0 }
    let groups = Set(cells.map(\.group)).count
    let records = cells.reduce(0) { $0 + $1.moments.count }
    let (between, within) = (Double(cells.count - groups), Double(records - cells.count))
    guard between > 0, within >= Double(cells.count), within > 0 else { return nil }
    var sums: [String: (count: Double, sum: Double)] = [:]
    for cell in cells {
      let count = Double(cell.moments.count)
      sums[cell.group, default: (0, 0)].count += count
      sums[cell.group, default: (0, 0)].sum += count * (cell.moments.mean ?? 0)
    }
    var (explained, rest) = (0.0, 0.0)
    for cell in cells {
      guard let mean = cell.moments.mean, let all = sums[cell.group] else { continue }
      let count = Double(cell.moments.count)
      explained += count * (mean - all.sum / all.count) * (mean - all.sum / all.count)
      rest += (cell.moments.variance ?? 0) * (count - 1)
    }
    guard rest > 0 else { return nil }
    return FisherF.survival(explained / between / (rest / within), degrees: between, within)
  }
}
