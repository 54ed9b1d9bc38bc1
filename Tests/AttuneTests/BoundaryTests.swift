import Testing

@testable import Attune

@Suite struct BoundaryTests {
  @Test(arguments: [
    ("a", [Token.Boundary.sentence]),
    ("a b", [.sentence, .none]),
    ("a, b", [.sentence, .clause]),
    ("a; b", [.sentence, .clause]),
    ("a: b", [.sentence, .clause]),
    ("a (b) c", [.sentence, .clause, .clause]),
    ("a [b] c", [.sentence, .clause, .clause]),
    ("a - b", [.sentence, .clause]),
    ("a – b", [.sentence, .clause]),
    ("a—b", [.sentence, .clause]),
    ("a. b", [.sentence, .sentence]),
    ("a.) b", [.sentence, .sentence]),
    ("a,. b", [.sentence, .sentence]),
    ("a\nb", [.sentence, .sentence]),
    ("a\r\nb", [.sentence, .sentence]),
    ("a\u{2028}b", [.sentence, .sentence]),
    ("a。b", [.sentence, .sentence]),
    ("a、b", [.sentence, .clause]),
    ("a! b", [.sentence, .none, .sentence]),
    ("a... b", [.sentence, .none, .sentence]),
    ("a… b", [.sentence, .none, .sentence]),
    ("a \"b\" c", [.sentence, .none, .none]),
    ("a “b” c", [.sentence, .none, .none]),
    ("a / b * c", [.sentence, .none, .none]),
    ("a\tb", [.sentence, .none]),
    ("a\u{A0}b", [.sentence, .none]),
    ("a :) b", [.sentence, .none, .none]),
  ])
  func boundaries(text: String, expected: [Token.Boundary]) {
    #expect(TokenList(text).tokens.map(\.boundary) == expected)
  }
}
