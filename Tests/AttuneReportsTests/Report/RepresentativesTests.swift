import Testing

@testable import AttuneReports

@Suite struct RepresentativesTests {
  private func terms(_ text: String) -> [Substring] { text.split(separator: " ") }

  private let texts = [
    "the phone queue was long", "long wait in the phone queue", "THE WORST EVER NEVER AGAIN DISGUSTING FRAUD",
    "waited long on the phone", "nice plants in the lobby", "the phone queue was so long",
  ]

  @Test func theMostTypicalNotTheLoudest() {
    let chosen = Representatives.choose(texts.map(terms), count: 6)
    #expect([0, 5].contains(chosen[0]))
    #expect(!chosen.prefix(3).contains(2))
    // Nearly the same as the first.
    #expect(!chosen.contains(chosen[0] == 0 ? 5 : 0))
  }

  @Test func theSameEveryTime() {
    let first = Representatives.choose(texts.map(terms), count: 3)
    for _ in 0..<5 { #expect(Representatives.choose(texts.map(terms), count: 3) == first) }
  }

  @Test func fewOrEmptyTexts() {
    #expect(Representatives.choose([[String]](), count: 3) == [])
    #expect(Representatives.choose([[String](), []], count: 3) == [])
    #expect(Representatives.choose([["only"]], count: 3) == [0])
    #expect(Representatives.choose([["a"], ["b"]], count: 0) == [])
  }
}
