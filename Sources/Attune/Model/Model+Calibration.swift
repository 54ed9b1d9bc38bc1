extension Model {
  /// The file of this model with another calibration: what it makes of probabilities is `softmax(temperature · log p + bias)`.
  /// All that it knows besides stays as it is, byte by byte.
  ///
  /// - Parameters:
  ///   - temperature: above 0; more than 1 makes probabilities more extreme.
  ///   - biases: one per class.
  ///   - card: entries that take the place of those with the same keys.
  package func encoded(
    temperature: Double, biases: [Double], card entries: [CardEntry]
  ) throws(ModelError) -> [UInt8] {
    var calibration = calibration
    calibration.constant *= Float(temperature)
    calibration.perLength *= Float(temperature)
    for label in labels.indices {
      calibration.biases[label] = calibration.biases[label] * Float(temperature) + Float(biases[label])
    }
    return try ModelFile.encode(
      storage,
      replacing: [
        (
          ModelFile.parametersName,
          ModelFile.encode(weightStep: weightStep, calibration: calibration, prior: prior)
        ), encodedCard(replacing: entries),
      ])
  }
}
