/// Guards against finding something by looking at many things (Holm 1979, "A simple sequentially rejective multiple test
/// procedure").
package enum Holm {
  /// p-values that may be held against one level however many there are, in the order of `pValues`.
  package static func adjust(_ pValues: [Double]) -> [Double] {
    var adjusted = pValues
    var largest = 0.0
    for (rank, index) in pValues.indices.sorted(by: { (pValues[$0], $0) < (pValues[$1], $1) }).enumerated() {
      largest = max(largest, min(pValues[index] * Double(pValues.count - rank), 1))
      adjusted[index] = largest
    }
    return adjusted
  }
}
