#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Logarithmic count ratios (Wang & Manning 2012): for each feature and class, how much likelier the feature is in
/// texts of the class than in the other texts of the groups that have the class.
enum NaiveBayes {
  /// - Parameter isTraining: texts to count.
  /// - Returns: `[features × classes]`
  static func logCountRatios(_ data: TrainingSet, isTraining: [Bool]) -> [Float] {
    let classes = data.labels.count
    let smoothing: Float = 1
    let size = data.vocabulary.count * classes
    var inside = [Float](repeating: smoothing, count: size)
    var outside = [Float](repeating: smoothing, count: size)
    for text in 0..<data.count where isTraining[text] {
      let target = data.targets[text]
      let mask = data.groups[data.group[text]]
      let weight = data.weights[text]
      for at in data.starts[text]..<data.starts[text + 1] {
        let row = Int(data.features[at]) * classes
        for index in 0..<classes where mask[index] {
          if index == target { inside[row + index] += weight } else { outside[row + index] += weight }
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
