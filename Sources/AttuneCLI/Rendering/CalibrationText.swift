import AttuneStatistics
import AttuneStreams
import AttuneTraining

/// Shows a calibration to a person: what it changes, and what it is.
struct CalibrationText {
  let text: String

  init(_ calibration: DomainCalibration, _ check: DomainCalibrationCheck, gold: [Int], labels: [String]) {
    let counts = labels.enumerated().map { label, name in "\(gold.count { $0 == label }) \(name)" }
    var text = "\(gold.count) texts: \(counts.joined(separator: ", "))\n\n"
    text += TextRow.format(["on unseen texts", "before", "after", "change", "95 % interval"])
    for figure in check.figures {
      text += TextRow.format(
        [figure.name, Decimals.four(figure.before), Decimals.four(figure.after)]
          + (figure.interval.map { [Self.signed(figure.after - figure.before), Self.span($0)] } ?? []))
    }
    text += "\n" + TextRow.format(["fitted", "", "", "value", "95 % interval"])
    func row(_ name: String, _ value: Double, _ interval: ConfidenceInterval?) -> String {
      TextRow.format(
        [name, "", ""] + (interval.map { [Self.signed(value), Self.span($0)] } ?? ["no text: unchanged"]))
    }
    text += TextRow.format(
      [
        "temperature", "", "", Decimals.four(calibration.temperature),
        "\(Decimals.four(calibration.temperatureInterval.lower)) to \(Decimals.four(calibration.temperatureInterval.upper))",
      ])
    let hasBiases = calibration.biasIntervals.contains { $0 != nil }
    for (label, name) in labels.enumerated() where hasBiases {
      text += row("bias \(name)", calibration.biases[label], calibration.biasIntervals[label])
    }
    if let harm = check.figures.first(where: { $0.name == "log loss" })?.interval, harm.lower > 0 {
      text += "\nOn unseen texts, this calibration makes the probabilities worse.\n"
    }
    self.text = text
  }

  private static func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + Decimals.four(value) }

  private static func span(_ interval: ConfidenceInterval) -> String {
    "\(signed(interval.lower)) to \(signed(interval.upper))"
  }
}
