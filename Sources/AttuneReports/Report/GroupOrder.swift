/// In which order groups are shown.
package struct GroupOrder: Sendable, Hashable {
  package enum Key: Sendable, Hashable {
    case records, name
    case metric(Metric)
  }

  package var key: Key
  /// Whether the smallest come first.
  package var isAscending: Bool

  package init(_ key: Key, isAscending: Bool) {
    self.key = key
    self.isAscending = isAscending
  }

  /// "Satisfaction (CSAT), the highest first"
  var text: String {
    switch key {
    case .records: isAscending ? "the number of records, smallest first" : "the number of records"
    case .name: isAscending ? "name" : "name, in reverse alphabetical order"
    case .metric(let metric): "\(metric.title), the \(isAscending ? "lowest" : "highest") first"
    }
  }

  /// Whether there are groups of few answers, or of none, that come last for it.
  func putsLast(_ rows: [ReportSummary.GroupTable.Row], _ metrics: [Metric]) -> Bool {
    guard case .metric(let metric) = key, let index = metrics.firstIndex(of: metric) else { return false }
    return rows.contains { $0.figures[index].isSmall }
  }

  /// Groups without a value, or with one of few answers, come last.
  func sort(_ rows: inout [ReportSummary.GroupTable.Row], _ metrics: [Metric]) {
    let sign = isAscending ? 1.0 : -1.0
    func place(_ row: ReportSummary.GroupTable.Row) -> (Int, Double) {
      switch key {
      case .records: return (0, sign * Double(row.records))
      case .name: return (0, 0)
      case .metric(let metric):
        guard let index = metrics.firstIndex(of: metric), let value = row.figures[index].value else { return (2, 0) }
        return (row.figures[index].isSmall ? 1 : 0, sign * value)
      }
    }
    let descends = key == .name && !isAscending
    rows.sort { first, second in
      let (a, b) = (place(first), place(second))
      if a != b { return a < b }
      return descends ? first.name > second.name : first.name < second.name
    }
  }
}
