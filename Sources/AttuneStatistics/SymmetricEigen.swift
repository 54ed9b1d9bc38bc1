/// Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations (Golub & Van Loan 2013, "Matrix
/// computations", 8.5).
struct SymmetricEigen {
  let values: [Double]
  /// In columns: `vectors[row][k]` belongs to `values[k]`.
  let vectors: [[Double]]

  private static let sweeps = 30

  /// - Complexity: O(size³) for each of at most 30 sweeps, of which a matrix takes six or so
  init(_ matrix: [[Double]]) {
    var a = matrix
    let size = matrix.count
    var vectors = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0 } }
    let scale = matrix.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
    for _ in 0..<Self.sweeps {
      var off = 0.0
      for i in 0..<size { for j in 0..<i { off += a[i][j] * a[i][j] } }
      guard off > 1e-30 * scale else { break }
      for p in 0..<size { for q in (p + 1)..<max(size, p + 1) { Self.rotate(&a, &vectors, p, q) } }
    }
    values = (0..<size).map { a[$0][$0] }
    self.vectors = vectors
  }

  /// Makes `a[p][q]` 0.
  private static func rotate(_ a: inout [[Double]], _ vectors: inout [[Double]], _ p: Int, _ q: Int) {
    guard a[p][q] != 0 else { return }
    let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
    let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
    let cosine = 1 / (t * t + 1).squareRoot()
    let sine = t * cosine
    for k in a.indices {
      let (first, second) = (a[k][p], a[k][q])
      a[k][p] = cosine * first - sine * second
      a[k][q] = sine * first + cosine * second
    }
    for k in a.indices {
      let (first, second) = (a[p][k], a[q][k])
      a[p][k] = cosine * first - sine * second
      a[q][k] = sine * first + cosine * second
    }
    for k in vectors.indices {
      let (first, second) = (vectors[k][p], vectors[k][q])
      vectors[k][p] = cosine * first - sine * second
      vectors[k][q] = sine * first + cosine * second
    }
  }

  /// The matrix whose eigenvalues are `function` of these.
  func applying(_ function: (Double) -> Double) -> [[Double]] {
    let images = values.map(function)
    return vectors.map { row in
      vectors.map { column in images.indices.reduce(0) { $0 + row[$1] * images[$1] * column[$1] } }
    }
  }
}
