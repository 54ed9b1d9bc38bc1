import Testing

@testable import AttuneCare

@Suite struct ConversationTests {
  private func hear(_ text: String, _ memory: inout ConversationMemory, in name: String, turn: Double? = nil) {
    Array(text.utf8).withUnsafeBufferPointer { memory.hear($0, in: name, turn: turn) }
  }

  @Test func joinsTurnsBeforeAnAnswer() {
    var memory = ConversationMemory()
    hear("one", &memory, in: "a")
    hear("other", &memory, in: "b")
    hear("two", &memory, in: "a")
    #expect(memory.customer(in: "a", turn: nil) == Array("one\ntwo".utf8))
    // A second turn of the agent answers the same.
    #expect(memory.customer(in: "a", turn: nil) == Array("one\ntwo".utf8))
    hear("three", &memory, in: "a")
    #expect(memory.customer(in: "a", turn: nil) == Array("three".utf8))
    #expect(memory.customer(in: "b", turn: nil) == Array("other".utf8))
    #expect(memory.customer(in: "c", turn: nil) == nil)
  }

  /// What is answered in another order of the input is not taken for what came after it.
  @Test func answersOnlyWhatWasWrittenBefore() {
    var memory = ConversationMemory()
    hear("fifth", &memory, in: "a", turn: 5)
    #expect(memory.customer(in: "a", turn: 4) == nil)
    hear("third", &memory, in: "a", turn: 3)
    #expect(memory.customer(in: "a", turn: 6) == Array("fifth\nthird".utf8))
  }

  /// A message is kept for the next answer to it, with nothing of the last answer.
  @Test func answersToTheSameMessageAreJudgedAlike() throws {
    let customer = "My parcel is lost and the refund is missing. Ann"
    let replies = ["I will find your parcel today, Ann.", "The refund leaves today.", "We are sorry."]
    func assess(_ reply: String, _ coach: ReplyCoach) -> [Int] {
      let assessment = coach.assess(reply, customer: customer, channel: .chat)
      return assessment.levels + [Int((assessment.score ?? -1) * 10)]
    }
    let fresh = try replies.map { assess($0, ReplyCoach(model: try .shipped())) }
    let coach = ReplyCoach(model: try .shipped())
    for _ in 0..<2 { #expect(replies.map { assess($0, coach) } == fresh) }
    // Another message, or none, lies between.
    _ = coach.assess("Hello.", customer: "The lamp is broken.", channel: .chat)
    _ = coach.assess("Hello.", customer: nil, channel: .chat)
    _ = coach.assess("Hello.", customer: "", channel: .chat)
    #expect(replies.map { assess($0, coach) } == fresh)
  }

  @Test func beginsAnewWhereTurnsDo() {
    var memory = ConversationMemory()
    hear("old", &memory, in: "a", turn: 4)
    #expect(memory.customer(in: "a", turn: 0) == nil)
  }

  @Test func forgetsWhoWasSilentLongest() {
    var memory = ConversationMemory(limit: 600)
    for name in ["a", "b", "c", "d", "e"] { hear(name, &memory, in: name) }
    #expect(memory.customer(in: "a", turn: nil) == nil)
    #expect(memory.customer(in: "e", turn: nil) == Array("e".utf8))
  }

  /// Long texts and long names leave room for fewer conversations.
  @Test func memoryIsBoundedInBytes() {
    let long = String(repeating: "x", count: 60_000)
    var memory = ConversationMemory(limit: 1 << 20)
    for number in 0..<100 { hear(long, &memory, in: "\(number)") }
    let texts = (0..<100).count { number in
      var copy = memory
      return copy.customer(in: "\(number)", turn: nil) != nil
    }
    #expect((8...17).contains(texts))
    for number in 0..<100 { hear("short", &memory, in: "\(number) \(long)") }
    let names = (0..<100).count { number in
      var copy = memory
      return copy.customer(in: "\(number) \(long)", turn: nil) != nil
    }
    #expect((8...17).contains(names))
    // What finds no room at all is forgotten, and takes the others with it, but no memory.
    hear("short", &memory, in: String(repeating: "y", count: 2 << 20))
    hear("one", &memory, in: "a")
    #expect(memory.customer(in: "a", turn: nil) == Array("one".utf8))
  }

  @Test func seesWhatIsSaidAgainAndAgain() {
    let coach = ReplyCoachTests.coach
    var repeated = RepeatedSentences()
    func canned(_ reply: String) -> Int {
      Array(reply.utf8).withUnsafeBufferPointer { bytes in
        coach.conclude(coach.find(bytes, customer: nil, channel: .chat), repeated: &repeated)[.canned]
      }
    }
    let levels = (1...9).map { canned("Hi Bo\($0)rg, your case \($0) is with the people upstairs now.") }
    #expect(levels.first == 0)
    #expect(levels.last == 2)
    #expect(canned("I spoke to the night porter about your lost violin.") == 0)
  }
}
