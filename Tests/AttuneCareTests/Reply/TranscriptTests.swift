import Testing

@testable import AttuneCare

/// Conversations that are written in one text.
@Suite struct TranscriptTests {
  private func turns(_ text: String) -> [String] {
    var text = text
    return text.withUTF8 { bytes in
      Transcript(bytes).turns.map { turn in
        "\(turn.speaker)|\(turn.side)|\(turn.hasTime)|"
          + String(decoding: bytes[turn.said], as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(
            separator: " ")
      }
    }
  }

  @Test(
    arguments: [
      (
        "Visitor: thanks\nAgent: sorry\nso sorry",
        ["visitor|customer|false|thanks", "agent|agent|false|sorry so sorry"]
      ),
      ("[10:02] Ana: hello\n[10:03] Joe Miller: hi", ["ana|unknown|true|hello", "joe miller|unknown|true|hi"]),
      ("(10:02:11) Visitor 8301: hi\n( 12s ) Ana: hello", ["visitor 8301|customer|true|hi", "ana|unknown|true|hello"]),
      ("05/01/2026, 10:02 - Kim: hi\n10:02 AM Ben: yes", ["kim|unknown|true|hi", "ben|unknown|true|yes"]),
      ("Ana [10:03]: hi\nKim (10:03:11): yes", ["ana|unknown|true|hi", "kim|unknown|true|yes"]),
      (
        "Agent Ana: hi\nAna (Agent): hi\nChatbot: hi",
        ["agent ana|agent|false|hi", "ana (agent)|agent|false|hi", "chatbot|neither|false|hi"]
      ),
      (
        "Kunde: hallo\nMitarbeiter: guten Tag\nClient : oui",
        ["kunde|customer|false|hallo", "mitarbeiter|agent|false|guten Tag", "client|customer|false|oui"]
      ),
      (
        "<p>Visitor: hi</p><p>Agent: yes</p>",
        ["visitor|customer|false|<p>Visitor: hi", "agent|agent|false|</p><p>Agent: yes</p>"]
      ),
      (
        "User interface: fine\nCustomer service: slow",
        ["user interface|unknown|false|fine", "customer service|agent|false|slow"]
      ),
      ("https://example.com: gone\nIt costs 3:1 now\nWhy so slow? I ask: why", []), ("no one", []),
    ] as [(String, [String])])
  func speakers(_ text: String, _ expected: [String]) { #expect(turns(text) == expected) }

  @Test func formsAreNoConversations() {
    func alternates(_ text: String) -> Bool {
      var text = text
      return text.withUTF8 { Transcript($0).alternates }
    }
    #expect(alternates("Ana: hi\nJoe: hello\nAna: bye"))
    #expect(!alternates("Pros: light\nCons: dear") && !alternates("Ana: hi\nAna: hello\nJoe: bye"))
  }
}
