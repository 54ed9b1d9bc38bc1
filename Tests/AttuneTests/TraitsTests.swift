import CKernels
import Testing

@testable import Attune

/// C and Swift name the same bits.
@Suite struct TraitsTests {
  @Test func kindsMarksAndBoundaries() {
    func bits(_ traits: attune_token_traits...) -> UInt16 { traits.reduce(0) { $0 | UInt16($1.rawValue) } }
    #expect(Token.Traits(.word, after: .none).bits == 0)
    #expect(Token.Traits(.word, after: .clause).bits == bits(ATTUNE_CLAUSE))
    #expect(Token.Traits(.word, after: .sentence).bits == bits(ATTUNE_SENTENCE))
    #expect(Token.Traits(.number, after: .none).bits == bits(ATTUNE_NUMBER))
    #expect(Token.Traits(.mention, after: .none).bits == bits(ATTUNE_MENTION))
    #expect(Token.Traits(.punctuation, after: .none).bits == bits(ATTUNE_PUNCTUATION))
    #expect(
      Token.Traits(.punctuation, after: .clause, mark: .question).bits
        == bits(ATTUNE_CLAUSE, ATTUNE_PUNCTUATION, ATTUNE_QUESTION))
    #expect(Token.Traits(.punctuation, after: .none, mark: .ellipsis).bits == bits(ATTUNE_PUNCTUATION, ATTUNE_ELLIPSIS))
    var strong = Token.Traits(.word, after: .none)
    strong.isCapitals = true
    #expect(strong.bits == bits(ATTUNE_CAPITALS))
    strong.isElongated = true
    #expect(strong.bits == bits(ATTUNE_CAPITALS, ATTUNE_ELONGATED))
    #expect(Token.Traits(bits(ATTUNE_CAPITALS, ATTUNE_ODD, ATTUNE_END)).bits == bits(ATTUNE_CAPITALS))
  }
}
