extension Scorer {
  /// The probabilities of a negative and a positive text; both 0 when the model knew nothing, or is not of sentiment.
  package func sentiment(_ text: Int) -> (negative: Float, positive: Float) {
    guard isKnown(text), let polarity else { return (0, 0) }
    let probabilities = probabilities(text)
    return (probabilities[polarity.negative], probabilities[polarity.positive])
  }
}
