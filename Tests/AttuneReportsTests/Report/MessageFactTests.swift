import Testing

@testable import AttuneReports

struct MessageFactTests {
  @Test(arguments: [
    (
      "Broken since 14 March 2026, order ORD-2026-00812, I paid $49.99.",
      "date 14 March 2026|id ORD-2026-00812|amount $49.99"
    ),
    ("Refund \u{20AC}1.200,50 by 03/06/2026, invoice INV-4711", "amount \u{20AC}1.200,50|date 03/06/2026|id INV-4711"),
    ("I want my 60 euros back for order 5512!", "amount 60 euros|id 5512"),
    ("Call 01223 812660, card 4111 1111 1111 1111, born 12.05.1980", ""),
    ("It took 20 minutes and 3 people, may be 4.", ""),
  ])
  func `Dates, amounts and numbers of orders are found, and nothing private`(text: String, facts: String) {
    let found = MessageFact.find(in: text)
    #expect(found.map { "\($0.kind.rawValue) \($0.text)" }.joined(separator: "|") == facts)
    for fact in found {
      let bytes = Array(text.utf8)[fact.range]
      #expect(String(decoding: bytes, as: UTF8.self) == fact.text)
    }
  }

  @Test(arguments: [
    ("My name is Sarah Connor, 12 Baker Street, London NW1 6XE.", "My name is [name], [address]."),
    ("Passport X1234567, born 12.05.1980", "Passport [document], born [date of birth]"),
    (
      "Ich wohne Hauptstra\u{DF}e 12, 10115 Berlin. Mein Name ist J\u{FC}rgen Gro\u{DF}",
      "Ich wohne [address]. Mein Name ist [name]"
    ),
    ("My name is misspelled on the parcel. It arrived 12 days late in Baker Street.", nil),
    ("The name is good, the street noisy; I have 3 Main complaints. Born to be wild, 2 stars.", nil),
    (
      "It is at 35 Newnham Road Newnham and their number is 01223 323178",
      "It is at [address] Newnham and their number is [phone]"
    ),
    ("My passport photo was printed badly, born in May", nil),
  ])
  func `What words announce is masked`(text: String, masked: String?) {
    #expect(Redaction.redact(text) == masked ?? text)
  }
}
