import Attune
import Testing

/// The examples of the README and of the documentation comments, without `@testable` as a reader would write them.
@Suite struct ExampleTests {
  @Test func oneText() throws {
    let model = try Model.shipped()
    let verdict = model.classify("No complaints, all good")
    #expect(verdict.label == "positive")
    #expect(verdict.score > 0)
    #expect(verdict.probabilities.count == model.labels.count)
  }

  @Test func manyTexts() throws {
    let model = try Model.shipped()
    let verdicts = model.classify(["Love it", "Still broken"])
    #expect(verdicts.map(\.label) == ["positive", "negative"])
  }

  @Test func aStream() async throws {
    let model = try Model.shipped()
    let posts = AsyncStream<String> { continuation in
      continuation.yield("Love the new app")
      continuation.yield("Worst update ever")
      continuation.finish()
    }
    var labels: [String] = []
    for await verdict in model.classify(posts) { labels.append(verdict.label) }
    #expect(labels == ["positive", "negative"])
  }
}
