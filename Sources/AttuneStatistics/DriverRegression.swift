/// By how much marks of cases, such as the aspects that a text mentions, move the mean of a response, each with the others
/// held fixed: linear regression of the response on the marks. A mark contributes its effect times its reach, and
///
///     mean response = base + sum of the contributions
///
/// holds exactly, since a regression with a constant goes through the means. Standard errors are those that allow for unequal
/// spread (HC3; MacKinnon & White 1985), and never below the classical ones, which guards marks whose few cases happen to agree
/// (Angrist & Pischke 2009, "Mostly harmless econometrics", 8.1). Where cases come in clusters, they are those of
/// `ClusterRegression`.
package struct DriverRegression: Sendable, Equatable {
  /// Cases with the same marks and the same response.
  package struct Cell: Sendable, Equatable {
    /// Ascending.
    package var marks: [Int]
    package var response: Double
    package var count: Int

    package init(marks: [Int], response: Double, count: Int) {
      self.marks = marks
      self.response = response
      self.count = count
    }
  }

  /// What cases that are alike, such as those of one agent, add up to.
  package struct Cluster: Sendable, Equatable {
    /// The columns beside the constant.
    package var marks: [Int]
    /// How many cases have each pair of columns, the first of which is the constant.
    package var product: [[Double]]
    /// The responses of the cases that have each column, summed.
    package var moments: [Double]

    package init(marks: [Int], product: [[Double]], moments: [Double]) {
      self.marks = marks
      self.product = product
      self.moments = moments
    }
  }

  package struct Driver: Sendable, Equatable {
    package var mark: Int
    /// Cases with the mark.
    package var cases: Int
    /// Their share of all cases.
    package var reach: Double
    /// By how much the response of a case with the mark is higher than that of one without it but alike in all others.
    package var effect: Double
    package var effectInterval: ConfidenceInterval
    /// Effect times reach: how much lower the mean would be if cases with the mark were like the others.
    package var contribution: Double
    package var interval: ConfidenceInterval
    /// That the effect is 0, by Student's t.
    package var pValue: Double
    /// How sure the contribution is.
    package var error: Error
    /// Whether the mark can be told apart from all others that enough cases have, those that are left out as well: these do not
    /// explain nearly all of its spread.
    package var isApart: Bool
  }

  package struct Error: Sendable, Equatable {
    /// Of a contribution.
    var variance: Double
    /// Of Student's t.
    var degrees: Double
    /// The variance if cases were independent and of equal spread.
    var classical: Double
    /// What each cluster adds to the error; nil without clusters.
    var influences: [Double]?
  }

  package let count: Int
  /// The mean response.
  package let total: Double
  /// The mean response of cases that have none of the marks, as the regression sees it.
  package let base: Double
  /// In order of their marks. Marks that too few cases have or lack, those that others nearly determine, and those whose effect
  /// would be larger than any can be are left out.
  package private(set) var drivers: [Driver]

  /// Cases that must have a mark, and that must lack it.
  package static let leastCases = 10
  /// Cases for each mark without which a regression fits chance.
  private static let casesPerMark = 15
  /// A mark of which the others explain all but this share of its spread says nothing of its own: a variance inflation of
  /// 10, the usual limit (Belsley, Kuh & Welsch 1980, "Regression diagnostics"). Its effect would be any number at all.
  private static let ownShare = 0.1

  /// - Parameter clusters: the same cases by cluster; nil where cases are independent. Fewer than 2 of them tell nothing.
  /// - Returns: nil when there are too few cases, or no mark that enough of them have.
  /// - Complexity: O(cells × marks of a cell² + clusters × marks³)
  package init?(_ cells: [Cell], clusters: [Cluster]? = nil) {
    let cells = cells.filter { $0.count > 0 && $0.response.isFinite }
    let responses = cells.map(\.response)
    let span = (responses.max() ?? 0) - (responses.min() ?? 0)
    var leftOut: Set<Int> = []
    while true {
      guard let found = Self(cells, clusters: clusters, without: leftOut) else { return nil }
      // No mark moves a response further than from one end to the other: where it seems so, effects do not add up.
      guard let worst = found.drivers.max(by: { $0.effect.magnitude < $1.effect.magnitude }),
        worst.effect.magnitude > span * (1 + 1e-9)
      else {
        self = found.bounded(by: span)
        return
      }
      leftOut.insert(worst.mark)
    }
  }

  private init?(_ cells: [Cell], clusters: [Cluster]?, without leftOut: Set<Int>) {
    let count = cells.reduce(0) { $0 + $1.count }
    let columns = Self.columns(cells, count)
    guard !columns.isEmpty, let product = Self.product(cells, columns, count) else { return nil }
    let kept = Self.independent(product).filter { $0 == 0 || !leftOut.contains(columns[$0 - 1]) }
    guard kept.count > 1, let inverse = LeastSquares.inverse(kept.map { i in kept.map { product[i][$0] } }) else {
      return nil
    }
    // Column 0 is the constant.
    let marks = kept.dropFirst().map { columns[$0 - 1] }
    let places = Dictionary(uniqueKeysWithValues: marks.enumerated().map { ($1, $0 + 1) })
    let rows = cells.map { cell in [0] + cell.marks.compactMap { places[$0] } }
    let total = cells.reduce(0) { $0 + $1.response * Double($1.count) / Double(count) }
    var moments = [Double](repeating: 0, count: kept.count)
    for (row, cell) in zip(rows, cells) {
      for column in row { moments[column] += (cell.response - total) * Double(cell.count) }
    }
    let effects = inverse.map { dot($0, moments) }
    let variances = Self.variances(cells, rows, effects, total, inverse, count)
    let found = clusters.map { $0.map { Self.normal($0, marks, effects, total) } }
    let ownShares = Self.ownShares(product)
    let robust = found.flatMap(ClusterRegression.init)
    self.count = count
    self.total = total
    drivers = marks.enumerated().map { index, mark in
      let column = index + 1
      let cases = product[kept[column]][0]
      var fit = Fit(
        effect: effects[column], variance: variances.robust[column], classical: variances.classical[column],
        degrees: min(Double(count - kept.count), cases - 1))
      if let robust, let found { fit.allow(for: robust, found, column: column, reach: cases / Double(count), count) }
      return Driver(
        mark: mark, cases: Int(cases), count: count, fit, isApart: ownShares[kept[column]] > Self.ownShare)
    }
    base = total - drivers.reduce(0) { $0 + $1.contribution }
  }

  /// The same with intervals of effects that hold none which cannot be.
  private func bounded(by span: Double) -> Self {
    var result = self
    result.drivers = drivers.map { driver in
      var driver = driver
      driver.effectInterval.lower = max(driver.effectInterval.lower, -span)
      driver.effectInterval.upper = min(driver.effectInterval.upper, span)
      return driver
    }
    return result
  }

  /// Of each column the share of its spread that the others do not explain: 1 / variance inflation, which the inverse of the
  /// correlations has on its diagonal.
  private static func ownShares(_ product: [[Double]]) -> [Double] {
    let (count, marks) = (product[0][0], product.indices.dropFirst())
    func covariance(_ i: Int, _ j: Int) -> Double { product[i][j] - product[i][0] * product[0][j] / count }
    let correlations = marks.map { i in
      marks.map { j in
        // A trace of noise lets columns be inverted that determine each other.
        i == j ? 1 + 1e-6 : covariance(i, j) / (covariance(i, i) * covariance(j, j)).squareRoot()
      }
    }
    guard let inverse = LeastSquares.inverse(correlations) else { return product.map { _ in 0 } }
    return [1] + inverse.indices.map { inverse[$0][$0] > 0 ? 1 / inverse[$0][$0] : 0 }
  }

  /// The marks that enough cases have, and enough lack; of too many the most frequent.
  private static func columns(_ cells: [Cell], _ count: Int) -> [Int] {
    var cases: [Int: Int] = [:]
    for cell in cells { for mark in cell.marks { cases[mark, default: 0] += cell.count } }
    let enough = cases.filter { $0.value >= leastCases && count - $0.value >= leastCases }
    let frequent = enough.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(max(count / casesPerMark - 1, 0))
    return frequent.map(\.key).sorted()
  }

  /// How many cases have each pair of columns, the first of which is the constant.
  private static func product(_ cells: [Cell], _ marks: [Int], _ count: Int) -> [[Double]]? {
    let places = Dictionary(uniqueKeysWithValues: marks.enumerated().map { ($1, $0 + 1) })
    var product = Array(repeating: [Double](repeating: 0, count: marks.count + 1), count: marks.count + 1)
    for cell in cells {
      let row = [0] + cell.marks.compactMap { places[$0] }
      for i in row { for j in row { product[i][j] += Double(cell.count) } }
    }
    return count > marks.count + 1 ? product : nil
  }

  /// The columns that more frequent ones do not determine, or nearly so, in order, by the Cholesky decomposition. The first
  /// is the constant.
  private static func independent(_ product: [[Double]]) -> [Int] {
    var kept: [Int] = []
    var factors: [[Double]] = []
    for column in product.indices.sorted(by: { (product[$1][$1], $0) < (product[$0][$0], $1) }) {
      var factor: [Double] = []
      for (index, other) in kept.enumerated() {
        let known = zip(factor, factors[index]).reduce(0) { $0 + $1.0 * $1.1 }
        factor.append((product[column][other] - known) / factors[index][index])
      }
      let own = product[column][column] - factor.reduce(0) { $0 + $1 * $1 }
      let spread = product[column][column] * (1 - (kept.isEmpty ? 0 : product[column][0] / product[0][0]))
      guard own > ownShare * spread else { continue }
      kept.append(column)
      factors.append(factor + [own.squareRoot()])
    }
    return kept.sorted()
  }

  /// A cluster's share of the normal equations, with the residuals for responses.
  private static func normal(
    _ cluster: Cluster, _ marks: [Int], _ effects: [Double], _ total: Double
  ) -> ClusterRegression.Cluster {
    let places = Dictionary(cluster.marks.enumerated().map { ($1, $0 + 1) }) { first, _ in first }
    let columns: [Int?] = [0] + marks.map { places[$0] }
    let product = columns.map { i in columns.map { j in i.flatMap { i in j.map { cluster.product[i][$0] } } ?? 0 } }
    let moments = columns.indices.map { index -> Double in
      guard let column = columns[index] else { return 0 }
      let fitted = zip(product[index], effects).reduce(total * product[index][0]) { $0 + $1.0 * $1.1 }
      return cluster.moments[column] - fitted
    }
    return ClusterRegression.Cluster(product: product, moments: moments)
  }

  /// A coefficient.
  fileprivate struct Fit {
    var effect: Double
    /// Of the effect.
    var variance: Double
    /// Of the effect, if cases were independent and of equal spread.
    var classical: Double
    var degrees: Double
    /// Of the contribution.
    var influences: [Double]?

    /// A cluster moves the contribution by the effect, and by the share of its cases that have the mark.
    mutating func allow(
      for robust: ClusterRegression, _ clusters: [ClusterRegression.Cluster], column: Int, reach: Double, _ count: Int
    ) {
      variance = max(robust.influences.reduce(0) { $0 + $1[column] * $1[column] }, classical)
      degrees = min(degrees, robust.degrees[column])
      influences = zip(robust.influences, clusters).map { influence, cluster in
        let cases = cluster.product[0][0]
        let leverage = max(1 - cases / Double(count), 1e-9).squareRoot()
        return reach * influence[column]
          + effect * (cluster.product[0][column] - cases * reach) / Double(count) / leverage
      }
    }
  }

  /// Of the coefficients: the classical one, and the larger of it and the robust one.
  private static func variances(
    _ cells: [Cell], _ rows: [[Int]], _ effects: [Double], _ total: Double, _ inverse: [[Double]], _ count: Int
  ) -> (robust: [Double], classical: [Double]) {
    var robust = [Double](repeating: 0, count: effects.count)
    var squares = 0.0
    for (row, cell) in zip(rows, cells) {
      let residual = cell.response - total - row.reduce(0) { $0 + effects[$1] }
      // Of each coefficient, how much this case weighs in it.
      let weights = inverse.map { line in row.reduce(0) { $0 + line[$1] } }
      let leverage = min(row.reduce(0) { $0 + weights[$1] }, 1 - 1e-6)
      let square = residual * residual * Double(cell.count)
      squares += square
      let adjusted = square / ((1 - leverage) * (1 - leverage))
      for column in robust.indices { robust[column] += weights[column] * weights[column] * adjusted }
    }
    let classical = inverse.indices.map { squares / Double(count - effects.count) * inverse[$0][$0] }
    return (zip(robust, classical).map(max), classical)
  }
}

extension DriverRegression.Driver {
  fileprivate init(mark: Int, cases: Int, count: Int, _ fit: DriverRegression.Fit, isApart: Bool) {
    self.isApart = isApart
    let reach = Double(cases) / Double(count)
    let t = StudentT.quantile((1 + ConfidenceInterval.level) / 2, degrees: fit.degrees)
    let error = fit.variance.squareRoot()
    // Of a response without spread nothing but rounding is left.
    let effect = fit.effect.magnitude < 1e-12 ? 0 : fit.effect
    self.mark = mark
    self.cases = cases
    self.reach = reach
    self.effect = effect
    effectInterval = ConfidenceInterval(effect, plusMinus: t * error)
    contribution = effect * reach
    pValue = error > 0 ? StudentT.twoSided(effect / error, degrees: fit.degrees) : effect == 0 ? 1 : 0
    // The reach is an estimate as well.
    func spread(_ variance: Double) -> Double {
      reach * reach * variance + effect * effect * reach * (1 - reach) / Double(count)
    }
    let classical = spread(fit.classical)
    let variance = fit.influences.map { max($0.reduce(0) { $0 + $1 * $1 }, classical) } ?? spread(fit.variance)
    self.error = .init(
      variance: variance, degrees: fit.degrees, classical: classical, influences: fit.influences)
    interval = ConfidenceInterval(contribution, plusMinus: t * variance.squareRoot())
  }

  /// By how much more this adds than the same mark does in an earlier set of cases, of the same clusters in the same order
  /// where there are any.
  package func difference(from earlier: Self) -> Difference {
    var variance = error.variance + earlier.error.variance
    if let own = error.influences, let before = earlier.error.influences {
      // What clusters have alike in both takes itself away.
      let robust = zip(own, before).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      variance = max(robust, error.classical + earlier.error.classical)
    }
    let robust = ClusterRobust(
      standardError: variance.squareRoot(), degrees: min(error.degrees, earlier.error.degrees))
    return robust.difference(contribution - earlier.contribution)
  }
}
