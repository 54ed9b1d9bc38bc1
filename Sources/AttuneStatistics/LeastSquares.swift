/// Weighted linear regression of a series whose neighbouring errors resemble each other (Prais & Winsten 1954, "Trend
/// estimators and serial correlation"): a first fit shows how much each error is like the one before it, the second fit
/// takes that out. It keeps its 5 % of false alarms in short series, of which robust standard errors (Newey & West 1987)
/// raise twice or three times as many (Turner et al. 2021, "Evaluation of statistical methods used in the analysis of
/// interrupted time series studies").
package struct LeastSquares: Sendable {
  package struct Coefficient: Sendable, Equatable {
    package var value: Double
    package var standardError: Double
    package var interval: ConfidenceInterval
    /// Two-sided, by Student's t.
    package var pValue: Double
  }

  package let coefficients: [Coefficient]
  /// The correlation of an error with the one before it, in 0...0.95.
  package let autocorrelation: Double
  /// The weighted sum of squared residuals of the first fit.
  package let residualSum: Double
  /// Observations minus coefficients.
  package let degrees: Int
  /// `[coefficients × coefficients]`; all 0 when the fit leaves nothing but rounding.
  private let covariance: [[Double]]

  /// The share of the response up to which residuals are what the arithmetic leaves.
  private static let noise = 1e-10

  /// A response that is constant, and one that a fit explains up to rounding, has no errors: its coefficients are 0 or not,
  /// beyond doubt.
  ///
  /// - Parameters:
  ///   - rows: `[observations × coefficients]`, in order of time; the first coefficient is the level, whose column is 1.
  ///   - weights: how much each observation counts; nil for all alike.
  /// - Returns: nil when there are not more observations than coefficients, or when the columns do not tell the
  ///   coefficients apart.
  /// - Precondition: `rows[i][0] == 1`
  package init?(_ rows: [[Double]], _ observed: [Double], weights: [Double]? = nil) {
    guard let count = rows.first?.count, rows.count > count, rows.count == observed.count else { return nil }
    precondition(rows.allSatisfy { $0[0] == 1 })
    let roots = weights.map { $0.map { $0.squareRoot() } } ?? rows.map { _ in 1 }
    // Without the level, so that rounding is in proportion to what varies.
    let level = Self.level(observed, roots)
    let design = zip(rows, roots).map { row, root in row.map { $0 * root } }
    let response = zip(observed, roots).map { ($0 - level) * $1 }
    guard let first = Self.solve(design, response) else { return nil }
    let total = dot(response, response)
    let rest = dot(first.residuals, first.residuals)
    let isConstant = Rounding.isConstant(observed.min() ?? 0, observed.max() ?? 0)
    // What the arithmetic leaves of the response, and what numbers of this size cannot hold.
    let rounding = max(Self.noise * total.squareRoot(), Rounding.share * Self.length(zip(observed, roots).map(*)))
    let isExact = isConstant || rest.squareRoot() <= rounding
    residualSum = isExact ? 0 : rest
    let neighbours = dot(Array(first.residuals.dropFirst()), Array(first.residuals.dropLast()))
    // Residuals show less correlation than errors have, the less the more was fitted to few observations.
    let correlation = residualSum > 0 ? neighbours / residualSum + Double(count) / Double(rows.count) : 0
    let share = min(max(correlation, 0), 0.95)
    autocorrelation = share
    degrees = rows.count - count
    let freedom = Double(degrees)
    guard !isExact else {
      covariance = Array(repeating: Array(repeating: 0, count: count), count: count)
      coefficients = (0..<count).map { column in
        let isNoise = isConstant || abs(first.values[column]) * Self.length(design.map { $0[column] }) <= 10 * rounding
        let value = (column == 0 ? level : 0) + (isNoise ? 0 : first.values[column])
        return Coefficient(
          value: value, standardError: 0, interval: ConfidenceInterval(value, value), pValue: value == 0 ? 1 : 0)
      }
      return
    }

    func whitened(_ values: [Double]) -> [Double] {
      [values[0] * (1 - share * share).squareRoot()] + zip(values.dropFirst(), values).map { $0 - share * $1 }
    }
    let columns = (0..<count).map { column in whitened(design.map { $0[column] }) }
    guard let second = Self.solve(rows.indices.map { row in columns.map { $0[row] } }, whitened(response)) else {
      return nil
    }
    let variance = dot(second.residuals, second.residuals) / freedom
    let covariance = second.inverse.map { $0.map { $0 * variance } }
    let squares = covariance.indices.map { covariance[$0][$0] }
    guard squares.allSatisfy({ $0 >= 0 && $0.isFinite }) else { return nil }
    self.covariance = covariance
    let t = StudentT.quantile((1 + ConfidenceInterval.level) / 2, degrees: freedom)
    coefficients = second.values.indices.map { column in
      let error = squares[column].squareRoot()
      let value = second.values[column] + (column == 0 ? level : 0)
      return Coefficient(
        value: value, standardError: error, interval: ConfidenceInterval(value, plusMinus: t * error),
        pValue: error > 0 ? StudentT.twoSided(value / error, degrees: freedom) : value == 0 ? 1 : 0)
    }
  }

  /// The weighted mean, about the first observation.
  private static func level(_ observed: [Double], _ roots: [Double]) -> Double {
    let sum = zip(observed, roots).reduce(0) { $0 + ($1.0 - observed[0]) * $1.1 * $1.1 }
    return observed[0] + sum / max(dot(roots, roots), .leastNormalMagnitude)
  }

  /// Whether several coefficients are all 0, by the F-test; nil when they cannot be told apart.
  package func pValue(thatAllAreZero chosen: [Int]) -> Double? {
    if residualSum == 0 { return chosen.allSatisfy { coefficients[$0].value == 0 } ? 1 : 0 }
    guard let inverse = Self.inverse(chosen.map { i in chosen.map { covariance[i][$0] } }) else { return nil }
    let values = chosen.map { coefficients[$0].value }
    let wald = dot(values, inverse.map { dot($0, values) })
    return FisherF.survival(max(wald, 0) / Double(chosen.count), degrees: Double(chosen.count), Double(degrees))
  }

  private struct Solution {
    var values: [Double]
    var residuals: [Double]
    /// Of rowsᵀ · rows.
    var inverse: [[Double]]
  }

  private static func solve(_ rows: [[Double]], _ response: [Double]) -> Solution? {
    let count = rows[0].count
    var product = Array(repeating: [Double](repeating: 0, count: count), count: count)
    var moments = [Double](repeating: 0, count: count)
    for (row, value) in zip(rows, response) {
      for i in 0..<count {
        moments[i] += row[i] * value
        for j in 0..<count { product[i][j] += row[i] * row[j] }
      }
    }
    guard let inverse = inverse(product) else { return nil }
    let values = inverse.map { dot($0, moments) }
    return Solution(values: values, residuals: zip(rows, response).map { $1 - dot($0, values) }, inverse: inverse)
  }

  // MARK: Small matrices

  private static func length(_ vector: [Double]) -> Double { dot(vector, vector).squareRoot() }

  /// Of a symmetric, positive matrix, by Gauss-Jordan elimination; nil when it is singular within rounding.
  package static func inverse(_ matrix: [[Double]]) -> [[Double]]? {
    let count = matrix.count
    // Columns in their own units would make a small pivot look like none.
    let scale = (0..<count).map { matrix[$0][$0].squareRoot() }
    guard scale.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    var rows = (0..<count).map { (i: Int) -> [Double] in
      let scaled: [Double] = (0..<count).map { matrix[i][$0] / scale[i] / scale[$0] }
      return scaled + (0..<count).map { (j: Int) -> Double in j == i ? 1 : 0 }
    }
    for column in 0..<count {
      let pivot = (column..<count).max { abs(rows[$0][column]) < abs(rows[$1][column]) }!
      guard abs(rows[pivot][column]) > 1e-10 else { return nil }
      rows.swapAt(column, pivot)
      let divisor = rows[column][column]
      rows[column] = rows[column].map { $0 / divisor }
      for row in 0..<count where row != column {
        let factor = rows[row][column]
        for index in rows[row].indices { rows[row][index] -= factor * rows[column][index] }
      }
    }
    return (0..<count).map { i in (0..<count).map { rows[i][count + $0] / scale[i] / scale[$0] } }
  }
}
