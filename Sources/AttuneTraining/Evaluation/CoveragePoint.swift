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
