import Testing

@testable import AttuneWorkflows

/// Columns that hold whole conversations.
@Suite struct TalkColumnTests {
  private func column(_ texts: [String]) -> TalkColumn {
    var column = TalkColumn()
    for var text in texts { text.withUTF8 { column.add($0) } }
    return column
  }

  private func own(_ text: String, in texts: [String]) -> String {
    let cutter = column(texts).cutter(keepsPlaces: false, others: nil)
    var (text, own) = (text, [UInt8]())
    guard text.withUTF8({ cutter($0, &own) }) else { return text }
    return String(decoding: own, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static let roles = (0..<4).map { "Visitor: thanks \($0)\nAgent: sorry for the delay\nVisitor: fine" }
  private static let halves = ["Joe", "Sue", "Kim", "Lou"].map { "Agent: sorry\n\($0): thanks" }
  private static let people = ["Joe Miller", "Sue", "Kim", "Lou"].map {
    "[10:02] Ana: hello\n[10:03] \($0): thanks\n[10:04] Ana: sorry"
  }
  private static let visitors = ["Ana", "Ben", "Cy", "Di"].map { "Visitor: thanks\n\($0): sorry" }

  @Test func customersTurnsCount() {
    #expect(own(Self.roles[0], in: Self.roles) == "thanks 0 fine")
    #expect(own(Self.halves[1], in: Self.halves) == "thanks")
    #expect(own(Self.people[0], in: Self.people) == "thanks")
    #expect(own(Self.visitors[2], in: Self.visitors) == "thanks")
    // Who says nothing is silent, and what is no conversation is whole.
    #expect(own("Agent: are you there?\nAgent: bye", in: Self.roles).isEmpty)
    #expect(own("Where is my refund?", in: Self.roles) == "Where is my refund?")
    for texts in [Self.roles, Self.halves, Self.people, Self.visitors] {
      #expect(column(texts).isUsual && column(texts).isDecided)
    }
    // As one of several channels.
    #expect(column(Self.roles + (0..<100).map { "mail \($0)" }).isUsual)
  }

  @Test(arguments: [
    ["Pros: great pay\nCons: terrible manager", "Pros: friendly staff\nCons: slow", "Pros: nice\nCons: food"],
    ["Update: refund came\nPS: thanks", "Update: none\nPS: bye", "Edit: solved\nPS: thanks"],
    ["Staff: kind\nFood: cold", "Staff: rude\nFood: great", "Staff: fine\nFood: fine"],
    [
      "Customer: Jane\nIssue: login\nResult: open", "Customer: Joe\nIssue: lamp\nResult: done",
      "Customer: Al\nIssue: x\nResult: y",
    ],
    ["Sound: great\nBattery: meh", "Comfort: ok\nBattery: good", "Battery: bad\nPrice: ok"],
    ["User interface: fine\nSupport: slow", "User interface: bad\nSupport: good", "User interface: ok\nSupport: ok"],
    ["great", "Note: slow", "Visitor: thanks"],
  ])
  func formsAreNone(_ texts: [String]) { #expect(!column(texts).isUsual) }

  @Test func whoIsWhoMayBeOpen() {
    let pairs = column((0..<4).map { _ in "[10:02] Ana: hello\n[10:03] Joe: thanks" })
    #expect(pairs.isUsual && !pairs.isDecided && pairs.examples == "'ana', 'joe'")
  }

  @Test func placesAreKept() {
    let cutter = column(Self.roles).cutter(keepsPlaces: true, others: nil)
    var (text, own) = ("Agent: hi\nVisitor: thanks", [UInt8]())
    #expect(text.withUTF8 { cutter($0, &own) })
    #expect(String(decoding: own, as: UTF8.self) == "         \n         thanks")
  }
}
