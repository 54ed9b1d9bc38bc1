/// The order in which records are shown.
enum Ranking: String, CaseIterable, Sendable {
  case urgent, negative, positive, newest

  /// What the first have most of.
  func key(of record: Int, _ columns: RecordColumns) -> Double {
    switch self {
    case .urgent: Double(columns.ticketUrgencies[record])
    case .negative: -Double(columns.scores[record])
    case .positive: Double(columns.scores[record])
    case .newest: Double(columns.seconds[record])
    }
  }

  /// The first records of many that a condition holds for; of equal ones those that came first.
  ///
  /// - Complexity: O(records + limit × log limit), and memory for 2 × limit
  func first(_ limit: Int, of columns: RecordColumns, where isWanted: (Int) -> Bool) -> [Int] {
    var best: [(key: Double, record: Int)] = []
    var bar = -Double.infinity
    func cut() {
      best.sort { ($1.key, $0.record) < ($0.key, $1.record) }
      if best.count > limit {
        best.removeLast(best.count - limit)
        bar = best.last?.key ?? bar
      }
    }
    for record in 0..<columns.count where isWanted(record) {
      let key = key(of: record, columns)
      guard key > bar || best.count < limit else { continue }
      best.append((key, record))
      if best.count >= 2 * max(limit, 512) { cut() }
    }
    cut()
    return best.map(\.record)
  }
}
