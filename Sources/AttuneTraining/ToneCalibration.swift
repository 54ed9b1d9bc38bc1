import AttunePlatform

/// What turns the logits of one tone into probabilities (Platt 1999) and those into a decision, fitted to texts that the
/// logits were not learned from.
struct ToneCalibration {
  private(set) var slope: Double = 1
  private(set) var bias: Double = 0

  /// Newton's method on the log loss, with a slope that is held a little at 0.
  /// - Parameter limit: the most that the slope may be.
  init(_ logits: [Float], _ targets: [Bool], limit: Double) {
    fit(logits, targets)
    if !slope.isFinite || !bias.isFinite { (slope, bias) = (1, 0) }
    guard slope > limit else { return }
    slope = limit
    fit(logits, targets, isSlopeFree: false)
  }

  private mutating func fit(_ logits: [Float], _ targets: [Bool], isSlopeFree: Bool = true) {
    for _ in 0..<30 {
      var (slopeGradient, biasGradient) = (slope * 0.01, 0.0)
      var (slopes, both, biases) = (1.0, 0.0, 1e-3)
      for (logit, target) in zip(logits, targets) {
        let logit = Double(logit)
        let probability = probability(logit)
        let error = probability - (target ? 1 : 0)
        slopeGradient += error * logit
        biasGradient += error
        let weight = probability * (1 - probability)
        slopes += weight * logit * logit
        both += weight * logit
        biases += weight
      }
      guard isSlopeFree else {
        bias -= biasGradient / biases
        continue
      }
      let determinant = slopes * biases - both * both
      slope -= (biases * slopeGradient - both * biasGradient) / determinant
      bias -= (slopes * biasGradient - both * slopeGradient) / determinant
    }
  }

  private func probability(_ logit: Double) -> Double { 1 / (1 + exp(-(slope * logit + bias))) }

  func probability(_ logit: Float) -> Double { probability(Double(logit)) }

  /// Thresholds lie in between.
  private static let limits = 0.02...0.98

  /// The probability above which a text has the tone, for the best F1; .5 when no text has it.
  static func threshold(_ probabilities: [Double], _ targets: [Bool]) -> Double {
    let order = probabilities.indices.sorted { (probabilities[$0], $1) > (probabilities[$1], $0) }
    let positives = targets.count { $0 }
    var hits = 0
    var best = (f1: 0.0, threshold: 0.5)
    for (place, text) in order.enumerated() {
      if targets[text] { hits += 1 }
      // The next is as probable: there is no border between them.
      let next = place + 1 < order.count ? probabilities[order[place + 1]] : 0
      guard next < probabilities[text] else { continue }
      let f1 = 2 * Double(hits) / Double(place + 1 + positives)
      if f1 > best.f1 { best = (f1, (probabilities[text] + next) / 2) }
    }
    return min(max(best.threshold, limits.lowerBound), limits.upperBound)
  }
}
