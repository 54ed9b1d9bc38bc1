import Attune
import Testing

@testable import AttuneCare

/// Items that no cue tells of, by what was learned of labelled sentences.
@Suite struct LearnedItemsTests {
  /// Replies of which one item shows by a word that no cue knows.
  private let replies = (0..<12).map { number in
    LabelledReply(
      channel: .chat, level: number % 2 == 0 ? 1 : 5, customer: "The lamp that you sent me flickers, number \(number).",
      sentences: number % 2 == 0
        ? [("Zorbly quandle the lamp \(number).", [.dismissive])] : [("Merrily the lamp \(number) flows.", [.close])])
  }

  private func training() throws -> LearnedItemsTraining { LearnedItemsTraining(model: try .shipped()) }

  /// The shipped rubric with other bounds.
  private func rubric(_ learned: String?, strong: String = "") throws -> Rubric {
    var text = Rubric.standardText
    let start = try #require(text.range(of: "\nlearned:\n"))
    let end = try #require(text.range(of: "\nalone:"))
    text.replaceSubrange(start.upperBound..<end.lowerBound, with: "")
    text.replace("\nlearned:\n", with: learned.map { "\nlearned: \($0)\n" } ?? "\n")
    let item = try #require(text.range(of: "\n  dismissive:\n"))
    let cues = try #require(text[item.upperBound...].range(of: "    strong: |\n"))
    if !strong.isEmpty { text.insert(contentsOf: "      \(strong)\n", at: cues.upperBound) }
    return try Rubric(yaml: text)
  }

  private func findings(_ rubric: Rubric, _ weights: LearnedItems) throws -> ReplyAssessment {
    var rubric = rubric
    rubric.learned?.weights = weights
    return ReplyCoach(rubric: rubric, model: try .shipped())
      .assess("Zorbly quandle the lamp 40.", customer: replies[0].customer, channel: .chat)
  }

  @Test func trainingGivesTheSameBytes() throws {
    let (one, two) = (try training().train(on: replies), try training().train(on: replies))
    #expect(one.bytes == two.bytes)
    #expect(one.bytes.withUnsafeBufferPointer { LearnedItems(file: $0).bytes } == one.bytes)
    #expect(one.bytes.count == 4 + LearnedItems.rows * LearnedItems.lanes + RankWeights.bytes)
  }

  @Test func theWeightsGivenAreMeasured() throws {
    let training = try training()
    func found(_ items: LearnedItems) -> Int {
      training.counts(of: items, in: replies).first { $0.item == .dismissive }?.right ?? 0
    }
    #expect(found(.shipped) == 0)
    #expect(found(training.train(on: replies)) == 6)
  }

  @Test func wordsThatNoCueKnowsRaiseAnItemWithItsEvidence() throws {
    let weights = try training().train(on: replies)
    let bounds = "{dismissive: {raise: 0, drop: -9}}"
    #expect(try findings(rubric(nil), weights)[.dismissive] == 0)
    let found = try findings(rubric(bounds), weights)
    #expect(found[.dismissive] == 1)
    let evidence = try #require(found.evidence.first { $0.item == .dismissive })
    #expect(evidence.start < "Zorbly quandle".utf8.count)
    #expect(evidence.end > evidence.start)
  }

  @Test func strongCuesOfAnEditedRubricWin() throws {
    let weights = try training().train(on: replies)
    // Every item is dropped whatever is learned.
    let bounds = "{dismissive: {raise: 90, drop: 90}}"
    #expect(try findings(rubric(bounds), weights)[.dismissive] == 0)
    #expect(try findings(rubric(bounds, strong: "zorbly quandle"), weights)[.dismissive] > 0)
  }

  @Test func itemsThatAreNotLearnedAndWrongKeysAreRefused() {
    for bounds in [
      "{shouting: {raise: 1, drop: 0}}", "{close: {raise: 1}}", "{close: {raise: 1, drop: 0, more: 2}}",
      "{close: {raise: much, drop: 0}}", "{rank: much}", "1",
    ] {
      #expect(throws: RubricError.self, "\(bounds)") { try rubric(bounds) }
    }
  }

  @Test func labelsStandForThePiecesThatShareTheirBytes() throws {
    let table = """
      reply\tchannel\tlevel\tcustomer\tsentence\titems
      a\tchat\t2\tMy lamp flickers.\tOne.\tcanned,close
      a\tchat\t2\t\tTwo.\t
      b\temail\t4.5\tYours.\tThree.\tblame
      """
    let replies = try LabelledReply.read(table)
    #expect(replies.map(\.text) == ["One. Two.", "Three."])
    #expect(replies.map(\.level) == [2, 4.5])
    #expect(replies[0].customer == "My lamp flickers.")
    #expect(replies[0].sentences.map(\.items) == [[.canned, .close], []])
    #expect(replies[1].sentences[0].items == [.blame])
  }

  @Test(arguments: ["b\temail\t4.5\tYours.\tThree.\tunknown,blame", "c\tno channel\t4\tx\ty\tblame", "d\tchat"])
  func rowsThatAreNoneAreTold(row: String) {
    let fault = #expect(throws: LabelTable.Fault.self) { try LabelledReply.read("header\n" + row) }
    #expect(fault?.line == 2)
  }
}
