import AttuneStatistics

/// A 95 % interval by the percentile bootstrap (Efron 1979): texts are drawn with replacement, the figure is taken anew.
package struct Interval: Sendable, Equatable {
  package var lower: Double
  package var upper: Double

  /// Intervals of several figures from the same draws.
  ///
  /// - Parameters:
  ///   - texts: numbers of the texts in `evaluation`.
  ///   - figures: what to take from a confusion matrix.
  /// - Complexity: O(draws × texts).
  package static func bootstrap(
    _ evaluation: Evaluation, texts: [Int], draws: Int = 1000, seed: UInt64 = 1, _ figures: (Metrics) -> [Double]
  ) -> [Interval] {
    guard !texts.isEmpty else { return [] }
    var generator = SeededGenerator(seed: seed)
    let classes = evaluation.labels.count
    var samples: [[Double]] = []
    for _ in 0..<draws {
      var confusion = Array(
        repeating: Array(repeating: 0, count: evaluation.predictedLabels.count), count: classes)
      for _ in texts {
        let text = texts[Int(generator.next(upperBound: UInt64(texts.count)))]
        confusion[evaluation.gold[text]][evaluation.predicted[text]] += 1
      }
      samples.append(figures(Metrics(confusion: confusion)))
    }
    return samples[0].indices.map { figure in
      let values = samples.map { $0[figure] }.sorted()
      return Interval(lower: values[Int(0.025 * Double(draws - 1))], upper: values[Int(0.975 * Double(draws - 1))])
    }
  }
}
