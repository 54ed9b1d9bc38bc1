import AttuneStatistics

/// Which aspects are mentioned together, and the answers of those who mention them, in bounded memory: what a regression of
/// answers on aspects needs.
///
/// Of more than 64 aspects those count that are mentioned first; of more than `limit` combinations the half of the aspects
/// that is mentioned more is kept.
struct DriverTally: Sendable {
  /// The aspects, each a bit in combinations.
  private var bits: [UInt16: Int] = [:]
  private var kept = UInt64.max
  private var rows: [UInt64: Int] = [:]
  private var grid: AnswerGrid
  @Shared private var layout: RecordLayout
  /// nil where no record has a cluster.
  private var clusters: DriverClusters?

  private static let limit = 1 << 14

  init(_ layout: RecordLayout) {
    _layout = Shared(wrappedValue: layout)
    grid = AnswerGrid(layout)
  }

  /// - Parameter part: of the clusters, to which the record belongs; see `ClusterTallies`.
  mutating func append(_ row: RecordLayout.Row, part: Int? = nil) {
    // What a text in another language speaks of is not known.
    guard grid.isUsed, let reading = row.reading, !reading.isForeign else { return }
    append(reading.aspects.lazy.map(\.number), row.values, part: part)
  }

  /// - Parameter aspects: by their numbers in the taxonomy.
  mutating func append(_ aspects: some Sequence<UInt16>, _ values: [Double?], part: Int? = nil) {
    var combination: UInt64 = 0
    for aspect in aspects { combination |= bit(of: aspect) }
    if let part {
      if clusters == nil { clusters = DriverClusters(layout) }
      clusters?.append(combination, values, part: part)
    }
    grid.append(values, row: row(of: combination & kept))
  }

  /// 0 for aspects beyond the first 64.
  private mutating func bit(of aspect: UInt16) -> UInt64 {
    if let bit = bits[aspect] { return 1 << UInt64(bit) }
    guard bits.count < UInt64.bitWidth else { return 0 }
    bits[aspect] = bits.count
    return 1 << UInt64(bits.count - 1)
  }

  private mutating func row(of combination: UInt64) -> Int {
    if let row = rows[combination] { return row }
    if rows.count == Self.limit {
      prune()
      return row(of: combination & kept)
    }
    let row = grid.addRow()
    rows[combination] = row
    return row
  }

  /// Forgets the half of the aspects that is in fewer combinations.
  private mutating func prune() {
    var frequency = [Int](repeating: 0, count: UInt64.bitWidth)
    for combination in rows.keys {
      for bit in frequency.indices where combination & 1 << UInt64(bit) != 0 { frequency[bit] += 1 }
    }
    let frequent = frequency.indices.filter { frequency[$0] > 0 }.sorted { (frequency[$1], $0) < (frequency[$0], $1) }
    kept = frequent.prefix(frequent.count / 2).reduce(0) { $0 | 1 << UInt64($1) }
    let (old, before) = (grid, rows.sorted { $0.key < $1.key })
    grid = AnswerGrid(layout)
    rows = [:]
    for (combination, row) in before { grid.merge(old, row: row, into: self.row(of: combination & kept)) }
  }

  /// - Parameters:
  ///   - scales: of the measured columns.
  ///   - isClustered: whether clusters tell anything.
  /// - Returns: nil for a metric that is not made of answers, and where there are too few.
  func regression(_ metric: Metric, scales: [Scale?], isClustered: Bool = false) -> DriverRegression? {
    guard metric.isOfAnswers else { return nil }
    let tallies = grid.tallies
    let aspects = Dictionary(uniqueKeysWithValues: bits.map { ($1, Int($0)) })
    // In the order of their combinations, so that sums come out the same.
    let cells = rows.sorted { $0.key < $1.key }.flatMap { combination, row in
      let marks = (0..<bits.count).filter { combination & 1 << UInt64($0) != 0 }.compactMap { aspects[$0] }.sorted()
      return metric.measure(tallies[row], scales: scales).responses.map { response, count in
        DriverRegression.Cell(marks: marks, response: response, count: count)
      }
    }
    let marks = (0..<bits.count).compactMap { aspects[$0] }
    return DriverRegression(cells, clusters: isClustered ? clusters?.sums(metric, scales: scales, marks: marks) : nil)
  }
}

extension Measure {
  /// What single answers add to a share or a net score, whose mean it is; empty for others.
  var responses: [(response: Double, count: Int)] {
    switch self {
    case .share(let share): [(1, share.successes), (0, share.trials - share.successes)]
    case .net(let score): [(1, score.favourable), (0, score.neutral), (-1, score.unfavourable)]
    case .median, .mean: []
    }
  }
}
