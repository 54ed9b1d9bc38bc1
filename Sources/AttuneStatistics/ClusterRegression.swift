/// Errors of a linear regression whose cases come in clusters of cases that are alike. `ClusterRobust` is the same of a
/// constant alone, and names the papers.
///
/// With L Lᵀ = Σ xᵀx, a cluster's share of the normal equations is A = L⁻¹ xᵀx L⁻ᵀ, whose eigenvalues are its leverages. CR2
/// multiplies the cluster's residuals by (I - x (Σ xᵀx)⁻¹ xᵀ)^(-1/2), and since xᵀ f(x M xᵀ) = f(xᵀx M) xᵀ, no matrix of
/// the size of a cluster is needed: L⁻¹ xᵀ residuals is multiplied by (I - A)^(-1/2).
struct ClusterRegression {
  /// What one cluster adds.
  struct Cluster {
    /// `[coefficients × coefficients]`, xᵀx; the first coefficient is the constant.
    var product: [[Double]]
    /// xᵀ · residuals.
    var moments: [Double]
  }

  /// `[clusters × coefficients]`: what each cluster adds to the error of each coefficient, whose variance is the sum of the
  /// squares.
  let influences: [[Double]]
  /// Satterthwaite's, of each coefficient, at least 1.
  let degrees: [Double]

  /// A leverage of 1 within rounding: the cluster alone tells the coefficient, and has no residual there.
  private static let wholeLeverage = 1 - 1e-9

  /// - Returns: nil when fewer than 2 clusters have cases, or when the coefficients cannot be told apart.
  /// - Complexity: O(clusters × coefficients³ + clusters³ × coefficients)
  init?(_ clusters: [Cluster]) {
    guard clusters.count(where: { ($0.product.first?.first ?? 0) > 0 }) > 1, let size = clusters.first?.moments.count
    else { return nil }
    var total = Array(repeating: [Double](repeating: 0, count: size), count: size)
    for cluster in clusters { for i in 0..<size { for j in 0..<size { total[i][j] += cluster.product[i][j] } } }
    guard let factor = Triangle(total) else { return nil }
    let shares = clusters.map { cluster in
      // L⁻¹ of the rows, and of the columns of that.
      let half = Self.transposed(cluster.product.map(factor.solve))
      return half.map(factor.solve)
    }
    let adjustments = shares.map { share in
      SymmetricEigen(share).applying { $0 < Self.wholeLeverage ? 1 / (1 - max($0, 0)).squareRoot() : 0 }
    }
    influences = zip(clusters, adjustments).map { cluster, adjustment in
      factor.solveTransposed(Self.product(adjustment, factor.solve(cluster.moments)))
    }
    // Lᵀ · the constant's unit vector.
    let constant = factor.rows[0]
    let sums = shares.map { Self.product($0, constant) }
    degrees = (0..<size).map { column in
      let unit = factor.solve((0..<size).map { $0 == column ? 1 : 0 })
      let weights = adjustments.map { Self.product($0, unit) }
      return Self.degrees(weights, zip(shares, weights).map(Self.product), sums, isConstant: column == 0)
    }
  }

  /// How much of the spread of cases is that of their clusters, as far as degrees of freedom depend on it. Agents have less:
  /// a few hundredths mostly, and seldom more than a tenth.
  private static let alikeShare = 0.25

  /// Of the constant as `ClusterRobust` has it: the fewer of those with independent cases and of those whose cases are all
  /// alike. What all cases of a cluster have alike moves a mark that some of them have little, but with few degrees; the
  /// fewer would give a third of the marks away that are found so.
  /// - Parameters:
  ///   - weights: q of each cluster, whose residuals weigh x · q.
  ///   - images: xᵀx · q.
  ///   - sums: xᵀ · 1.
  private static func degrees(
    _ weights: [[Double]], _ images: [[Double]], _ sums: [[Double]], isConstant: Bool
  ) -> Double {
    let own = zip(weights, images).map(dot)
    let independent = images.indices.map { g in
      images.indices.map { h in (g == h ? own[g] : 0) - dot(images[g], images[h]) }
    }
    let parts = images.indices.map { g in
      images.indices.map { h in (g == h ? dot(weights[g], sums[g]) : 0) - dot(images[g], sums[h]) }
    }
    let alike = parts.map { row in parts.map { dot(row, $0) } }
    if isConstant { return max(min(degrees(independent), degrees(alike)), 1) }
    let both = zip(independent, alike).map { zip($0, $1).map { (1 - alikeShare) * $0 + alikeShare * $1 } }
    return max(degrees(both), 1)
  }

  /// (tr M)² / tr(M²)
  private static func degrees(_ matrix: [[Double]]) -> Double {
    let trace = matrix.indices.reduce(0) { $0 + matrix[$1][$1] }
    let square = matrix.reduce(0) { $0 + dot($1, $1) }
    return square > 0 ? trace * trace / square : 1
  }

  private static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] { matrix.map { dot($0, vector) } }

  private static func transposed(_ matrix: [[Double]]) -> [[Double]] {
    matrix.indices.map { column in matrix.map { $0[column] } }
  }

  /// L of L Lᵀ (Cholesky).
  private struct Triangle {
    let rows: [[Double]]

    init?(_ matrix: [[Double]]) {
      var rows = matrix.map { _ in [Double](repeating: 0, count: matrix.count) }
      for i in matrix.indices {
        for j in 0...i {
          let rest = (0..<j).reduce(matrix[i][j]) { $0 - rows[i][$1] * rows[j][$1] }
          if i == j {
            guard rest > 0 else { return nil }
            rows[i][i] = rest.squareRoot()
          } else {
            rows[i][j] = rest / rows[j][j]
          }
        }
      }
      self.rows = rows
    }

    /// L⁻¹ · vector
    func solve(_ vector: [Double]) -> [Double] {
      var solution = vector
      for i in rows.indices {
        for j in 0..<i { solution[i] -= rows[i][j] * solution[j] }
        solution[i] /= rows[i][i]
      }
      return solution
    }

    /// L⁻ᵀ · vector
    func solveTransposed(_ vector: [Double]) -> [Double] {
      var solution = vector
      for i in rows.indices.reversed() {
        for j in (i + 1)..<max(rows.count, i + 1) { solution[i] -= rows[j][i] * solution[j] }
        solution[i] /= rows[i][i]
      }
      return solution
    }
  }
}
