import Testing

@testable import AttuneStatistics

@Suite struct ClusterRobustTests {
  /// With one record a cluster the error is Welch's.
  @Test func singleRecordsAreWelch() throws {
    let (a, b) = ([4.0, 7, 1, 9, 3], [2.0, 8, 8, 10, 6, 5, 9])
    let none = ClusterRobust.Cell()
    let first = a.map { ClusterRobust.Cell(sum: $0, count: 1) } + b.map { _ in none }
    let second = a.map { _ in none } + b.map { ClusterRobust.Cell(sum: $0, count: 1) }
    let robust = try #require(ClusterRobust(first, second))
    let welch = try #require(Distribution.meanDifference(Distribution(a), Distribution(b)))
    #expect(abs(robust.standardError - (welch.standardError ?? 0)) < 1e-12)
    // For equal variances, as Satterthwaite's working model has it.
    let (p, q) = (1 / 5.0, 1 / 7.0)
    #expect(abs(robust.degrees - (p + q) * (p + q) / (p * p / 4 + q * q / 6)) < 1e-9)
  }

  @Test func equalClustersAreTheirMeans() throws {
    let means = [3.0, 5, 4, 8, 1, 6]
    let robust = try #require(ClusterRobust(means.map { .init(sum: $0 * 20, count: 20) }))
    let plain = try #require(Distribution(means).variance) / 6
    #expect(abs(robust.standardError - plain.squareRoot()) < 1e-12)
    #expect(abs(robust.degrees - 5) < 1e-9)
  }

  @Test func oneLargeClusterLeavesFewDegrees() throws {
    let cells =
      [ClusterRobust.Cell(sum: 500, count: 1000)] + (0..<9).map { ClusterRobust.Cell(sum: Double($0), count: 10) }
    #expect(try #require(ClusterRobust(cells)).degrees < 2)
  }

  @Test func emptyClustersDoNotCount() throws {
    let cells = [3.0, 5, 4].map { ClusterRobust.Cell(sum: $0 * 2, count: 2) }
    #expect(try #require(ClusterRobust(cells)) == #require(ClusterRobust(cells + [.init(), .init()])))
  }

  /// Coverage of the difference of means of 6 and of 20 clusters, that of before and after, and that of two groups.
  @Test(arguments: [6, 20], [true, false])
  func coverage(clusters: Int, isCrossed: Bool) throws {
    var generator = SeededGenerator(seed: UInt64(clusters))
    let samples = 2000
    var hits = 0
    for _ in 0..<samples {
      var (first, second) = ([ClusterRobust.Cell](), [ClusterRobust.Cell]())
      for cluster in 0..<clusters {
        let level = generator.normal()
        // A sum of normal errors is a normal error.
        func cell(_ count: Double) -> ClusterRobust.Cell {
          let own = level + 0.5 * generator.normal()
          return .init(sum: count * own + 2 * count.squareRoot() * generator.normal(), count: count)
        }
        first.append(isCrossed || cluster % 2 == 0 ? cell(Double(5 + cluster % 7)) : .init())
        second.append(isCrossed || cluster % 2 == 1 ? cell(Double(5 + cluster % 5)) : .init())
      }
      func ratio(_ cells: [ClusterRobust.Cell]) -> Double {
        cells.reduce(0) { $0 + $1.sum } / cells.reduce(0) { $0 + $1.count }
      }
      let found = try #require(ClusterRobust(first, second)).difference(ratio(second) - ratio(first))
      if found.interval.contains(0) { hits += 1 }
    }
    let coverage = Double(hits) / Double(samples)
    #expect((0.935...0.975).contains(coverage), "\(coverage)")
  }
}
