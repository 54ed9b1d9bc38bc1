import TestSupport
import Testing

@testable import Attune

@Suite struct ScoringTests {
  private let model: Model
  private let texts: [String]

  init() throws {
    model = try Model.shipped()
    // Texts of which the model knows nothing, long ones and invalid ones stand between the others.
    texts =
      try SampleTexts.all() + ["", " ", "\u{FFFD}", "qzxvk", String(repeating: "not so good, but ok. ", count: 400)]
  }

  @Test func singleBatchAndSequenceAgree() async throws {
    let single = texts.map { model.classify($0) }
    #expect(model.classify(texts) == single)
    #expect(model.classify(texts[5..<200]) == Array(single[5..<200]))
    let stream = AsyncStream<String> { continuation in
      for text in texts { continuation.yield(text) }
      continuation.finish()
    }
    var streamed: [Verdict] = []
    for await verdict in model.classify(stream) { streamed.append(verdict) }
    #expect(streamed == single)
    for (text, verdict) in zip(texts, single) {
      #expect(Array(text.utf8).withUnsafeBufferPointer { model.classify(utf8: $0) } == verdict)
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func theOtherTextsOfABatchDoNotMatter(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let single = Dictionary(texts.map { ($0, model.classify($0)) }) { first, _ in first }
    // More texts than a batch and than a piece hold.
    let shuffled = (0..<1500).map { _ in texts.randomElement(using: &generator)! }
    #expect(model.classify(shuffled) == shuffled.map { single[$0]! })
  }

  @Test func manyTasksAtOnce() async {
    let model = model
    let texts = texts
    let expected = texts.map { model.classify($0) }
    await withTaskGroup(of: Bool.self) { group in
      for task in 0..<16 {
        group.addTask {
          switch task % 3 {
          case 0: model.classify(texts) == expected
          case 1: texts.map { model.classify($0) } == expected
          default: texts.reversed().map { model.classify($0) } == expected.reversed()
          }
        }
      }
      for await isEqual in group { #expect(isEqual) }
    }
  }

  @Test(arguments: ["", " ", "\n\n", "---", "\u{0}", "qzxvkqzxvk"])
  func nothingKnown(_ text: String) {
    let verdict = model.classify(text)
    #expect(verdict.label == Verdict.unknown)
    #expect(verdict.score == 0)
    #expect(verdict.probabilities == model.prior.map(Double.init))
    #expect(abs(verdict.probabilities.reduce(0, +) - 1) < 1e-5)
  }

  @Test func probabilitiesSumToOne() {
    for (text, verdict) in zip(texts, model.classify(texts)) {
      #expect(abs(verdict.probabilities.reduce(0, +) - 1) < 1e-5, "\(text)")
      #expect(verdict.probabilities.allSatisfy { (0...1).contains($0) })
      #expect((-1...1).contains(verdict.score))
    }
  }

  @Test(arguments: [["no", "yes"], ["a", "b", "c", "d", "e"]])
  func otherNumbersOfClasses(labels: [String]) throws {
    let model = try Model.load(bytes: ModelFile.encode(HandmadeModel.contents(labels: labels)))
    let single = texts.map { model.classify($0) }
    #expect(model.classify(texts) == single)
    #expect(
      single.allSatisfy { abs($0.probabilities.reduce(0, +) - 1) < 1e-5 && $0.probabilities.count == labels.count })
    #expect(model.classify("good good good").label == labels.last)
    #expect(model.classify("bad bad bad").label == labels.first)
  }

  /// Far more features than the scorer's buffer holds.
  @Test func aMegabyte() {
    let sentence = "The delivery was late, the box was broken and nobody answered my mail. "
    let text = String(repeating: sentence, count: (1 << 20) / sentence.utf8.count + 1)
    let verdict = model.classify(text)
    #expect(verdict.label == "negative")
    #expect(abs(verdict.probabilities.reduce(0, +) - 1) < 1e-5)
    #expect(model.classify(["fine", text, "bad"])[1] == verdict)
    let word = String(repeating: "a", count: 1 << 20)
    #expect(model.classify(word).probabilities.count == 3)
  }

  @Test func noTexts() { #expect(model.classify([String]()) == []) }

  @Test(arguments: [
    ("I love it, great service!", "positive"), ("Terrible. Never again.", "negative"),
    ("The worst support I have ever seen", "negative"), ("Absolutely wonderful staff", "positive"),
  ])
  func whatNobodyDoubts(text: String, label: String) { #expect(model.classify(text).label == label) }
}
