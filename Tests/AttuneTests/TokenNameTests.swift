import Testing

@testable import Attune

@Suite struct TokenNameTests {
  private func name(_ hash: UInt64, _ spelling: String) -> String? {
    Array(spelling.utf8).withUnsafeBufferPointer { TokenName.of(hash, spelled: $0) }
  }

  @Test(arguments: [
    ("great", "great"), ("GREAT", "great"), ("goooood", "good"), ("don’t", "don't"), ("well-made", "well-made"),
    ("10/10", "10/10"), ("ÉTÉ", "été"), ("caf&eacute;", "café"), ("👍🏽", "👍"), (":-)))", ":)"), (":-D", ":D"),
    (":P", ":P"),
    ("!!!!!", "!!!"), ("?!", "!?"), ("…", "..."), ("@somebody", "@user"), ("https://example.com/a", "http://"),
    ("a@example.com", "http://"), ("<3333", "<3"), ("привет", "привет"),
    ("supercalifragilistic", "supercalifragilistic"),
  ])
  func foldedForm(spelling: String, expected: String) throws {
    var token = Token()
    let found = Array(spelling.utf8).withUnsafeBufferPointer {
      var tokenizer = Tokenizer($0, scratch: TokenizerScratch())
      return tokenizer.next(&token)
    }
    #expect(found)
    #expect(name(token.hash, spelling) == expected)
  }

  @Test func shortForm() {
    #expect(name(hash("so"), "SOOOOO") == "so")
    #expect(name(hash("soo"), "SOOOOO") == "soo")
  }

  @Test(arguments: ["bad", "", "&", "\u{301}", "...", "goodness"])
  func anotherWord(spelling: String) { #expect(name(hash("good"), spelling) == nil) }

  /// Every plain word of the samples is called what it is.
  @Test func theNameHasTheHash() throws {
    for text in try SampleTexts.all() {
      Array(text.utf8).withUnsafeBufferPointer { text in
        var tokenizer = Tokenizer(text, scratch: TokenizerScratch())
        var token = Token()
        while tokenizer.next(&token) {
          let name = TokenName.of(
            token.hash, spelled: UnsafeBufferPointer(rebasing: text[token.start..<token.end]))
          #expect(name != nil)
          if let name, token.kind == .word || token.kind == .emoji { #expect(AttuneTests.hash(name) == token.hash) }
        }
      }
    }
  }
}
