import Testing

@testable import Attune
@testable import AttuneTraining

@Suite struct TrainingSetTests {
  @Test(arguments: [
    (["positive", "negative"], ["negative", "positive"]),
    (["positive", "neutral", "negative"], ["negative", "neutral", "positive"]),
    (["neutral", "positive"], ["neutral", "positive"]),
    (["positive", "mixed", "negative"], ["mixed", "negative", "positive"]),
    (["5", "1", "3"], ["1", "3", "5"]),
  ])
  func orderOfTheLabels(seen: [String], labels: [String]) {
    #expect(ToyData.set(seen.map { ("x", $0) }).labels == labels)
  }

  @Test func featuresAreThoseOfTheExtractor() {
    let set = ToyData.set([("not good", "a"), ("good", "b"), ("", "a")])
    #expect(set.count == 3)
    #expect(set.starts == [0, 5, 7, 7])
    #expect(set.tokens == [2, 1, 0])
    #expect(set.vocabulary.hashes[Int(set.features[5].number)] == TokenHash.hash("good"))
    #expect(set.cues.count == 3 * CueFeatures.count)
  }

  /// A text with more features than fit into the buffer at once.
  @Test func aLongText() {
    let set = ToyData.set([(String(repeating: "good food ", count: 5000), "a"), ("x", "b")])
    #expect(set.tokens == [10_000, 1])
    #expect(set.starts == [0, 20_000, 20_002])
  }

  @Test func masksFollowTheGroups() {
    var set = TrainingSet()
    set.append("x", label: "positive", group: 1)
    set.append("x", label: "neutral", group: 0)
    set.append("x", label: "negative", group: 1)
    let data = LabelledFeatures(set, isBalanced: false)
    #expect(data.masks == [[false, true, false], [true, false, true]])
    #expect(data.mask(0) == [true, false, true])
    #expect(Array(data.target(0)) == [0, 0, 1])
  }

  @Test func probabilitiesAsTargets() {
    var set = TrainingSet()
    Array("x".utf8).withUnsafeBufferPointer {
      set.append($0, targets: [(label: "positive", probability: 3), (label: "neutral", probability: 1)])
      set.append($0, targets: [(label: "negative", probability: 0.5)])
    }
    #expect(set.targets() == [0, 0.25, 0.75, 1, 0, 0])
  }

  @Test func balance() {
    let examples = (0..<100).map { ("x", $0 < 70 ? "a" : $0 < 90 ? "b" : "c") }
    let data = LabelledFeatures(ToyData.set(examples), isBalanced: true)
    var totals: [Float] = [0, 0, 0]
    for text in 0..<data.count {
      for (index, share) in data.target(text).enumerated() { totals[index] += share * data.weights[text] }
    }
    for total in totals { #expect(abs(total - 100 / 3) < 0.01) }
    #expect(LabelledFeatures(ToyData.set(examples), isBalanced: false).weights.allSatisfy { $0 == 1 })
  }
}
