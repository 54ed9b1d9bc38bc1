import Testing

@testable import Attune

@Suite struct ElongationAndCapitalsTests {
  /// A word, what its hash and its shortened hash are of.
  @Test(arguments: [
    ("sooooo", "soo", "so"), ("soo", "soo", nil), ("cooool", "cool", "col"), ("cool", "cool", nil),
    ("SOOO", "soo", "so"), ("loooove", "loove", "love"), ("hmmm", "hmm", "hm"), ("aaaa", "aa", "a"),
    ("yesss", "yess", "yes"), ("SoOoO", "soo", "so"), ("ééé", "éé", "é"), ("даааа", "даа", "да"),
    ("noooooooooooooooooooooo", "noo", "no"), ("bookkeeper", "bookkeeper", nil),
    ("extraordinarilyyyy", "extraordinarilyy", "extraordinarily"), ("soooo-gooood", "soo-good", "so-god"),
  ])
  func elongation(word: String, twice: String, once: String?) {
    let tokens = TokenList(word).tokens
    #expect(tokens.map(\.hash) == [hash(twice)])
    #expect(tokens.map(\.isElongated) == [once != nil])
    #expect(tokens.map(\.shortenedHash) == [once.map { hash($0) } ?? 0])
  }

  @Test(arguments: [
    ("GREAT", true), ("Great", false), ("great", false), ("A", false), ("OK", true), ("DON'T", true), ("iPHONE", false),
    ("USA", true), ("WELL-MADE", true), ("WELL-made", false), ("A1", false), ("AB1", true), ("ÉTÉ", true),
    ("ПРИВЕТ", true), ("Привет", false), ("ΚΑΛΌ", true), ("中文字", false), ("SOOOO", true),
    ("EXTRAORDINARILYGOOD", true), ("EXTRAORDINARILYGOOd", false), ("GRO\u{AD}SS", true),
    // Decomposed: a combining mark is no small letter.
    ("E\u{301}TE\u{301}", true), ("E\u{301}", false),
  ])
  func capitals(word: String, isCapitals: Bool) {
    #expect(TokenList(word).tokens.map(\.isCapitals) == [isCapitals])
  }

  /// A plain word inside a clause has no traits: it takes the short way through the feature extractor.
  @Test func plainWordsHaveNoTraits() {
    let tokens = TokenList("Some plain Words x ALOUD sooo 7 :) , more").tokens
    #expect(tokens.map { $0.traits.bits == 0 } == [false, true, true, true, false, false, false, false, false])
  }
}
