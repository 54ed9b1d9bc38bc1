import Attune
import AttuneStatistics

/// The usual figures of a confusion matrix.
package struct Metrics: Sendable, Equatable {
  package struct PerClass: Sendable, Equatable {
    /// Of the texts that were called so, how many are.
    package var precision: Double
    /// Of the texts that are so, how many were called so.
    package var recall: Double
    /// The harmonic mean of the two.
    package var f1: Double
    /// Texts that are so.
    package var support: Int
  }

  package var count: Int
  package var accuracy: Double
  /// The mean of the classes' recalls, over classes that occur.
  package var macroRecall: Double
  /// The mean of the classes' F1, over classes that occur or are predicted.
  package var macroF1: Double
  package var perClass: [PerClass]

  /// - Parameter confusion: `[gold][predicted]`; what is predicted behind the classes is never right.
  package init(confusion: [[Int]]) {
    let classes = confusion.indices
    let rows = confusion.map { $0.reduce(0, +) }
    let columns = classes.map { column in confusion.reduce(0) { $0 + $1[column] } }
    count = rows.reduce(0, +)
    accuracy = Self.ratio(classes.reduce(0) { $0 + confusion[$1][$1] }, count)
    perClass = classes.map { index in
      let hits = confusion[index][index]
      return PerClass(
        precision: Self.ratio(hits, columns[index]), recall: Self.ratio(hits, rows[index]),
        f1: Self.ratio(2 * hits, rows[index] + columns[index]), support: rows[index])
    }
    let occurring = perClass.filter { $0.support > 0 }
    macroRecall = occurring.reduce(0) { $0 + $1.recall } / Double(max(occurring.count, 1))
    let named = zip(perClass, columns).filter { $0.support + $1 > 0 }
    macroF1 = named.reduce(0) { $0 + $1.0.f1 } / Double(max(named.count, 1))
  }

  private static func ratio(_ part: Int, _ whole: Int) -> Double { whole > 0 ? Double(part) / Double(whole) : 0 }
}

/// How well probabilities mean what they say (Guo et al. 2017): texts by the probability of their predicted class, in 15
/// bins of the same width. The verdict "unknown" claims nothing and is left out.
package struct Reliability: Sendable, Equatable {
  package struct Bin: Sendable, Equatable {
    /// Upper end of the bin; its lower end is the upper end of the one before.
    package var upper: Double
    package var count: Int
    package var confidence: Double
    package var accuracy: Double
  }

  package static let binCount = 15

  package var bins: [Bin]
  /// The mean distance of confidence and accuracy, weighted by the bins' counts.
  package var expectedCalibrationError: Double

  package init(_ evaluation: Evaluation) {
    var counts = [Int](repeating: 0, count: Self.binCount)
    var confidences = [Double](repeating: 0, count: Self.binCount)
    var hits = confidences
    for text in 0..<evaluation.count where evaluation.isKnown[text] {
      let confidence = evaluation.confidence(text)
      let bin = min(max(Int(saturating: (confidence * Double(Self.binCount)).rounded(.up)), 1), Self.binCount) - 1
      counts[bin] += 1
      confidences[bin] += confidence
      if evaluation.gold[text] == evaluation.predicted[text] { hits[bin] += 1 }
    }
    bins = counts.indices.map { bin in
      Bin(
        upper: Double(bin + 1) / Double(Self.binCount), count: counts[bin],
        confidence: counts[bin] > 0 ? confidences[bin] / Double(counts[bin]) : 0,
        accuracy: counts[bin] > 0 ? hits[bin] / Double(counts[bin]) : 0)
    }
    let distance = counts.indices.reduce(0.0) { $0 + abs(confidences[$1] - hits[$1]) }
    expectedCalibrationError = distance / Double(max(evaluation.count - evaluation.unknownCount, 1))
  }
}

/// What is left, and how good it is, when the model abstains below a confidence, as it does of itself with "unknown".
package struct CoveragePoint: Sendable, Equatable {
  package var threshold: Double
  /// The share of texts that still get a label.
  package var coverage: Double
  /// Of those; 0 when there are none.
  package var accuracy: Double

  /// Thresholds from 0 to 0.95 in steps of 0.05.
  package static func sweep(_ evaluation: Evaluation) -> [CoveragePoint] {
    (0..<20).map { step in
      let threshold = Double(step) / 20
      let kept = (0..<evaluation.count).filter { evaluation.isKnown[$0] && evaluation.confidence($0) >= threshold }
      let hits = kept.count { evaluation.gold[$0] == evaluation.predicted[$0] }
      return CoveragePoint(
        threshold: threshold, coverage: Double(kept.count) / Double(max(evaluation.count, 1)),
        accuracy: kept.isEmpty ? 0 : Double(hits) / Double(kept.count))
    }
  }
}

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
