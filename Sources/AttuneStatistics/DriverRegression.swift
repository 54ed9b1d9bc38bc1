/// By how much marks of cases, such as the aspects that a text mentions, move the mean of a response, each with the others
/// held fixed: linear regression of the response on the marks. A mark contributes its effect times its reach, and
///
///     mean response = base + sum of the contributions
///
/// holds exactly, since a regression with a constant goes through the means. Standard errors are those that allow for unequal
/// spread (HC3; MacKinnon & White 1985), and never below the classical ones, which guards marks whose few cases happen to agree
/// (Angrist & Pischke 2009, "Mostly harmless econometrics", 8.1).
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
  }

  package let count: Int
  /// The mean response.
  package let total: Double
  /// The mean response of cases that have none of the marks, as the regression sees it.
  package let base: Double
  /// In order of their marks. Marks that too few cases have or lack, and those that others determine, are left out.
  package let drivers: [Driver]

  /// Cases that must have a mark, and that must lack it.
  package static let leastCases = 10
  /// Cases for each mark without which a regression fits chance.
  private static let casesPerMark = 15
  /// A column of which less than this share is its own is determined by the others.
  private static let ownShare = 1e-9

  /// - Returns: nil when there are too few cases, or no mark that enough of them have.
  /// - Complexity: O(cells × marks of a cell² + marks³)
  package init?(_ cells: [Cell]) {
    let cells = cells.filter { $0.count > 0 && $0.response.isFinite }
    let count = cells.reduce(0) { $0 + $1.count }
    let columns = Self.columns(cells, count)
    guard !columns.isEmpty, let product = Self.product(cells, columns, count) else { return nil }
    let kept = Self.independent(product)
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
    let effects = inverse.map { line in zip(line, moments).reduce(0) { $0 + $1.0 * $1.1 } }
    let variances = Self.variances(cells, rows, effects, total, inverse, count)
    self.count = count
    self.total = total
    drivers = marks.enumerated().map { index, mark in
      let cases = product[kept[index + 1]][0]
      return Driver(
        mark: mark, cases: Int(cases), count: count, effect: effects[index + 1], variance: variances[index + 1],
        degrees: min(Double(count - kept.count), cases - 1))
    }
    base = total - drivers.reduce(0) { $0 + $1.contribution }
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

  /// The columns that those before them do not determine, by the Cholesky decomposition.
  private static func independent(_ product: [[Double]]) -> [Int] {
    var kept: [Int] = []
    var factors: [[Double]] = []
    for column in product.indices {
      var factor: [Double] = []
      for (index, other) in kept.enumerated() {
        let known = zip(factor, factors[index]).reduce(0) { $0 + $1.0 * $1.1 }
        factor.append((product[column][other] - known) / factors[index][index])
      }
      let own = product[column][column] - factor.reduce(0) { $0 + $1 * $1 }
      guard own > ownShare * product[column][column] else { continue }
      kept.append(column)
      factors.append(factor + [own.squareRoot()])
    }
    return kept
  }

  /// Of the coefficients: the larger of the robust and the classical one.
  private static func variances(
    _ cells: [Cell], _ rows: [[Int]], _ effects: [Double], _ total: Double, _ inverse: [[Double]], _ count: Int
  ) -> [Double] {
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
    let variance = squares / Double(count - effects.count)
    return robust.indices.map { max(robust[$0], variance * inverse[$0][$0]) }
  }
}

extension DriverRegression.Driver {
  fileprivate init(mark: Int, cases: Int, count: Int, effect: Double, variance: Double, degrees: Double) {
    let reach = Double(cases) / Double(count)
    let t = StudentT.quantile((1 + ConfidenceInterval.level) / 2, degrees: degrees)
    let error = variance.squareRoot()
    // Of a response without spread nothing but rounding is left.
    let effect = effect.magnitude < 1e-12 ? 0 : effect
    self.mark = mark
    self.cases = cases
    self.reach = reach
    self.effect = effect
    effectInterval = ConfidenceInterval(effect, plusMinus: t * error)
    contribution = effect * reach
    // The reach is an estimate as well.
    let spread = reach * reach * variance + effect * effect * reach * (1 - reach) / Double(count)
    interval = ConfidenceInterval(contribution, plusMinus: t * spread.squareRoot())
    pValue = error > 0 ? StudentT.twoSided(effect / error, degrees: degrees) : effect == 0 ? 1 : 0
  }
}
