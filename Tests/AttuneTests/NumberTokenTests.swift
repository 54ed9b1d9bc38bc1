import Testing

@testable import Attune

@Suite struct NumberTokenTests {
  @Test(arguments: [
    TokenCase("3.5 stars", "number 3.5", "word stars"),
    TokenCase("10/10", "number 10/10"),
    TokenCase("12:30", "number 12:30"),
    TokenCase("1,000", "number 1,000"),
    TokenCase("1,000,000.50", "number 1,000,000.50"),
    TokenCase("4.5/5", "number 4.5/5"),
    TokenCase("24/7", "number 24/7"),
    TokenCase("10-15 minutes", "number 10-15", "word minutes"),
    TokenCase("2nd", "number 2nd"),
    TokenCase("I gave it 5.", "word I", "word gave", "word it", "number 5"),
    TokenCase("5, 6", "number 5", "number 6"),
    TokenCase("$20 for 50%", "number 20", "word for", "number 50"),
    TokenCase("iOS17.2", "word iOS17.2"),
    TokenCase("3 . 5", "number 3", "number 5"),
    TokenCase("5:x", "number 5", "word x"),
    TokenCase("100000", "number 100000"),
    TokenCase("Food: 3/5", "word Food", "number 3/5"),
    TokenCase("Food:3/5 Service:3", "word Food", "number 3/5", "word Service", "number 3"),
  ])
  func numbers(_ example: TokenCase) { example.check() }

  @Test func repeatedDigitsAreNotElongation() {
    let tokens = TokenList("1000 1000000 555").tokens
    #expect(tokens.map(\.hash) == [hash("1000"), hash("1000000"), hash("555")])
    #expect(tokens.allSatisfy { !$0.isElongated && $0.shortenedHash == 0 })
  }
}
