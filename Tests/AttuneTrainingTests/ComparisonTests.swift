import Testing

@testable import Attune
@testable import AttuneTraining

@Suite struct ModelComparisonTests {
  private func model(
    _ labels: [String], seed: UInt64 = 1, card: [Model.CardEntry] = [], lexicon words: [String: Float] = [:]
  ) throws -> Model {
    var lexicon = Lexicon()
    for (word, valence) in words { lexicon.insert(word, valence: valence) }
    var set = TrainingSet(lexicon: lexicon)
    for example in ToyData.examples(90, labels: labels, seed: seed) { set.append(example.text, label: example.label) }
    return try Model.load(bytes: Trainer().train(set, card: card).bytes)
  }

  @Test func ofTheSame() throws {
    let model = try model(ToyData.sentiment, lexicon: ["great": 3])
    let comparison = ModelComparison(model, model)
    #expect(comparison.card.isEmpty && comparison.movements.isEmpty)
    #expect(comparison.namedCount == model.namedFeatures.count && comparison.namedCount > 0)
    #expect(comparison.lexicon == .init(both: 1, revalued: 0, onlyA: 0, onlyB: 0))
  }

  @Test func cards() throws {
    let entries = { (lines: [(String, String)]) in lines.map { Model.CardEntry(key: $0.0, value: $0.1) } }
    let a = try model(ToyData.sentiment, card: entries([("data", "x"), ("data", "y"), ("same", "z"), ("old", "1")]))
    let b = try model(ToyData.sentiment, card: entries([("same", "z"), ("data", "x"), ("new", "2")]))
    #expect(
      ModelComparison(a, b).card == [
        .init(key: "data", a: ["x", "y"], b: ["x"]), .init(key: "old", a: ["1"], b: []),
        .init(key: "new", a: [], b: ["2"]),
      ])
  }

  @Test func lexicons() throws {
    let a = try model(ToyData.sentiment, lexicon: ["great": 3, "awful": -3, "fine": 1])
    let b = try model(ToyData.sentiment, lexicon: ["great": 3, "awful": -2, "dire": -3, "poor": -1])
    #expect(ModelComparison(a, b).lexicon == .init(both: 2, revalued: 1, onlyA: 1, onlyB: 2))
  }

  @Test func movements() throws {
    let a = try model(ToyData.sentiment, seed: 1)
    let b = try model(["positive", "neutral", "negative", "other"].sorted(), seed: 2)
    let comparison = ModelComparison(a, b)
    #expect(!comparison.movements.isEmpty)
    let changes = comparison.movements.map(\.change.magnitude)
    #expect(changes == changes.sorted(by: >))
    for movement in comparison.movements {
      #expect(a.labels.contains(movement.label) && b.labels.contains(movement.label))
      let named = a.namedFeatures.first { $0.kind == movement.kind && $0.name == movement.name }
      if let named { #expect(movement.a == named.weights[a.labels.firstIndex(of: movement.label)!]) }
    }
  }

  @Test func nothingInCommon() throws {
    let comparison = ModelComparison(try model(["no", "yes"]), try model(ToyData.sentiment))
    #expect(!comparison.haveClassInCommon)
    #expect(comparison.namedCount == 0 && comparison.movements.isEmpty)
  }
}

@Suite struct AgreementTests {
  private func verdict(_ label: String, _ probabilities: [Double]) -> Verdict {
    Verdict(label: label, score: 0, probabilities: probabilities)
  }

  @Test func countsAndDistances() {
    var agreement = Agreement(["no", "yes"], ["maybe", "yes"], limit: 2)
    agreement.append("same", verdict("yes", [0, 1]), verdict("yes", [0, 1]))
    agreement.append("little", verdict("yes", [0.25, 0.75]), verdict("yes", [0.5, 0.5]))
    agreement.append("all", verdict("no", [1, 0]), verdict("maybe", [1, 0]))
    agreement.append("nothing", verdict(Verdict.unknown, [0.5, 0.5]), verdict("yes", [0, 1]))
    #expect(agreement.texts == 4 && agreement.agreeing == 2)
    #expect(agreement.labelsA == ["no", "yes", "unknown"] && agreement.labelsB == ["maybe", "yes"])
    #expect(agreement.counts == [[1, 0], [0, 2], [0, 1]])
    #expect(agreement.differences.map(\.text) == ["all", "little"])
    #expect(agreement.differences.map(\.distance) == [1, 0.5])
    #expect(agreement.meanDistance == (0 + 0.5 + 1 + 0.5) / 4)
  }

  @Test func unknownInBoth() {
    var agreement = Agreement(["no", "yes"], ["no", "yes"], limit: 0)
    agreement.append("", verdict(Verdict.unknown, [0.5, 0.5]), verdict("yes", [0, 1]))
    agreement.append("", verdict("no", [1, 0]), verdict(Verdict.unknown, [0.5, 0.5]))
    #expect(agreement.counts == [[0, 0, 1], [0, 0, 0], [0, 1, 0]])
    #expect(agreement.differences.isEmpty)
  }

  @Test func noTexts() { #expect(Agreement(["a", "b"], ["a", "b"], limit: 3).meanDistance == 0) }
}
