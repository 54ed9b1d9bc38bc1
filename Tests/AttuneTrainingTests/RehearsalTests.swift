import Testing

@testable import Attune
@testable import AttuneTraining

@Suite struct RehearsalTests {
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
    var rehearsal = Rehearsal(data: data, texts: parts[1] + parts[0])
    for part in parts {
      for pass in 0...3 { rehearsal.record(model(data, slope: pass == best ? 1 : 0), pass: pass, part) }
    }
    #expect(rehearsal.best(minimum: 1).pass == best)
  }

  @Test func theMinimumIsAFloor() {
    let data = LabelledFeatures(
      ToyData.set(ToyData.examples(100, labels: ["no", "yes"], seed: 7)), isBalanced: false)
    let texts = Array(0..<100)
    var rehearsal = Rehearsal(data: data, texts: texts)
    rehearsal.record(model(data, slope: 1), pass: 0, texts)
    rehearsal.record(model(data, slope: 0), pass: 1, texts)
    #expect(rehearsal.best(minimum: 0).pass == 0)
    #expect(rehearsal.best(minimum: 1).pass == 1)
  }

  @Test func withoutTexts() {
    let data = LabelledFeatures(ToyData.set([("x", "a"), ("y", "b")]), isBalanced: false)
    var rehearsal = Rehearsal(data: data, texts: [])
    for pass in 0...2 { rehearsal.record(model(data, slope: 1), pass: pass, []) }
    let (pass, calibration) = rehearsal.best(minimum: 1)
    #expect(pass == 1)
    #expect(calibration == Calibration(classes: 2))
  }
}
