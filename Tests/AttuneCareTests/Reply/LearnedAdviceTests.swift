import Attune
import AttuneStatistics
import Foundation
import TestSupport
import Testing

@testable import AttuneCare

/// Which advice is given, by what people said of others.
@Suite struct LearnedAdviceTests {
  /// Of twenty replies, of which those to worried customers need no step.
  private let labels = (0..<20).map { number in
    LabelledAdvice(
      channel: .chat,
      customer: number % 2 == 0
        ? "The lamp number \(number) arrived in pieces, I am annoyed."
        : "The lamp number \(number) is late, and I am so worried.",
      reply: "Hello.", kind: "solution", fits: number % 2 == 0, sentenceFits: nil)
  }

  private func training() throws -> LearnedAdviceTraining { LearnedAdviceTraining(model: try .shipped()) }

  @Test func trainingGivesTheSameBytes() throws {
    let (one, two) = (try training().train(on: labels), try training().train(on: labels))
    #expect(one.bytes == two.bytes)
    #expect(one.bytes.count == LaneTable.size(rows: LearnedAdvice.rows, lanes: LearnedAdvice.lanes))
    #expect(one.bytes.withUnsafeBufferPointer { LearnedAdvice(file: $0).bytes } == one.bytes)
  }

  /// Where situations were learned from the same messages, the coach would trust them more than those of others.
  @Test func situationsAreLearnedFromOtherMessages() throws {
    let training = try training()
    let others = (0..<20).map {
      LabelledMessage(text: "The lamp number \($0) hums.", situation: LearnedSituations.names.firstIndex(of: "joke")!)
    }
    let same = labels.map { LabelledMessage(text: $0.customer, situation: 0) }
    #expect(training.train(on: labels, others + same).bytes == training.train(on: labels, others).bytes)
    #expect(training.train(on: labels, others).bytes != training.train(on: labels).bytes)
  }

  @Test func everyNeedIsOfAKind() {
    #expect(Rubric.standard.situations.needs.allSatisfy { $0.kind != nil })
    #expect(RubricItem.allCases.map { LearnedAdvice.kinds[$0.index] } == RubricItem.allCases.map(\.rawValue))
    #expect(Set(LearnedAdvice.kinds).count == LearnedAdvice.kinds.count)
  }

  @Test func whatFitsIsToldFromWhatDoesNot() throws {
    let training = try training()
    let judged = training.judged(labels, by: training.train(on: labels)).advice
    #expect(judged.count == labels.count)
    let (fit, unfit) = (judged.filter(\.fits).map(\.probability), judged.filter { !$0.fits }.map(\.probability))
    #expect(try #require(fit.min()) > #require(unfit.max()))
  }

  /// Advice to 75 replies by a writer of whom nothing was learned (`Models/held-out/suggestions.tsv`); it fits where two readers say so.
  @Test func mostOfWhatIsShownFits() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Models/held-out")
    let labels = try LabelledAdvice.read(
      String(contentsOf: folder.appending(path: "suggestions.tsv"), encoding: .utf8))
    let judged = try training().judged(labels, by: .shipped).advice
    #expect(judged.count >= 270)
    func distribution(_ fits: Bool) -> Distribution {
      Distribution(judged.filter { $0.fits == fits }.map { Double($0.probability) })
    }
    let area = try #require(MannWhitney(distribution(false), distribution(true))).superiority
    let shown = judged.filter { $0.probability >= PhraseBook.standard.learned!.advice }
    let share = Double(shown.count { $0.fits }) / Double(shown.count)
    #expect(area > 0.85 && shown.count >= 55 && share >= 0.9, "\(area), \(share) of \(shown.count)")
  }

  /// An advice is given from its bound on, and so is its sentence; where it is grave, one in any case.
  @Test func boundsDecide() throws {
    func suggestions(advice: Float, sentence: Float) throws -> [ReplyAssessment.Suggestion] {
      var book = PhraseBook.standard
      book.learned = AdviceRule(advice: advice, sentence: sentence)
      let customer = "Your guard followed only my brother through the shop, because he is black."
      return ReplyCoach(phraseBook: book, model: try .shipped()).assess("Hello,", customer: customer).suggestions
    }
    #expect(try suggestions(advice: 1.1, sentence: 1.1).count == 1)
    let bare = try suggestions(advice: 0, sentence: 1.1)
    #expect(bare.count == 3 && bare.allSatisfy { $0.example == nil })
    #expect(try suggestions(advice: 0, sentence: 0).contains { $0.example != nil })
  }

  @Test(arguments: [
    "{advice: 0.7}", "{advice: 0.7, sentence: much}", "{advice: 0.7, sentence: 0.7, order: 1}",
  ])
  func aRuleThatMakesNoSenseIsRefused(_ rule: String) {
    #expect(throws: RubricError.self) { try PhraseBook(yaml: "feelings: {}\nitems: {}\nlearned: \(rule)") }
  }
}
