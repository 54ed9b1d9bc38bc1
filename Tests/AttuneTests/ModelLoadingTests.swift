import Foundation
import Testing

@testable import Attune

@Suite struct ModelLoadingTests {
  @Test func pathURLAndBytesGiveTheSameModel() throws {
    let url = URL.temporaryDirectory.appending(
      path: "attune-\(ProcessInfo.processInfo.processIdentifier)-loading.attune")
    try Data(HandmadeModel.bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    let models = [
      try Model.load(path: url.path()), try Model.load(contentsOf: url), try Model.load(bytes: HandmadeModel.bytes),
    ]
    for text in ["good food", "bad", "", "unheard-of"] {
      #expect(Set(models.map { $0.classify(text) }).count == 1)
    }
  }

  /// The mapping lives as long as the model, the file's name need not.
  @Test func theFileMayBeRemoved() throws {
    let url = URL.temporaryDirectory.appending(
      path: "attune-\(ProcessInfo.processInfo.processIdentifier)-removed.attune")
    try Data(HandmadeModel.bytes).write(to: url)
    let model = try Model.load(contentsOf: url)
    try FileManager.default.removeItem(at: url)
    #expect(model.classify("good food").label == "positive")
  }

  @Test func anEmptyFileIsNotAModel() throws {
    let url = URL.temporaryDirectory.appending(path: "attune-\(ProcessInfo.processInfo.processIdentifier)-empty.attune")
    try Data().write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    #expect(throws: ModelError.notAModel) { try Model.load(contentsOf: url) }
  }

  @Test func whatCannotBeRead() {
    let directory = URL.temporaryDirectory.path()
    #expect(throws: ModelError.unreadable(path: directory, errno: EISDIR)) { try Model.load(path: directory) }
    #expect(throws: ModelError.unreadable(path: "/no/such.attune", errno: ENOENT)) {
      try Model.load(path: "/no/such.attune")
    }
    #expect(throws: ModelError.unreadable(path: "", errno: ENOENT)) { try Model.load(path: "") }
    #expect(throws: ModelError.unreadable(path: "/dev/null", errno: EINVAL)) { try Model.load(path: "/dev/null") }
    #expect(throws: ModelError.unreadable(path: "https://example.com/a.attune", errno: EINVAL)) {
      try Model.load(contentsOf: URL(string: "https://example.com/a.attune")!)
    }
  }

  @Test func theShippedModel() throws {
    let model = try Model.shipped()
    #expect(model.labels == ["negative", "neutral", "positive"])
    #expect(model === (try Model.shipped()))
    #expect(model.byteCount <= 16 << 20)
    #expect(!model.card.isEmpty)
  }

  @Test(arguments: [
    (["negative", "neutral", "positive"], true), (["negative", "positive"], true), (["positive", "negative"], true),
    (["negative", "other", "positive"], false), (["a", "b"], false), (["negative", "neutral"], false),
  ])
  func polarity(labels: [String], hasPolarity: Bool) throws {
    let model = try Model.load(bytes: ModelFile.encode(HandmadeModel.contents(labels: labels)))
    #expect((model.polarity != nil) == hasPolarity)
    let verdict = model.classify("good food")
    let best = try #require(labels.firstIndex(of: verdict.label))
    if let polarity = model.polarity {
      #expect(
        abs(verdict.score - (verdict.probabilities[polarity.positive] - verdict.probabilities[polarity.negative]))
          < 1e-6)
    } else {
      #expect(verdict.score == verdict.probabilities[best])
    }
    #expect(verdict.probabilities.max() == verdict.probabilities[best])
  }
}
