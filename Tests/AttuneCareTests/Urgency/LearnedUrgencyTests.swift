import Attune
import AttuneStatistics
import Foundation
import Testing

@testable import AttuneCare

/// What words say of urgency, as was learned of labelled messages.
@Suite struct LearnedUrgencyTests {
  /// Messages whose urgency shows by a word that no cue knows.
  private let messages = (0..<40).map { number in
    UrgentMessage(
      text: number % 2 == 0 ? "The lamp came zorbly \(number)." : "The lamp came floble \(number).",
      urgency: number % 2 == 0 ? 3 : 0)
  }

  private func training() throws -> LearnedUrgencyTraining { LearnedUrgencyTraining(model: try .shipped()) }

  private func heldOut() throws -> [UrgentMessage] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Models/held-out")
    return try UrgentMessage.read(String(contentsOf: folder.appending(path: "urgency.tsv"), encoding: .utf8))
  }

  @Test func trainingGivesTheSameBytes() throws {
    let (one, two) = (try training().train(on: messages), try training().train(on: messages))
    #expect(one.bytes == two.bytes)
    #expect(one.bytes.count == 8 + 2 * LearnedUrgency.slots)
    #expect(one.bytes.withUnsafeBufferPointer { LearnedUrgency(file: $0).bytes } == one.bytes)
  }

  @Test func wordsThatNoCueKnowsTell() throws {
    let learned = try training().train(on: messages)
    let scores = try training().scores(messages, by: learned)
    for (message, score) in zip(messages, scores) { #expect((score > 0.5) == message.isUrgent) }
    #expect(try training().scores(messages, by: .shipped).allSatisfy { $0 < 0.5 })
  }

  /// Threes by somebody who had not seen the project: danger and need told plainly, ordinary trouble that is loud or sounds like it,
  /// and questions and praise in the same words. No figure is above what was measured.
  @Test func plainNeedComesBeforeLoudTrouble() throws {
    let messages = try heldOut()
    #expect(messages.count == 300)
    func area(_ scores: [Float]) -> Double {
      func distribution(_ isUrgent: Bool) -> Distribution {
        Distribution(zip(messages, scores).filter { $0.0.isUrgent == isUrgent }.map { Double($0.1) })
      }
      return MannWhitney(distribution(false), distribution(true))!.superiority
    }
    let scores = try training().scores(messages, by: .shipped)
    #expect(area(scores) > 0.94)
    #expect(area(try Model.shipped().classify(messages.map(\.text)).map { Float(-$0.score) }) < 0.8)
    let found = zip(messages, scores).count { $0.0.urgency == 3 && $0.1 >= 0.5 }
    let wrong = zip(messages, scores).count { !$0.0.isUrgent && $0.1 >= 0.5 }
    #expect(found >= 88 && wrong <= 36, "\(found) found, \(wrong) wrong")
  }

  @Test func wordsAreShownWhereNoCueIs() throws {
    let text = "They put us out on the street this morning with two children."
    let urgency = UrgencyTests.scorer.urgency(of: text)
    let wording = urgency.reasons.filter { $0.reason == .wording }
    #expect(urgency.score > 0.5 && !wording.isEmpty, "\(urgency)")
    for evidence in wording {
      #expect(evidence.range.lowerBound >= 0 && evidence.range.upperBound <= text.utf8.count)
      #expect(!urgency.reasons.contains { $0.reason != .wording && $0.range.overlaps(evidence.range) })
    }
    let cues = UrgencyScorer(model: UrgencyTests.model, weights: try UrgencyWeights(yaml: "words: 0")).urgency(of: text)
    #expect(cues.score < urgency.score && !cues.reasons.contains { $0.reason == .wording })
  }

  /// A long text has something of everything, and is not urgent for that.
  @Test func longTextsAreNotUrgentByTheirLength() {
    let review = String(repeating: "The film begins slowly and the second half is better than the first. ", count: 60)
    #expect(UrgencyTests.scorer.urgency(of: review).score < 0.3)
    let endless = String(repeating: "smoke ", count: 200_000)
    #expect(UrgencyTests.scorer.urgency(of: endless).score.isFinite)
  }

  @Test func cuesAreFittedWithinTheirBounds() throws {
    let cues = try training().fittedCues(on: messages)
    let reasons = UrgencyReason.allCases.filter { $0 != .wording }.map(\.rawValue)
    #expect(cues.map(\.name) == ["negative", "positive"] + reasons + CalmingReason.allCases.map(\.rawValue))
    #expect(cues.dropFirst(2).prefix(reasons.count).allSatisfy { $0.weight >= 0.2 })
    #expect(cues.suffix(CalmingReason.allCases.count).allSatisfy { $0.weight <= 0 })
    #expect(cues.first { $0.name == "danger" }!.weight >= 3)
  }

  @Test(arguments: ["4\tMore.", "\tNone.", "2", "x\tWord."])
  func rowsWithoutAnUrgencyAreTold(row: String) throws {
    let table = "urgency\ttext\n3\tHelp.\n\n1\tA\ttab.\n"
    #expect(try UrgentMessage.read(table).map(\.text) == ["Help.", "A\ttab."])
    let fault = #expect(throws: LabelTable.Fault.self) { try UrgentMessage.read(table + row) }
    #expect(fault.map { "\($0)" } == "line 5: expected urgency (0 to 3) and text")
  }
}
