import Testing

@testable import Attune

/// Any numbers that a model file may hold give probabilities.
@Suite struct ExtremeModelTests {
  private static let texts = [
    "good", "bad bad bad", "good food, bad food", "", "food", "not good!!! :( 9/10", "NOT BAD. would have been good?",
  ]

  private func check(_ contents: ModelFile.Contents, _ text: String) throws {
    let model = try Model.load(bytes: ModelFile.encode(contents))
    let verdict = model.classify(text)
    #expect(verdict.probabilities.allSatisfy { (0...1).contains($0) })
    #expect(abs(verdict.probabilities.reduce(0, +) - 1) < 1e-3)
    #expect((-1...1).contains(verdict.score))
    let explanation = model.explain(text)
    let numbers = explanation.logits + explanation.parts.flatMap(\.contributions)
    #expect(numbers.allSatisfy { $0.isFinite })
  }

  @Test(arguments: [-1, 1] as [Float], [["negative", "neutral", "positive"], ["a", "b", "c", "d"]])
  func largestNumbers(sign: Float, labels: [String]) throws {
    var contents = HandmadeModel.contents(labels: labels)
    let classes = labels.count
    let limit = FeatureTable.weightLimit
    // Rows are summed in 64 bits.
    let (least, most) = classes > 3 ? (.min, .max) : (-limit, limit)
    let entries = ["good", "bad", "food"].map { word in
      HandmadeModel.Entry(
        hash: hash(word), weights: (1..<classes).map { $0 % 2 == 0 ? most : least }, valence: sign < 0 ? -limit : limit)
    }
    (contents.lines, contents.rows) = HandmadeModel.table(entries, lineCount: 2, classes: classes)
    contents.weightStep = 1
    contents.calibration.constant = 1000 * sign
    contents.calibration.perLength = 1000
    contents.calibration.biases = (0..<classes).map { $0 % 2 == 0 ? 1000 : -1000 }
    contents.dense = DenseLayer(
      inputs: CueFeatures.count, outputs: classes,
      weights: (0..<CueFeatures.count * classes).map { $0 % 2 == 0 ? 1e38 : -1e38 })
    for text in Self.texts { try check(contents, text) }
    try check(contents, String(repeating: "good bad food ", count: 5000))
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity, 1e38, 1000.1])
  func otherNumbersAreDamage(number: Float) {
    let damaged = ModelError.damaged(section: "PARM")
    var contents = HandmadeModel.contents()
    contents.calibration.constant = number
    #expect(throws: damaged) { try Model.load(bytes: ModelFile.encode(contents)) }
    contents = HandmadeModel.contents()
    contents.calibration.biases[1] = -number
    #expect(throws: damaged) { try Model.load(bytes: ModelFile.encode(contents)) }
    contents = HandmadeModel.contents()
    contents.weightStep = number
    #expect(throws: damaged) { try Model.load(bytes: ModelFile.encode(contents)) }
    contents = HandmadeModel.contents()
    contents.prior[0] = number
    #expect(throws: damaged) { try Model.load(bytes: ModelFile.encode(contents)) }
  }
}
