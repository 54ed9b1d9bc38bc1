import Testing

@testable import AttuneReports

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

  private static let positive: [(PersonalData, [String])] = [
    (.email, RedactionExamples.emails), (.phone, RedactionExamples.phones), (.card, RedactionExamples.cards),
    (.iban, RedactionExamples.ibans), (.ip, RedactionExamples.ips),
  ]

  @Test(arguments: positive)
  func masksAllForms(kind: PersonalData, examples: [String]) {
    #expect(examples.count >= 40)
    for example in examples {
      #expect(Redaction.redact(example) == kind.rawValue, "\(example.debugDescription)")
      #expect(
        Redaction.redact("Hello: \(example) please.") == "Hello: \(kind.rawValue) please.",
        "\(example.debugDescription)")
    }
  }

  @Test(arguments: [
    RedactionExamples.noEmails, RedactionExamples.noIBANs, RedactionExamples.noIPs, RedactionExamples.kept,
  ])
  func keepsWhatIsNoPersonalData(examples: [String]) {
    #expect(examples.count >= 40)
    for example in examples {
      #expect(Redaction.redact(example) == example)
      let sentence = "It says \(example), fine."
      #expect(Redaction.redact(sentence) == sentence)
    }
  }

  /// Nothing counts as a card or an IBAN of which one digit is wrong.
  @Test func checkDigitsDecide() {
    for (kind, examples) in [(PersonalData.card, RedactionExamples.cards), (.iban, RedactionExamples.ibans)] {
      for example in examples where !example.hasSuffix(" 3") {
        var scalars = Array(example.unicodeScalars)
        guard let last = scalars.lastIndex(where: { $0.properties.numericType == .decimal }) else { continue }
        let digit = Int(scalars[last].properties.numericValue ?? 0)
        scalars[last] = Unicode.Scalar(UInt8(ascii: "0") + UInt8((digit + 1) % 10))
        var wrong = String.UnicodeScalarView()
        wrong.append(contentsOf: scalars)
        #expect(!Redaction.redact(String(wrong)).contains(kind.rawValue), "\(example)")
      }
    }
  }

  @Test(arguments: [
    ("order hotline 01223 812660", "order hotline [phone]"),
    ("my order. My number is 5551234567", "my order. My number is [phone]"),
    ("call me about order 12345678", "call me about order 12345678"), ("paid $5 555-123-4567", "paid $5 555-[phone]"),
    ("tel01223812660", "tel[phone]"), ("电话01223812660", "电话[phone]"), ("(01223812660)", "([phone])"),
    ("2024-03-05 01223 812660", "2024-03-05 [phone]"), ("order 4111 1111 1111 1111", "order [card]"),
    ("4111 1111 1111 1111 12/25", "[card] 12/25"), ("192.168.1.1:8080", "[ip]:8080"),
    ("[2001:db8::1]:443", "[[ip]]:443"),
    ("5551234567@example.com", "[email]"), ("call 555 1234 ann@example.com", "call [phone] [email]"),
    ("order 12345678 or 01223 812660", "order 12345678 or [phone]"), ("'ann@example.com'", "'[email]'"),
  ])
  func whatStandsAroundDecides(text: String, expected: String) {
    #expect(Redaction.redact(text) == expected)
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["pw:", "pw-", "name:a-", "password is a ", "regards,", "?key="])
  func `Announcements of nothing take little time`(piece: String) {
    // Were all behind each one looked at, this would take minutes.
    _ = Redaction.redact(String(repeating: piece, count: 200_000))
  }

  @Test func longTextsTakeLinearTime() {
    // Were every letter the beginning of an address to be looked for, this would take hours.
    let text = String(repeating: "a", count: 200_000) + String(repeating: "1 ", count: 50)
    #expect(Redaction.redact(text).hasSuffix("[phone] "))
  }

  /// Twice the text takes about twice the steps, whatever it is made of.
  @Test(arguments: [
    "1_", "1 ", "1.", "1-", "12-", "a1", "0123456789abcdef", "aB3/x+Zq", "a@", "@", "a@b.", "1@", " at ", "a at b dot ",
    "{at}", "(at)", "a dot ",
    "1:", "::", "a:", "::1 ", "fe80:", "1.2.3.4 ", "1.2.3.4", "GB29 ", "DE89", "DE 89 37 ", "1/1/2020 ", "1/1/2020-",
    "14:22 ", "14:22 +0100 ", "#1234567 ",
    "$1 ", "$1234567 1 ", "4111 1111 1111 1111 ", "4111111111111111", "1111 ", "order 1234567 ", "order 1 ", "(", "+",
    "+1", "(1", ")1(", "\n1", "1\n", "1234567\n", ".", "-", "_",
    "\"a\"@", "\"", "\u{200B}1", "1\u{301}", "tel. no. #: ", "1 000 ", "1.000.", "a", "é", "١", "ann dot ",
    "AB1234567 ", "v1.2.3.4 ",
  ])
  func stepsGrowWithTheText(piece: String) {
    func steps(_ length: Int) -> Double {
      var steps = 0
      _ = Redaction.redact(String(repeating: piece, count: length / piece.utf8.count), steps: &steps)
      return Double(steps)
    }
    let (short, long) = (steps(4_000), steps(8_000))
    #expect(long <= 2.3 * short + 500, "\(piece.debugDescription): \(short), \(long)")
    #expect(long <= 60 * 8_000, "\(piece.debugDescription): \(long)")
  }

  @Test func scriptsWithoutBlanksPutLettersBesideNumbers() {
    #expect(Redaction.redact("我的IP是192.168.0.1谢谢") == "我的IP是[ip]谢谢")
    #expect(Redaction.redact("卡号DE89370400440532013000谢谢") == "卡号[iban]谢谢")
    #expect(Redaction.redact("v192.168.0.1 and 192.168.0.1x") == "v192.168.0.1 and 192.168.0.1x")
  }

  /// Names, passwords and tokens.
  @Test func `What words announce is masked, and what looks like it is not`() {
    #expect(RedactionExamples.announced.count >= 40 && RedactionExamples.unannounced.count >= 40)
    for example in RedactionExamples.announced {
      let parts = example.split(omittingEmptySubsequences: false) { $0 == "⟦" || $0 == "⟧" }
      let text = parts.joined()
      var at = 0
      let expected = parts.enumerated().compactMap { place, part -> Range<Int>? in
        defer { at += part.utf8.count }
        return place.isMultiple(of: 2) ? nil : at..<at + part.utf8.count
      }
      #expect(Redaction.found(in: text).map(\.range) == expected, "\(example): \(Redaction.redact(text))")
    }
    for example in RedactionExamples.unannounced { #expect(Redaction.redact(example) == example) }
  }
}
