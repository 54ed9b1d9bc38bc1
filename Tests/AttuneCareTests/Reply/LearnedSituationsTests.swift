import Attune
import Foundation
import Testing

@testable import AttuneCare

/// Situations that no cue tells of, by what was learned of labelled messages.
@Suite struct LearnedSituationsTests {
  /// Messages whose situation shows by a word that no cue knows.
  private let messages = (0..<24).map { number in
    LabelledMessage(
      text: number % 2 == 0
        ? "The lamp came back zorbly quandle number \(number)." : "The lamp came back merrily floble number \(number).",
      situation: LearnedSituations.names.firstIndex(of: number % 2 == 0 ? "theft" : "praise")!)
  }

  private func training() throws -> LearnedSituationsTraining { LearnedSituationsTraining(model: try .shipped()) }

  private func situation(_ text: String, _ learned: LearnedSituations?) throws -> String? {
    var rubric = Rubric.standard
    rubric.situations.learned = learned
    return ReplyCoach(rubric: rubric, model: try .shipped()).assess("Hello.", customer: text).situation
  }

  @Test func trainingGivesTheSameBytes() throws {
    let (one, two) = (try training().train(on: messages), try training().train(on: messages))
    #expect(one.bytes == two.bytes)
    #expect(one.bytes.count == 4 + LearnedSituations.slots * LearnedSituations.lanes)
    #expect(one.bytes.withUnsafeBufferPointer { LearnedSituations(file: $0).bytes } == one.bytes)
  }

  @Test func wordsThatNoCueKnowsTellASituation() throws {
    let learned = try training().train(on: messages)
    #expect(try situation("The lamp came back zorbly quandle.", learned) == "theft")
    #expect(try situation("The lamp came back merrily floble.", learned) == "praise")
    #expect(try situation("The lamp came back zorbly quandle.", nil) == "trouble")
    let counts = try training().counts(of: learned, in: messages)
    #expect(zip(LearnedSituations.names, counts).reduce(0) { $0 + ($1.1[$1.0] ?? 0) } == messages.count)
  }

  /// What somebody praises is no problem, whoever occurs in it; what nobody asks for is no advice.
  @Test(arguments: [
    "Just want to say the guard on the 17.42 sat with my dad, who has dementia, until I came. I cried in the car. Thank you.",
    "My boy is autistic and took your bus alone for the first time. The driver let him say thank you twice. So proud.",
  ])
  func praiseWithGraveWordsIsPraise(_ message: String) {
    let assessment = ReplyCoachTests.coach.assess("We'll pass it on.", customer: message)
    #expect(assessment.situation == "praise")
    let unfit: [RubricItem] = [.apologize, .ownership, .validate, .openQuestion, .solution]
    #expect(!assessment.suggestions.contains { unfit.contains($0.item) }, "\(assessment.suggestions)")
  }

  /// Messages of two writers of whom nothing was learned, and of two more who avoided the words of the situation
  /// (`Models/held-out/situations.tsv`). The floors are below what was measured.
  @Test func moreMessagesAreToldThanByCues() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Models/held-out")
    let messages = try LabelledMessage.read(
      String(contentsOf: folder.appending(path: "situations.tsv"), encoding: .utf8))
    #expect(messages.count == 240)
    func right(_ messages: ArraySlice<LabelledMessage>) throws -> Int {
      let counts = try training().counts(of: .shipped, in: Array(messages))
      return zip(LearnedSituations.names, counts).reduce(0) { $0 + ($1.1[$1.0] ?? 0) }
    }
    #expect(try right(messages[..<120]) >= 75 && right(messages[120...]) >= 66)
  }

  /// A file of one's own has its situations by its cues, unless it says otherwise, and beside the learned ones.
  @Test func situationsOfOnesOwnShowByCues() throws {
    let text = Situations.standardText
    let message = "The charger is too loud and the flugel hums."
    let cues = try Rubric.standard.with(situations: text.replacing("\nlearned: yes\n", with: "\n"))
    #expect(cues.situations.learned == nil)
    let own = try Rubric.standard.with(
      situations: text.replacing(
        "\nsituations:\n", with: "\nsituations:\n  noise: {gravity: 2, shows: {strong: flugel hums}}\n"))
    #expect(own.situations.learned != nil)
    #expect(ReplyCoach(rubric: own, model: try .shipped()).assess("Hello.", customer: message).situation == "noise")
  }

  @Test(arguments: ["weather\tRain.", "theft"])
  func rowsOfOtherSituationsAreTold(row: String) throws {
    let table = "situation\ttext\npraise\tLovely.\ntrouble\tIt broke.\tAgain.\n"
    let messages = try LabelledMessage.read(table)
    #expect(throws: LabelTable.Fault.self) { try LabelledMessage.read(table + row) }
    #expect(messages.map(\.text) == ["Lovely.", "It broke.\tAgain."])
    #expect(messages.map { LearnedSituations.names[$0.situation] } == ["praise", "trouble"])
  }
}
