import TestSupport
import Testing

@testable import Attune

@Suite struct CalibrationTests {
  private func applied(_ calibration: Calibration, _ logits: [Float], tokens: Int32) -> [Float] {
    var values = logits
    values.withUnsafeMutableBufferPointer { calibration.apply($0.baseAddress!, tokens: tokens) }
    return values
  }

  @Test func softmaxWithoutCalibration() {
    let calibration = Calibration(classes: 3)
    #expect(applied(calibration, [1, 1, 1], tokens: 5).allSatisfy { abs($0 - 1 / 3) < 1e-6 })
    #expect(applied(calibration, [500, 0, -500], tokens: 5) == [1, 0, 0])
  }

  /// A fourth class that is out of the question changes nothing, to the last bit.
  @Test func threeClassesAreLikeMore() {
    var generator = SplitMix64(seed: 3)
    var three = Calibration(classes: 3)
    var four = Calibration(classes: 4)
    for _ in 0..<1000 {
      let biases = (0..<3).map { _ in Float.random(in: -2...2, using: &generator) }
      let logits = (0..<3).map { _ in Float.random(in: -20...20, using: &generator) }
      three.biases = biases
      four.biases = biases + [0]
      #expect(applied(four, logits + [-1000], tokens: 9) == applied(three, logits, tokens: 9) + [0])
    }
  }

  @Test func slopeDependsOnTheLength() {
    var calibration = Calibration(classes: 2)
    calibration.constant = 2
    calibration.perLength = -0.5
    #expect(calibration.slope(tokens: 0) == 2)
    #expect(abs(calibration.slope(tokens: 255) - 1.5) < 1e-6)
    // Never so long that the order of the classes turns around.
    calibration.perLength = -100
    #expect(calibration.slope(tokens: 1_000_000) == 0.01)
  }

  @Test func biasesShiftTheClasses() {
    var calibration = Calibration(classes: 2)
    calibration.biases = [1, 0]
    let probabilities = applied(calibration, [0, 0], tokens: 1)
    #expect(abs(probabilities[0] - 0.7310586) < 1e-5)
  }
}
