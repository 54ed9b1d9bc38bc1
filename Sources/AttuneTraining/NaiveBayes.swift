import AttunePlatform

/// Logarithmic count ratios (Wang & Manning 2012): for each feature and class, how much likelier the feature is in
/// texts of the class than in the other texts of the groups that have the class.
enum NaiveBayes {
  /// - Parameter texts: texts to count.
  /// - Returns: `[features × classes]`
  static func logCountRatios(_ data: LabelledFeatures, texts: [Int]) -> [Float] {
    let classes = data.classes
    let smoothing: Float = 1
    let size = data.hashes.count * classes
    var inside = [Float](repeating: smoothing, count: size)
    var outside = [Float](repeating: smoothing, count: size)
    for text in texts {
      let mask = data.mask(text)
      let weight = data.weights[text]
      let shares = data.target(text).map { weight * $0 }
      for use in data.features(text) where !use.isReversed {
        let row = Int(use.number) * classes
        for index in 0..<classes where mask[index] {
          inside[row + index] += shares[index]
          outside[row + index] += weight - shares[index]
        }
      }
    }
    var insideTotals = [Double](repeating: 0, count: classes)
    var outsideTotals = insideTotals
    for row in stride(from: 0, to: size, by: classes) {
      for index in 0..<classes {
        insideTotals[index] += Double(inside[row + index])
        outsideTotals[index] += Double(outside[row + index])
      }
    }
    let offsets = (0..<classes).map { Float(log(outsideTotals[$0] / insideTotals[$0])) }
    for row in stride(from: 0, to: size, by: classes) {
      for index in 0..<classes {
        inside[row + index] = logf(inside[row + index] / outside[row + index]) + offsets[index]
      }
    }
    return inside
  }
}
