import AttuneStatistics

/// How well probabilities mean what they say (Guo et al. 2017): texts by the probability of their predicted class, in 15
/// bins of the same width. The verdict "unknown" claims nothing and is left out.
package struct Reliability: Sendable, Equatable {
  package static let binCount = 15

  package var bins: [Bin]
  /// The mean distance of confidence and accuracy, weighted by the bins' counts.
  package var expectedCalibrationError: Double

  package struct Bin: Sendable, Equatable {
    /// Upper end of the bin; its lower end is the upper end of the one before.
    package var upper: Double
    package var count: Int
    package var confidence: Double
    package var accuracy: Double
  }

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
