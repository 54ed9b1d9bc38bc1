import Testing

@testable import Attune
@testable import AttuneTraining

@Suite struct EarlyStoppingTests {
  /// The words of a class tell the class when their weight has the sign of `slope`.
  private func model(_ data: LabelledFeatures, slope: Float) -> LinearModel {
    var model = LinearModel(features: data.hashes.count, classes: 2)
    model.sparse = NaiveBayes.logCountRatios(data, texts: Array(0..<data.count)).map { slope * $0 }
    return model
  }

  /// What counts is the loss on texts that were not learned, after calibration.
  @Test(arguments: [1, 2, 3])
  func theBestPass(best: Int) {
    let data = LabelledFeatures(
      ToyData.set(ToyData.examples(200, labels: ["no", "yes"], seed: 7)), isBalanced: false)
    let parts = [Array(0..<100), Array(100..<200)]
    var stopping = EarlyStopping(data: data, texts: parts[1] + parts[0])
    for part in parts {
      for pass in 0...3 { stopping.record(model(data, slope: pass == best ? 1 : 0), pass: pass, part) }
    }
    #expect(stopping.best(minimum: 1).pass == best)
  }

  @Test func theMinimumIsAFloor() {
    let data = LabelledFeatures(
      ToyData.set(ToyData.examples(100, labels: ["no", "yes"], seed: 7)), isBalanced: false)
    let texts = Array(0..<100)
    var stopping = EarlyStopping(data: data, texts: texts)
    stopping.record(model(data, slope: 1), pass: 0, texts)
    stopping.record(model(data, slope: 0), pass: 1, texts)
    #expect(stopping.best(minimum: 0).pass == 0)
    #expect(stopping.best(minimum: 1).pass == 1)
  }

  /// A convolution that is right where the features are not sure gets a share, and the doubt is that of the features alone.
  @Test func aConvolutionThatHelpsCounts() throws {
    let data = LabelledFeatures(
      ToyData.set(ToyData.examples(200, labels: ["no", "yes"], seed: 7)), isBalanced: false)
    let texts = Array(0..<200)
    var stopping = EarlyStopping(data: data, texts: texts)
    for pass in 0...1 { stopping.record(model(data, slope: 0), pass: pass, texts) }
    let convolved: [Float] = texts.flatMap { text in data.target(text).map { $0 > 0.5 ? 1 : -1 } }
    stopping.record(convolved: convolved, texts)
    let best = stopping.best(minimum: 1, margins: 0.4...0.6)
    let doubt = try #require(best.doubt)
    #expect((doubt.full, doubt.none) == (0.4, 0.6))
    // Of no use to a text that the features have decided.
    #expect(doubt.share(margin: doubt.margin([9, -9], tokens: 5)) < 1)
  }

  /// Calibrates logits of 0, so that the biases say how likely the first of two labels is.
  private func likelihood(_ set: TrainingSet) -> Float {
    let data = LabelledFeatures(set, isBalanced: false)
    let texts = Array(0..<data.count)
    var stopping = EarlyStopping(data: data, texts: texts)
    stopping.record(LinearModel(features: data.hashes.count, classes: 2), pass: 0, texts)
    var probabilities = stopping.best(minimum: 0).calibration.biases
    softmax(&probabilities, mask: [true, true])
    return probabilities[0]
  }

  @Test func groupsCountAlike() {
    var set = TrainingSet()
    for index in 0..<400 { set.append("x", label: index % 4 == 0 ? "b" : "a", group: 0) }
    #expect(abs(likelihood(set) - 0.75) < 0.03)
    for index in 0..<40 { set.append("x", label: index % 4 == 0 ? "a" : "b", group: 1) }
    #expect(abs(likelihood(set) - 0.5) < 0.03)
  }

  /// Texts with probabilities for labels calibrate only where there are no others with a weight.
  @Test(arguments: [(1, 0.75), (0, 0.1)] as [(Float, Float)])
  func certainLabelsCalibrate(weight: Float, expected: Float) {
    var set = TrainingSet()
    for index in 0..<200 { set.append("x", label: index % 4 == 0 ? "b" : "a", weight: weight) }
    Array("x".utf8).withUnsafeBufferPointer { text in
      for _ in 0..<200 { set.append(text, targets: [(label: "a", probability: 1), (label: "b", probability: 9)]) }
    }
    #expect(abs(likelihood(set) - expected) < 0.04)
  }

  @Test func withoutTexts() {
    let data = LabelledFeatures(ToyData.set([("x", "a"), ("y", "b")]), isBalanced: false)
    var stopping = EarlyStopping(data: data, texts: [])
    for pass in 0...2 { stopping.record(model(data, slope: 1), pass: pass, []) }
    let best = stopping.best(minimum: 1)
    #expect(best.pass == 1)
    #expect(best.calibration == Calibration(classes: 2))
  }
}
