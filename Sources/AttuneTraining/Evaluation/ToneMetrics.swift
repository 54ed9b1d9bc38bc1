/// How well the tones of texts are found, each of which may have several.
package struct ToneMetrics: Sendable, Equatable {
  /// One per tone.
  package var perTone: [Metrics.PerClass]
  /// The mean of the tones' F1, those that no text has included.
  package var macroF1: Double
  /// The F1 of all decisions together.
  package var microF1: Double

  /// - Parameters:
  ///   - gold: `[texts × tones]`: whether people heard a tone in a text.
  ///   - predicted: the same for the model.
  package init(gold: [Bool], predicted: [Bool], tones: Int) {
    var hits = [Int](repeating: 0, count: tones)
    var golds = hits
    var predictions = hits
    for place in gold.indices {
      if gold[place] { golds[place % tones] += 1 }
      if predicted[place] { predictions[place % tones] += 1 }
      if gold[place], predicted[place] { hits[place % tones] += 1 }
    }
    func ratio(_ part: Int, _ whole: Int) -> Double { whole > 0 ? Double(part) / Double(whole) : 0 }
    perTone = (0..<tones).map { tone in
      Metrics.PerClass(
        precision: ratio(hits[tone], predictions[tone]), recall: ratio(hits[tone], golds[tone]),
        f1: ratio(2 * hits[tone], golds[tone] + predictions[tone]), support: golds[tone])
    }
    macroF1 = perTone.reduce(0) { $0 + $1.f1 } / Double(max(tones, 1))
    microF1 = ratio(2 * hits.reduce(0, +), golds.reduce(0, +) + predictions.reduce(0, +))
  }
}
