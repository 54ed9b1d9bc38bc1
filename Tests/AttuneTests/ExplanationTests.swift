import Foundation
import Testing

@testable import Attune

@Suite struct ExplanationTests {
  /// The sum of the parts is the logit, and the softmax of the logits is what the scorer says.
  @Test func partsAddUp() throws {
    let model = try Model.shipped()
    for text in try SampleTexts.all() + ["sooooo GOOD!!! not bad at all, but slow…"] {
      let explanation = model.explain(text)
      #expect(explanation.verdict == model.classify(text))
      for label in model.labels.indices {
        let sum = explanation.parts.reduce(0) { $0 + $1.contributions[label] }
        #expect(sum == explanation.logits[label])
      }
      let largest = explanation.logits.max()!
      let powers = explanation.logits.map { exp($0 - largest) }
      for label in model.labels.indices {
        let probability = powers[label] / powers.reduce(0, +)
        #expect(abs(probability - explanation.verdict.probabilities[label]) < 1e-5, "\(text)")
      }
    }
  }

  @Test func partsStandWhereTheyComeFrom() throws {
    let model = try Model.shipped()
    let text = "Très good, no complaints 👍🏽"
    let bytes = Array(text.utf8)
    let parts = model.explain(text).parts
    for part in parts where !part.range.isEmpty {
      #expect(String(decoding: bytes[part.range], as: UTF8.self) == part.name)
    }
    #expect(parts.contains { $0.kind == .phrase && $0.name == "no complaints" })
    #expect(parts.contains { $0.kind == .negated && $0.name == "complaints" })
    #expect(parts.contains { $0.kind == .bias })
  }

  /// A word says the opposite of what it says elsewhere, to three quarters.
  @Test func whatIsNoMoreIsReversed() throws {
    let model = try Model.shipped()
    func contribution(_ text: String) -> Double? {
      model.explain(text).parts.first { $0.kind == .word && $0.name == "excellent" }?.contributions.last
    }
    let now = try #require(contribution("it has to be excellent"))
    let past = try #require(contribution("it used to be excellent"))
    #expect(now > 0)
    #expect(abs(past / now + 0.75) < 1e-5)
  }

  @Test func nothingKnown() throws {
    let explanation = try Model.shipped().explain("")
    #expect(explanation.parts.map(\.kind) == [.bias])
    #expect(explanation.verdict.label == Verdict.unknown)
  }

  @Test func everyCueHasAName() { #expect(CueFeatures.names.count == CueFeatures.count) }

  private static var threadTime: Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  /// Of this thread alone, which other work on the machine does not lengthen.
  private func processorTime(_ body: () -> Void) -> Duration {
    let start = Self.threadTime
    body()
    return .nanoseconds(Self.threadTime - start)
  }

  /// A text of five times the length takes about five times as long: a ratio, so that it holds on any machine.
  @Test(arguments: ["the delivery was late and ", "not ", "better than you ", "a.b.", "1_", "😀", "NOT good!!! "])
  func timeGrowsWithTheText(piece: String) throws {
    let model = try Model.shipped()
    func time(_ bytes: Int) -> Duration {
      let text = String(repeating: piece, count: bytes / piece.utf8.count)
      return processorTime { _ = model.explain(text) }
    }
    /// Whether the text is so much in doubt that the deep part read it as well.
    func isDeep(_ bytes: Int) -> Bool {
      model.explain(String(repeating: piece, count: bytes / piece.utf8.count)).parts.contains { $0.kind == .context }
    }
    _ = time(100)
    let bytes = isDeep(4_000) == isDeep(20_000) ? 4_000 : 20_000
    // Other work on the machine only ever lengthens a run.
    var (short, long) = (time(bytes), time(5 * bytes))
    for _ in 0..<10 where long >= short * 12 + .milliseconds(50) {
      (short, long) = (min(short, time(bytes)), min(long, time(5 * bytes)))
    }
    #expect(long < short * 12 + .milliseconds(50))
  }
}
