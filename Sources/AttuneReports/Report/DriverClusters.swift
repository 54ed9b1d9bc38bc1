import AttuneStatistics

/// What the records of each cluster add to a regression of answers on aspects, in bounded memory: the answers of those who
/// mention an aspect, and two at once.
///
///     rows    [32 parts × 2145 pairs of the constant and 64 aspects]   -1, or a row of the grid
///     grid    [rows in use × answers]                                  counts
struct DriverClusters: Sendable {
  private var grid: AnswerGrid
  private var rows: [Int32]

  private static let columns = UInt64.bitWidth + 1
  private static let pairs = columns * (columns + 1) / 2
  /// Answers that are no whole number from 0 to 10: of each pair, a hundred of each part and more.
  private static let otherLimit = 1 << 18

  init(_ layout: RecordLayout) {
    grid = AnswerGrid(layout, otherLimit: Self.otherLimit)
    rows = Array(repeating: -1, count: ClusterTallies.partCount * Self.pairs)
  }

  /// Of two columns, the constant of which is 0.
  private static func pair(_ first: Int, _ second: Int) -> Int { second * (second + 1) / 2 + first }

  /// - Parameter combination: of aspects, as bits.
  /// - Complexity: O(aspects²)
  mutating func append(_ combination: UInt64, _ values: [Double?], part: Int) {
    append(values, part: part, pair: 0)
    var second = combination
    while second != 0 {
      let column = second.trailingZeroBitCount + 1
      second &= second - 1
      append(values, part: part, pair: Self.pair(0, column))
      // The aspects up to this one.
      var first = combination & ~(second)
      while first != 0 {
        append(values, part: part, pair: Self.pair(first.trailingZeroBitCount + 1, column))
        first &= first - 1
      }
    }
  }

  private mutating func append(_ values: [Double?], part: Int, pair: Int) {
    let place = part * Self.pairs + pair
    if rows[place] < 0 { rows[place] = Int32(grid.addRow()) }
    grid.append(values, row: Int(rows[place]))
  }

  /// Of each part, the same in each call.
  /// - Parameter marks: of the bits in order.
  /// - Returns: nil where the answers were too many to count.
  func sums(_ metric: Metric, scales: [Scale?], marks: [Int]) -> [DriverRegression.Cluster]? {
    guard grid.isWhole else { return nil }
    let tallies = grid.tallies
    return (0..<ClusterTallies.partCount).map { part in
      let size = marks.count + 1
      var cluster = DriverRegression.Cluster(
        marks: marks, product: Array(repeating: [Double](repeating: 0, count: size), count: size),
        moments: [Double](repeating: 0, count: size))
      for second in 0..<size {
        for first in 0...second {
          let row = Int(rows[part * Self.pairs + Self.pair(first, second)])
          guard row >= 0 else { continue }
          let responses = metric.measure(tallies[row], scales: scales).responses
          let count = responses.reduce(0) { $0 + Double($1.count) }
          cluster.product[first][second] = count
          cluster.product[second][first] = count
          if first == 0 { cluster.moments[second] = responses.reduce(0) { $0 + $1.response * Double($1.count) } }
        }
      }
      return cluster
    }
  }
}
