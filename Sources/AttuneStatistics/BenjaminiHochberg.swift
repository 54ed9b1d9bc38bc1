/// Keeps the share of false findings among the findings (Benjamini & Hochberg 1995, "Controlling the false discovery rate").
/// Where nothing is to be found, a finding of any kind is as rare as the level says.
package enum BenjaminiHochberg {
  /// p-values that may be held against one level however many there are, in the order of `pValues`.
  /// - Complexity: O(n log n)
  package static func adjust(_ pValues: [Double]) -> [Double] {
    var adjusted = pValues
    var smallest = 1.0
    let ascending = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    for (rank, index) in ascending.enumerated().reversed() {
      smallest = min(smallest, pValues[index] * Double(pValues.count) / Double(rank + 1))
      adjusted[index] = smallest
    }
    return adjusted
  }
}
