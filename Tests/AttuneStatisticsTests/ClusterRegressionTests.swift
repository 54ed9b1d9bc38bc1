import Testing

@testable import AttuneStatistics

@Suite struct ClusterRegressionTests {
  /// A constant alone is the ratio that `ClusterRobust` knows.
  @Test func aConstantAloneIsARatio() throws {
    let cells = [(12.0, 20.0), (3, 9), (30, 31), (5, 14), (0, 6), (8, 8)]
    let mean = cells.reduce(0) { $0 + $1.0 } / cells.reduce(0) { $0 + $1.1 }
    let found = try #require(
      ClusterRegression(cells.map { .init(product: [[$0.1]], moments: [$0.0 - mean * $0.1]) }))
    let plain = try #require(ClusterRobust(cells.map { .init(sum: $0.0, count: $0.1) }))
    let error = found.influences.reduce(0) { $0 + $1[0] * $1[0] }.squareRoot()
    #expect(abs(error - plain.standardError) < 1e-12)
    #expect(abs(found.degrees[0] - plain.degrees) < 1e-9)
  }

  /// The same with matrices of all cases, as the papers write it down.
  @Test func matricesOfAllCasesSayTheSame() throws {
    var generator = SeededGenerator(seed: 3)
    let clusters = (0..<42).map { $0 % 5 + ($0 > 30 ? 1 : 0) }
    let rows = clusters.map { _ in [1, generator.normal() > 0 ? 1.0 : 0, generator.normal() > 0.5 ? 1.0 : 0] }
    let response = clusters.map { Double($0) + generator.normal() }
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    let product = (0..<3).map { i in (0..<3).map { j in rows.reduce(0) { $0 + $1[i] * $1[j] } } }
    let inverse = try #require(LeastSquares.inverse(product))
    let moments = (0..<3).map { i in zip(rows, response).reduce(0) { $0 + $1.0[i] * $1.1 } }
    let effects = inverse.map { dot($0, moments) }
    let residuals = zip(rows, response).map { $1 - dot($0, effects) }
    let hat = rows.map { row in rows.map { other in dot(row, inverse.map { dot($0, other) }) } }
    let places = (0..<6).map { cluster in rows.indices.filter { clusters[$0] == cluster } }
    let found = try #require(
      ClusterRegression(
        places.map { place in
          .init(
            product: (0..<3).map { i in (0..<3).map { j in place.reduce(0) { $0 + rows[$1][i] * rows[$1][j] } } },
            moments: (0..<3).map { i in place.reduce(0) { $0 + rows[$1][i] * residuals[$1] } })
        }))
    for column in 0..<3 {
      // What the residuals of a cluster, and the errors behind them, weigh in the coefficient.
      let weights = places.map { place -> [Double] in
        let root = SymmetricEigen(place.map { i in place.map { hat[i][$0] } }).applying { 1 / (1 - $0).squareRoot() }
        return root.map { line in dot(line, place.map { dot(inverse[column], rows[$0]) }) }
      }
      for (cluster, place) in places.enumerated() {
        let influence = dot(weights[cluster], place.map { residuals[$0] })
        #expect(abs(influence - found.influences[cluster][column]) < 1e-9)
      }
      let errors = zip(places, weights).map { place, weights in
        rows.indices.map { other in
          zip(place, weights).reduce(0) { $0 + $1.1 * ((other == $1.0 ? 1 : 0) - hat[$1.0][other]) }
        }
      }
      let sums = errors.map { line in places.map { place in place.reduce(0) { $0 + line[$1] } } }
      func degrees(_ matrix: [[Double]]) -> Double {
        let trace = matrix.indices.reduce(0) { $0 + matrix[$1][$1] }
        return trace * trace / matrix.reduce(0) { $0 + dot($1, $1) }
      }
      let parts = [errors, sums].map { part in part.map { row in part.map { dot(row, $0) } } }
      // A quarter of the spread is that of the clusters, and of the constant whatever leaves fewer degrees.
      let both = zip(parts[0], parts[1]).map { zip($0, $1).map { 0.75 * $0 + 0.25 * $1 } }
      let expected = column == 0 ? min(degrees(parts[0]), degrees(parts[1])) : degrees(both)
      #expect(abs(found.degrees[column] - max(expected, 1)) < 1e-6)
    }
  }

  @Test func oneClusterTellsNothing() {
    let one = ClusterRegression.Cluster(product: [[4]], moments: [0])
    let none = ClusterRegression.Cluster(product: [[0]], moments: [0])
    #expect(ClusterRegression([one]) == nil && ClusterRegression([one, none]) == nil)
  }

  @Test func eigenvectorsMakeTheMatrix() {
    var generator = SeededGenerator(seed: 6)
    for size in [1, 2, 5, 14] {
      let half = (0..<size).map { _ in (0..<size).map { _ in generator.normal() } }
      let matrix = half.map { row in half.map { zip(row, $0).reduce(0) { $0 + $1.0 * $1.1 } } }
      let again = SymmetricEigen(matrix).applying { $0 }
      for (row, other) in zip(matrix, again) { for (a, b) in zip(row, other) { #expect(abs(a - b) < 1e-9) } }
    }
  }
}

/// Drivers of cases that come in clusters.
@Suite struct ClusteredDriverTests {
  private struct Sample {
    private var counts = CellCounts()
    var cells: [DriverRegression.Cell] { counts.cells }
    var clusters: [DriverRegression.Cluster]

    init(clusters: Int, marks: Int) {
      self.clusters = (0..<clusters).map { _ in
        .init(
          marks: Array(0..<marks), product: Array(repeating: Array(repeating: 0, count: marks + 1), count: marks + 1),
          moments: Array(repeating: 0, count: marks + 1))
      }
    }

    mutating func append(_ marks: [Int], _ response: Double, cluster: Int) {
      counts.add(marks, response)
      let columns = [0] + marks.map { $0 + 1 }
      for i in columns {
        for j in columns { clusters[cluster].product[i][j] += 1 }
        clusters[cluster].moments[i] += response
      }
    }

    /// Clusters differ in their level and in how often they have each mark; the marks move nothing but the last one.
    init(clusters: Int, effect: Double, _ generator: inout SeededGenerator) {
      self.init(clusters: clusters, marks: 4)
      for cluster in 0..<clusters {
        let level = 0.5 + 0.15 * generator.normal()
        let habits = (0..<4).map { _ in 0.05 + 0.45 * generator.share() }
        for _ in 0..<60 {
          let marks = (0..<4).filter { generator.chance(habits[$0]) }
          append(marks, generator.chance(level + (marks.contains(3) ? effect : 0)) ? 1 : 0, cluster: cluster)
        }
      }
    }
  }

  /// Every case a cluster of its own is the robust error of independent cases, with its leverage (HC2), up to the guard.
  @Test func singleCasesAreIndependent() throws {
    var generator = SeededGenerator(seed: 4)
    var sample = Sample(clusters: 240, marks: 2)
    for cluster in 0..<240 {
      let marks = (0..<2).filter { _ in Bool.random(using: &generator) }
      sample.append(marks, Double(Int.random(in: 0...1, using: &generator)), cluster: cluster)
    }
    let (plain, clustered) = try (
      #require(DriverRegression(sample.cells)), #require(DriverRegression(sample.cells, clusters: sample.clusters))
    )
    for (a, b) in zip(plain.drivers, clustered.drivers) {
      #expect(a.effect == b.effect && a.contribution == b.contribution)
      let width = (a.effectInterval.upper - a.effectInterval.lower) / (b.effectInterval.upper - b.effectInterval.lower)
      #expect((0.97...1.03).contains(width))
    }
  }

  /// At most one report in twenty names a driver that is none, and intervals hold the one that is; without clusters three
  /// times as many.
  @Test(arguments: [8, 20])
  func chanceRarelyMakesADriver(clusters: Int) throws {
    var generator = SeededGenerator(seed: UInt64(clusters))
    let samples = 400
    var (alarms, blindAlarms, held) = (0, 0, 0)
    for _ in 0..<samples {
      let sample = Sample(clusters: clusters, effect: 0.2, &generator)
      func isAlarm(_ found: DriverRegression) -> Bool {
        Holm.adjust(found.drivers.dropLast().map(\.pValue)).contains { $0 < 0.05 }
      }
      let found = try #require(DriverRegression(sample.cells, clusters: sample.clusters))
      if isAlarm(found) { alarms += 1 }
      if isAlarm(try #require(DriverRegression(sample.cells))) { blindAlarms += 1 }
      if found.drivers[3].effectInterval.contains(0.2) { held += 1 }
    }
    #expect(Double(alarms) / Double(samples) <= 0.07, "\(alarms)")
    #expect(blindAlarms > 2 * alarms, "\(blindAlarms)")
    #expect(Double(held) / Double(samples) >= 0.93, "\(held)")
  }

  /// Of twenty clusters that differ little, most of those that are found in independent cases are found nonetheless.
  @Test func clustersLeaveMostOfWhatIsThere() throws {
    var generator = SeededGenerator(seed: 31)
    var (found, plain) = (0, 0)
    for _ in 0..<100 {
      var sample = Sample(clusters: 20, marks: 8)
      for number in 0..<1000 {
        let marks = (0..<8).filter { _ in generator.chance(0.2) }
        sample.append(marks, generator.chance(0.55 - (marks.contains(0) ? 0.17 : 0)) ? 1 : 0, cluster: number % 20)
      }
      func isFound(_ regression: DriverRegression) -> Bool { Holm.adjust(regression.drivers.map(\.pValue))[0] < 0.05 }
      if isFound(try #require(DriverRegression(sample.cells, clusters: sample.clusters))) { found += 1 }
      if isFound(try #require(DriverRegression(sample.cells))) { plain += 1 }
    }
    #expect(plain > 75, "\(plain)")
    #expect(Double(found) > 0.85 * Double(plain), "\(found) of \(plain)")
  }

  /// What clusters have alike before and after takes itself away.
  @Test func whatClustersHaveAlikeIsNoChange() throws {
    var generator = SeededGenerator(seed: 12)
    let samples = 300
    var alarms = 0
    for _ in 0..<samples {
      var sides = [Sample(clusters: 12, marks: 1), Sample(clusters: 12, marks: 1)]
      for cluster in 0..<12 {
        let (level, habit) = (0.5 + 0.2 * generator.normal(), 0.1 + 0.5 * generator.share())
        for side in sides.indices {
          for _ in 0..<40 {
            let marks = generator.chance(habit) ? [0] : []
            sides[side].append(marks, generator.chance(level) ? 1 : 0, cluster: cluster)
          }
        }
      }
      let found = try sides.map { try #require(DriverRegression($0.cells, clusters: $0.clusters)).drivers[0] }
      if found[1].difference(from: found[0]).pValue < 0.05 { alarms += 1 }
    }
    #expect(Double(alarms) / Double(samples) <= 0.07, "\(alarms)")
  }
}
