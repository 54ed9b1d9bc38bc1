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
    (
      "Am 14. M\u{E4}rz, le 1er ao\u{FB}t 2026 y el 4 de mayo de 2026",
      "date 14. M\u{E4}rz|date 1er ao\u{FB}t 2026|date 4 de mayo de 2026"
    ),
    ("I was born on 4 May 1980, my cvv is 123", ""),
    (
      "I need it by Friday, or tomorrow; you said next Monday at 3pm three weeks ago, and I paid fifty dollars.",
      "date Friday|date tomorrow|date next Monday at 3pm|date three weeks ago|amount fifty dollars"
    ),
    ("A day, two people, one week late, and the next one", ""),
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
    ("My date of birth is 4 May 1980.", "My date of birth is [date of birth]."),
    ("I was born on the 4th of May, 1980 in Leeds", "I was born on the [date of birth] in Leeds"),
    ("born May 4th, 1980; my birthday is on May 4", "born [date of birth]; my birthday is on [date of birth]"),
    ("Born in New York on 4 Sept. 1980, DOB: 4 May '80!", "Born in New York on [date of birth], DOB: [date of birth]!"),
    ("I was born in May 1980", "I was born in [date of birth]"),
    ("Geboren am 4. M\u{E4}rz 1980, Geburtstag: 4.3.", "Geboren am [date of birth], Geburtstag: 4.3."),
    (
      "Ich bin am 4. Mai 1980 geboren, meine Frau am 1.2.1981 geboren.",
      "Ich bin am [date of birth] geboren, meine Frau am [date of birth] geboren."
    ),
    ("Je suis n\u{E9}e \u{E0} Paris le 1er ao\u{FB}t 1980", "Je suis n\u{E9}e \u{E0} Paris le [date of birth]"),
    (
      "Mi fecha de nacimiento es el 4 de mayo de 1980; nac\u{ED} en Madrid el 4 de mayo",
      "Mi fecha de nacimiento es el [date of birth]; nac\u{ED} en Madrid el [date of birth]"
    ),
    (
      "Sort code 20-00-00, cvv 123, CVC: 1234, BLZ 100 500 00",
      "Sort code [account], cvv [code], CVC: [code], BLZ [account]"
    ),
    ("My PIN is 4711 and the security code 123.", "My PIN is [code] and the security code [code]."),
    ("I live in Baker Street 12, or at 12 Baker Street", "I live in [address], or at [address]"),
    ("J'habite 12 bis rue de la Paix, 75002 Paris", "J'habite [address]"),
    (
      "J'habite 12, rue de la Paix, 75002 Paris. Vivo en la calle Mayor 12.",
      "J'habite [address]. Vivo en la [address]."
    ),
    ("A present for her birthday. 4 May is late, the birthday party is on 5 May 2026.", nil),
    ("We met in May 1980, order of 4 May 2026. A pin 12 mm long, a code 123 more.", nil),
    ("The newborn 4 May 2026; 3 rue plates, plaza 12, Oxford Street 12 days ago", nil),
  ])
  func `What words announce is masked`(text: String, masked: String?) {
    #expect(Redaction.redact(text) == masked ?? text)
    // The places are those of what is masked.
    var rest = Array(text.utf8)
    for (kind, range) in Redaction.found(in: text).reversed() { rest.replaceSubrange(range, with: Array(kind.utf8)) }
    #expect(String(decoding: rest, as: UTF8.self) == masked ?? text)
  }
}
