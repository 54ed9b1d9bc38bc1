import Attune
import Testing

@testable import AttuneCare

/// A message's tokens are the same whether a scorer found them or the plain tokenizer did.
@Suite struct MessageTokensTests {
  private static let odd = [
    "a", "?", "Hello", "no.", "HELP!!! Sooooo late... Mr. Wu, e.g. the 2nd, isn't (really) \u{1F622} :-( ok?!",
    "Soooo goooood :) @shop #fail https://example.com/a?b=c caf\u{E9} don\u{2019}t \u{201C}quoted\u{201D} 12,50 \u{20AC}",
    "first line\nsecond line\n\nthird! line", "  leading and trailing  ", "a\tb\r\nc", "\u{FFFD} \u{0}x",
    "WHY?? why?! why\u{2026} w h y", "&amp; &quot;ok&quot; <br> done", String(repeating: "word, ", count: 3000),
  ]

  private struct Seen: Equatable {
    var hash: UInt64
    var bytes: Range<Int32>
    var symbol: CueSet.Symbol
    var kind: Token.Kind
    var flags: [Bool]
  }

  private func seen(_ tokens: MessageTokens) -> ([Seen], [Range<Int>], [Bool]) {
    let all = tokens.all.map { token in
      Seen(
        hash: token.hash, bytes: token.start..<token.end, symbol: token.symbol, kind: token.kind,
        flags: [
          token.startsSentence, token.startsClause, token.isCapitals, token.isElongated, token.isCapitalized,
        ])
    }
    return (all, tokens.sentences.map(\.tokens), tokens.sentences.map(\.isQuestion))
  }

  @Test func scorersFindTheSame() throws {
    let cues = Rubric.standard.customerCues
    let tokens = MessageTokens(cues, abbreviations: cues.symbols(of: "abbreviation"))
    let scorer = Scorer(model: try .shipped(), keepsTokens: true)
    let pairs = try ReplyPair.all("develop")
    for text in Self.odd + pairs.flatMap({ [$0.customer, $0.better, $0.worse] }) where !text.isEmpty {
      Array(text.utf8).withUnsafeBufferPointer { bytes in
        tokens.read(bytes, parts: [0..<bytes.count])
        let plain = seen(tokens)
        scorer.add(bytes)
        scorer.finish()
        tokens.read(bytes, scored: scorer.tokens![0])
        scorer.reset()
        #expect(seen(tokens) == plain, "\(text.prefix(80))")
      }
    }
  }
}
