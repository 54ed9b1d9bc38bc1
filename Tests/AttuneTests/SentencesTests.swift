import TestSupport
import Testing

@testable import Attune

@Suite struct SentencesTests {
  private func sentences(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return Sentences.ranges(of: text).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  private static let cases: [(String, [String])] = [
    ("", []), (" \n ", []), ("one", ["one"]), ("- - -", ["- - -"]),
    ("Good. Bad.", ["Good.", "Bad."]),
    ("good. bad. ugly", ["good.", "bad.", "ugly"]),
    ("Dr. Lee and Mrs. Fox came.", ["Dr. Lee and Mrs. Fox came."]),
    ("It cost 3.50 euros. Too much.", ["It cost 3.50 euros.", "Too much."]),
    ("Well... maybe not", ["Well... maybe not"]),
    ("Well... Maybe not", ["Well...", "Maybe not"]),
    ("Hm… Maybe", ["Hm…", "Maybe"]),
    ("Late again, e.g. on Monday. Why?", ["Late again, e.g. on Monday.", "Why?"]),
    ("Open until 9 p.m. Then closed.", ["Open until 9 p.m.", "Then closed."]),
    ("Open until 9 p.m. on Mondays", ["Open until 9 p.m. on Mondays"]),
    ("The U.S. office", ["The U.S. office"]),
    ("It was late.The food was cold", ["It was late.", "The food was cold"]),
    ("it was late.they laughed", ["it was late.", "they laughed"]),
    ("see index.html and attune.example.com for more", ["see index.html and attune.example.com for more"]),
    ("What?!No way", ["What?!", "No way"]),
    ("first line\nsecond line", ["first line", "second line"]),
    ("first\r\n\r\nsecond", ["first", "second"]),
    ("Lovely 😍😍 The bill was not", ["Lovely 😍😍", "The bill was not"]),
    ("Lovely 😍 but slow", ["Lovely 😍 but slow"]),
    ("Great! 😍 Thanks", ["Great! 😍", "Thanks"]),
    ("She said \"Why?\" Then left.", ["She said \"Why?\"", "Then left."]),
    ("(Really.) Yes.", ["(Really.)", "Yes."]),
    ("Order No. 5 is late", ["Order No. 5 is late"]),
    ("Cars, bikes, etc. were there", ["Cars, bikes, etc. were there"]),
    ("Cars, bikes, etc. Nothing else", ["Cars, bikes, etc.", "Nothing else"]),
    ("まずい。The rest", ["まずい。", "The rest"]),
  ]

  @Test(arguments: cases)
  func cuts(text: String, expected: [String]) { #expect(sentences(text) == expected) }

  @Test func rangesAreOrderedAndOnBordersOfCharacters() {
    let pieces = [
      "a", "B", ".", "!", " ", "\n", "\r\n", "😀", "👨‍👩‍👧", "e\u{301}", "\u{301}", "🇳🇴", "…", "\"", "'", "Dr", "1",
      "\u{200D}",
    ]
    var random = SplitMix64(seed: 7)
    for _ in 0..<3000 {
      let text = (0..<Int(random.next() % 14)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
      var borders: Set<Int> = [0]
      var place = 0
      for character in text {
        place += character.utf8.count
        borders.insert(place)
      }
      var end = 0
      for range in Sentences.ranges(of: text) {
        #expect(
          range.lowerBound >= end && !range.isEmpty && borders.contains(range.lowerBound)
            && borders.contains(range.upperBound), "\(text.debugDescription) \(range)")
        end = range.upperBound
      }
    }
  }

  @Test func mixedIsBothWaysWithStrength() {
    #expect(MixedFeelings.areIn([0.9, -0.8]))
    #expect(!MixedFeelings.areIn([0.9, -0.3]))
    #expect(!MixedFeelings.areIn([]))
  }

  @Test func keptTokensAreThoseOfTheTokenizer() throws {
    let model = try Model.shipped()
    let scorer = Scorer(model: model, keepsTokens: true)
    let plain = Scorer(model: model)
    let texts = [
      "", "I don't like it, but OK", "GREAT!!! sooo good :) 😀",
      String(repeating: "good bad. Not ugly, really ", count: 200),
      "see www.example.com/x at 12:30", "naïve café… 10/10",
    ]
    for text in texts {
      Array(text.utf8).withUnsafeBufferPointer {
        scorer.add($0)
        plain.add($0)
      }
    }
    scorer.finish()
    plain.finish()
    for (row, text) in texts.enumerated() {
      #expect(scorer.verdict(row) == plain.verdict(row))
      Array(text.utf8).withUnsafeBufferPointer { bytes in
        var tokenizer = Tokenizer(bytes, scratch: TokenizerScratch())
        var token = Token()
        var expected: [[UInt64]] = []
        while tokenizer.next(&token) {
          expected.append([token.hash, UInt64(token.start), UInt64(token.end), UInt64(token.traits.bits)])
        }
        #expect(
          scorer.tokens![row].map {
            [$0.hash, UInt64($0.start), UInt64($0.start) + UInt64($0.length), UInt64($0.traits)]
          } == expected)
      }
    }
  }
}
