import AttunePlatform
import AttuneStatistics

/// What a few labelled texts of a domain say about a model's probabilities there: a temperature and a bias per class, so that
/// `softmax(temperature · log p + bias)` fits the labels (Guo et al. 2017; biases as in Zhao et al. 2021, "Calibrate before
/// use").
///
/// The fit is penalized towards no change, so that a few texts change little. A class that no label uses is left out of the
/// question: its bias stays 0.
package struct DomainCalibration: Sendable {
  /// Texts from which on a calibration can be relied on.
  package static let fewest = 30

  package private(set) var temperature = 1.0
  /// One per class of the model.
  package private(set) var biases: [Double]
  /// 95 % intervals: of the temperature, and of each bias; nil for a class without texts.
  package private(set) var temperatureInterval: ConfidenceInterval
  package private(set) var biasIntervals: [ConfidenceInterval?]

  /// How certain it is beforehand that nothing changes: one over the variance of the temperature and of a bias. Chosen on
  /// eleven tables of other domains, for samples of 15 to 200 texts.
  private static let temperatureCertainty = 10.0
  private static let biasCertainty = 4.0
  private static let lowestTemperature = 0.05
  private static let lowestProbability = 1e-6
  private static let mostSteps = 50

  /// - Parameters:
  ///   - probabilities: `[texts × classes]`
  ///   - gold: the class of each text.
  ///   - classes: of the model.
  ///   - fitsBiases: false where the texts do not hold the classes in the shares of those that will be read.
  /// - Complexity: O(texts × classes²) a step of Newton's method, of which there are about ten.
  package init(_ probabilities: [Double], gold: [Int], classes: Int, fitsBiases: Bool = true) {
    biases = Array(repeating: 0, count: classes)
    biasIntervals = Array(repeating: nil, count: classes)
    temperatureInterval = ConfidenceInterval(1, 1)
    let present = Set(gold).sorted()
    guard present.count >= 2 else { return }
    let problem = Problem(
      logs: gold.indices.flatMap { text in
        present.map { log(max(probabilities[text * classes + $0], Self.lowestProbability)) }
      },
      gold: gold.map { present.firstIndex(of: $0)! }, classes: present.count,
      biasCertainty: fitsBiases ? Self.biasCertainty : 1e12)
    let (solution, covariance) = problem.solve()
    /// Of a sum with these weights.
    func interval(_ value: Double, _ weights: [Double]) -> ConfidenceInterval {
      let variance = (covariance ?? []).enumerated().reduce(0.0) { sum, row in
        sum + weights[row.offset] * zip(row.element, weights).reduce(0) { $0 + $1.0 * $1.1 }
      }
      return ConfidenceInterval(value, plusMinus: ConfidenceInterval.z * max(variance, 0).squareRoot())
    }
    temperature = max(solution[0], Self.lowestTemperature)
    temperatureInterval = interval(temperature, [1] + present.map { _ in 0 })
    guard fitsBiases else { return }
    for (index, label) in present.enumerated() {
      biases[label] = solution[index + 1]
      // Only differences of biases matter: each counts from their mean, which is 0.
      let mean = 1 / Double(present.count)
      biasIntervals[label] = interval(biases[label], [0] + present.indices.map { ($0 == index ? 1 : 0) - mean })
    }
  }

  /// New probabilities of one text.
  package func apply(_ probabilities: some Collection<Double>) -> [Double] {
    let logits = zip(probabilities, biases).map { temperature * log(max($0, Self.lowestProbability)) + $1 }
    let largest = logits.max() ?? 0
    let odds = logits.map { exp($0 - largest) }
    let sum = odds.reduce(0, +)
    return odds.map { $0 / sum }
  }

  /// A convex problem of 1 + classes numbers: the temperature and the biases.
  private struct Problem {
    /// `[texts × classes]`
    var logs: [Double]
    var gold: [Int]
    var classes: Int
    /// One over the variance of a bias beforehand.
    var biasCertainty: Double

    private static let start = 1.0

    /// By Newton's method with halved steps.
    /// - Returns: the minimum, and the inverse of the second derivatives there.
    func solve() -> (solution: [Double], covariance: [[Double]]?) {
      var point = [DomainCalibration.Problem.start] + Array(repeating: 0.0, count: classes)
      var covariance: [[Double]]?
      for _ in 0..<DomainCalibration.mostSteps {
        let (gradient, curvature) = derivatives(point)
        covariance = LeastSquares.inverse(curvature)
        guard let inverse = covariance else { break }
        let step = inverse.map { row in zip(row, gradient).reduce(0) { $0 + $1.0 * $1.1 } }
        let before = loss(point)
        var size = 1.0
        func moved() -> [Double] { zip(point, step).map { $0 - size * $1 } }
        while size > 1e-6, !(loss(moved()) <= before) { size /= 2 }
        guard size > 1e-6 else { break }
        point = moved()
        if step.allSatisfy({ abs(size * $0) < 1e-9 }) { break }
      }
      return (point, covariance)
    }

    private func certainty(_ index: Int) -> Double {
      index == 0 ? DomainCalibration.temperatureCertainty : biasCertainty
    }

    private func start(_ index: Int) -> Double { index == 0 ? Self.start : 0 }

    /// The log of what the odds of a text add up to, and its probabilities.
    private func odds(_ text: Int, _ point: [Double]) -> (log: Double, shares: [Double]) {
      let logits = (0..<classes).map { point[0] * logs[text * classes + $0] + point[$0 + 1] }
      let largest = logits.max()!
      let odds = logits.map { exp($0 - largest) }
      let sum = odds.reduce(0, +)
      return (log(sum) + largest, odds.map { $0 / sum })
    }

    private func loss(_ point: [Double]) -> Double {
      var loss = 0.0
      for (text, label) in gold.enumerated() {
        loss += odds(text, point).log - point[0] * logs[text * classes + label] - point[label + 1]
      }
      for index in point.indices {
        let distance = point[index] - start(index)
        loss += certainty(index) * distance * distance / 2
      }
      return loss
    }

    private func derivatives(_ point: [Double]) -> (gradient: [Double], curvature: [[Double]]) {
      var gradient = point.indices.map { certainty($0) * (point[$0] - start($0)) }
      var curvature = point.indices.map { row in point.indices.map { $0 == row ? certainty(row) : 0 } }
      for (text, label) in gold.enumerated() {
        let shares = odds(text, point).shares
        let logs = logs[text * classes..<(text + 1) * classes]
        let mean = zip(logs, shares).reduce(0) { $0 + $1.0 * $1.1 }
        for (index, log) in logs.enumerated() {
          let error = shares[index] - (index == label ? 1 : 0)
          gradient[0] += error * log
          gradient[index + 1] += error
          curvature[0][0] += shares[index] * (log - mean) * (log - mean)
          let mixed = shares[index] * (log - mean)
          curvature[0][index + 1] += mixed
          curvature[index + 1][0] += mixed
          for other in 0..<classes {
            curvature[index + 1][other + 1] += shares[index] * ((index == other ? 1 : 0) - shares[other])
          }
        }
      }
      return (gradient, curvature)
    }
  }
}
