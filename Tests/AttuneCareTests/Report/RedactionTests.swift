import Testing

@testable import AttuneCare

@Suite struct RedactionTests {
  private static let masked: [(String, String)] = [
    ("write to jane.doe+shop@mail.example.co.uk.", "write to [email]."),
    ("(bob@example.com)", "([email])"),
    ("mailto:bob@example.com", "mailto:[email]"),
    ("björn@exämple.de now", "[email] now"),
    ("call +44 (0)1223 812 660 today", "call [phone] today"),
    ("01223812660", "[phone]"),
    ("(555) 123-4567, ext. 5", "[phone], ext. 5"),
    ("555-1234!", "[phone]!"),
    ("card 4111 1111 1111 1111 was charged", "card [card] was charged"),
    ("card 4111-1111-1111-1111.", "card [card]."),
    ("4111 1111 1111 1112", "[phone]"),
    ("٠١٢٣٤٥٦٧٨", "[phone]"),
    ("A@B@C", "[email]@C"),
    ("1709648520", "[phone]"),
  ]

  @Test(arguments: masked)
  func masks(text: String, expected: String) {
    #expect(Redaction.redact(text) == expected)
  }

  @Test(arguments: [
    "", "@user thanks!", "on 2024-03-05 at 14:22", "2024-03-05 14:22:10, again", "since 05.03.2024 12 times",
    "05/03/2024", "order 12345", "£1,250.00", "24/7", "10-15 minutes",
    "a @ b", "5 + 3 (maybe)", "👍🏽 naïve café", "rated 9/10 and 8/10",
  ])
  func keeps(text: String) {
    #expect(Redaction.redact(text) == text)
  }

  @Test func theCheckDigitOfCards() {
    #expect(Redaction.passesLuhn([7, 9, 9, 2, 7, 3, 9, 8, 7, 1, 3]))
    #expect(!Redaction.passesLuhn([7, 9, 9, 2, 7, 3, 9, 8, 7, 1, 0]))
  }

  @Test func longTextsTakeLinearTime() {
    // Were every letter the beginning of an address to be looked for, this would take hours.
    let text = String(repeating: "a", count: 1_000_000) + String(repeating: "1 ", count: 50)
    #expect(Redaction.redact(text).hasSuffix("[phone] "))
  }
}
