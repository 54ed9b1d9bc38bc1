import Attune
import AttunePlatform
import AttuneStatistics

/// What a `DomainCalibration` changes on texts that it was not fitted to: cross-validation in ten parts, of which equal texts
/// share one.
package struct DomainCalibrationCheck: Sendable {
  /// A figure before and behind, and the difference with its interval.
  package struct Figure: Sendable {
    package var name: String
    package var before: Double
    package var after: Double
    /// nil where there is none.
    package var interval: ConfidenceInterval?
  }

  package let figures: [Figure]

  private static let parts = 10
  private static let lowestProbability = 1e-6

  /// - Parameters:
  ///   - texts: of which equal ones stay together.
  ///   - probabilities: `[texts × classes]`
  ///   - gold: the class of each text; two or more occur.
  ///   - fitsBiases: see `DomainCalibration`.
  package init(_ texts: [String], _ probabilities: [Double], gold: [Int], labels: [String], fitsBiases: Bool = true) {
    let classes = labels.count
    let goldLabels = Set(gold.map { labels[$0] })
    var before = Evaluation(modelLabels: labels, goldLabels: goldLabels)
    var after = before
    func row(_ text: Int) -> ArraySlice<Double> { probabilities[text * classes..<(text + 1) * classes] }
    let parts = Self.parts(texts)
    let calibrations = (0..<Self.parts).map { part in
      let learned = texts.indices.filter { parts[$0] != part }
      return DomainCalibration(
        learned.flatMap { Array(row($0)) }, gold: learned.map { gold[$0] }, classes: classes, fitsBiases: fitsBiases)
    }
    for text in texts.indices {
      before.append(gold: labels[gold[text]], probabilities: row(text), isKnown: true)
      after.append(
        gold: labels[gold[text]], probabilities: calibrations[parts[text]].apply(row(text)), isKnown: true)
    }
    func hits(_ evaluation: Evaluation) -> [Double] {
      zip(evaluation.gold, evaluation.predicted).map { $0 == $1 ? 1 : 0 }
    }
    func losses(_ evaluation: Evaluation) -> [Double] {
      evaluation.gold.enumerated().map { text, label in
        -log(max(evaluation.probabilities[text * evaluation.labels.count + label], Self.lowestProbability))
      }
    }
    figures = [
      Self.figure("accuracy", hits(before), hits(after)), Self.figure("log loss", losses(before), losses(after)),
      Figure(
        name: "calibration error", before: Reliability(before).expectedCalibrationError,
        after: Reliability(after).expectedCalibrationError, interval: nil),
    ]
  }

  private static func figure(_ name: String, _ before: [Double], _ after: [Double]) -> Figure {
    let differences = zip(before, after).map { $1 - $0 }
    let count = Double(differences.count)
    let bootstrap = Bootstrap(units: differences.count, draws: 1000) { drawn in
      zip(drawn, differences).reduce(0) { $0 + Double($1.0) * $1.1 } / count
    }
    return Figure(
      name: name, before: before.reduce(0, +) / count, after: after.reduce(0, +) / count,
      interval: bootstrap.interval)
  }

  /// The part of each text.
  private static func parts(_ texts: [String]) -> [Int] {
    var numbers: [String: Int] = [:]
    for text in texts where numbers[text] == nil { numbers[text] = numbers.count }
    var generator = SeededGenerator(seed: 1)
    let order = Array(0..<numbers.count).shuffled(using: &generator)
    return texts.map { order[numbers[$0]!] % parts }
  }
}
