import AttuneStatistics
import Testing

@testable import Attune
@testable import AttuneTraining

@Suite struct CalibrationFitTests {
  /// Labels are drawn from softmax(slope · logits); the fit finds the slope again.
  @Test(arguments: [0.5, 1.6] as [Float], [2, 3])
  func recoversTheTemperature(slope: Float, classes: Int) {
    var generator = SeededGenerator(seed: 8)
    let labels = ["a", "b", "c"]
    var set = TrainingSet()
    var logits: [Float] = []
    for _ in 0..<2500 {
      let row = (0..<classes).map { _ in Float.random(in: -1.5...1.5, using: &generator) }
      var probabilities = row.map { $0 * slope }
      softmax(&probabilities, mask: Array(repeating: true, count: classes))
      var draw = Float.random(in: 0..<1, using: &generator)
      let label = probabilities.indices.first { index in
        draw -= probabilities[index]
        return draw < 0
      }
      set.append("one two three", label: labels[label ?? classes - 1])
      logits += row
    }
    let data = LabelledFeatures(set, isBalanced: false)
    let calibration = CalibrationFit.fit(logits, data, texts: Array(0..<data.count), weights: data.weights)
    // The fit takes a few labels to be wrong, which makes it a little less sure.
    #expect(abs(calibration.slope(tokens: 3) / slope - 1) < 0.12, "\(calibration)")
    let biases = calibration.biases.map { $0 - calibration.biases[0] }
    #expect(biases.allSatisfy { abs($0) < 0.15 })
  }

  @Test func biasesFollowTheLabels() {
    var set = TrainingSet()
    for index in 0..<400 { set.append("one two three", label: index % 4 == 0 ? "a" : "b") }
    let data = LabelledFeatures(set, isBalanced: false)
    let calibration = CalibrationFit.fit(
      [Float](repeating: 0, count: 800), data, texts: Array(0..<400), weights: data.weights)
    var probabilities = calibration.biases
    softmax(&probabilities, mask: [true, true])
    #expect(abs(probabilities[1] - 0.75) < 0.03)
  }

  @Test func withoutTextsNothingIsFitted() {
    let data = LabelledFeatures(ToyData.set([("x", "a"), ("y", "b")]), isBalanced: false)
    #expect(CalibrationFit.fit([], data, texts: [], weights: []) == Calibration(classes: 2))
    var weightless = TrainingSet()
    weightless.append("x", label: "a", weight: 0)
    weightless.append("y", label: "b", weight: 0)
    let nothing = LabelledFeatures(weightless, isBalanced: false)
    #expect(
      CalibrationFit.fit([1, 2, 3, 4], nothing, texts: [0, 1], weights: nothing.weights) == Calibration(classes: 2))
  }
}
