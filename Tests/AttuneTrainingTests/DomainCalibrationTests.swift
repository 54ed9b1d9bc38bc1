import AttuneStatistics
import Foundation
import Testing

@testable import AttuneTraining

@Suite struct DomainCalibrationTests {
  /// Texts whose labels follow `softmax(temperature · log p + bias)`.
  private func draws(
    _ count: Int, temperature: Double, biases: [Double], seed: UInt64 = 1
  ) -> (probabilities: [Double], gold: [Int]) {
    var generator = SeededGenerator(seed: seed)
    var probabilities: [Double] = []
    var gold: [Int] = []
    for _ in 0..<count {
      let odds = biases.map { _ in exp(Double.random(in: -2...2, using: &generator)) }
      let shares = odds.map { $0 / odds.reduce(0, +) }
      let trueOdds = zip(shares, biases).map { pow($0, temperature) * exp($1) }
      var rest = Double.random(in: 0..<trueOdds.reduce(0, +), using: &generator)
      gold.append(
        trueOdds.firstIndex { odds in
          rest -= odds
          return rest < 0
        } ?? 0)
      probabilities += shares
    }
    return (probabilities, gold)
  }

  @Test func manyTextsGiveBackWhatTheyWereDrawnFrom() {
    let (probabilities, gold) = draws(6000, temperature: 0.6, biases: [0.5, -0.75, 0.25])
    let calibration = DomainCalibration(probabilities, gold: gold, classes: 3)
    #expect(abs(calibration.temperature - 0.6) < 0.05)
    for (bias, expected) in zip(calibration.biases, [0.5, -0.75, 0.25]) { #expect(abs(bias - expected) < 0.1) }
    #expect(calibration.temperatureInterval.contains(0.6))
  }

  /// The intervals of 100 samples hold the truth about as often as they say; the penalty makes them a little narrower.
  @Test func intervalsHold() {
    let held = (0..<100).count { seed in
      let (probabilities, gold) = draws(300, temperature: 1, biases: [0.3, -0.3], seed: UInt64(seed) + 7)
      let calibration = DomainCalibration(probabilities, gold: gold, classes: 2)
      return calibration.biasIntervals[0]?.contains(0.3) == true
    }
    #expect((88...100).contains(held))
  }

  @Test func fewTextsChangeLittle() {
    let (probabilities, gold) = draws(6, temperature: 1, biases: [0, 0, 0])
    let calibration = DomainCalibration(probabilities, gold: gold, classes: 3)
    #expect(abs(calibration.temperature - 1) < 0.5)
    #expect(calibration.biases.allSatisfy { abs($0) < 0.75 })
  }

  @Test func anAbsentClassStaysAsItIs() {
    let (probabilities, gold) = draws(400, temperature: 1, biases: [0.5, -0.5])
    let three = probabilities.indices.filter { $0 % 2 == 0 }.flatMap { index in
      [0.7 * probabilities[index], 0.3, 0.7 * probabilities[index + 1]]
    }
    let calibration = DomainCalibration(three, gold: gold.map { 2 * $0 }, classes: 3)
    #expect(calibration.biases[1] == 0)
    #expect(calibration.biasIntervals[1] == nil)
    #expect(abs(calibration.biases[0] + calibration.biases[2]) < 1e-6)
  }

  @Test func extremeProbabilitiesAreFinite() {
    let calibration = DomainCalibration([1, 0, 0, 1, 0, 1], gold: [0, 0, 1], classes: 2)
    #expect(calibration.temperature.isFinite && calibration.biases.allSatisfy(\.isFinite))
    #expect(abs(calibration.apply([1, 0]).reduce(0, +) - 1) < 1e-9)
  }

  /// Measured on texts that the calibration has not seen: labels without a pattern are not learned by heart.
  @Test func theCheckIsHonest() {
    var generator = SeededGenerator(seed: 5)
    let (probabilities, _) = draws(60, temperature: 1, biases: [0, 0, 0])
    let gold = (0..<60).map { _ in Int.random(in: 0..<3, using: &generator) }
    let check = DomainCalibrationCheck(
      (0..<60).map { "\($0)" }, probabilities, gold: gold, labels: ["a", "b", "c"])
    let fitted = DomainCalibration(probabilities, gold: gold, classes: 3)
    let heart = gold.indices.count { text in
      let shares = fitted.apply(probabilities[3 * text..<3 * text + 3])
      return shares.firstIndex(of: shares.max()!) == gold[text]
    }
    #expect(check.figures[0].name == "accuracy")
    #expect(check.figures[0].after < Double(heart) / 60)
  }
}
