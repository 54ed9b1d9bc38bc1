import Testing

@testable import Attune

/// In what context a word counts, how marks move it, and what is a rating.
@Suite struct ValenceContextTests {
  private typealias Context = ValenceContext

  // MARK: Negation

  @Test(arguments: [
    // So many words after the negator, "good" is in this context.
    ("not", 0, Context.negated), ("not", 4, Context.negated), ("not", 5, Context.faintlyNegated),
    ("not", 9, Context.faintlyNegated), ("not", 10, Context.plain),
    ("nobody", 11, Context.negated), ("nobody", 12, Context.faintlyNegated), ("nobody", 16, Context.faintlyNegated),
    ("nobody", 17, Context.plain),
    ("don't think", 11, Context.negated), ("don't think", 12, Context.faintlyNegated),
    ("don't think", 16, Context.faintlyNegated), ("don't think", 17, Context.plain),
    ("think", 0, Context.plain), ("think", 3, Context.plain),
    // A carrier within the faint reach carries on, one behind it does not.
    ("not x x x x x x think", 0, Context.negated), ("not x x x x x x x x x x think", 0, Context.plain),
  ])
  func reach(_ negator: String, _ words: Int, _ context: UInt8) {
    let fillers = String(repeating: "x ", count: words)
    #expect(FeatureList("\(negator) \(fillers)good").context(of: "good") == context)
    // No reach crosses a clause.
    #expect(FeatureList("\(negator), \(fillers)good").context(of: "good") == Context.plain)
  }

  @Test(arguments: [("not", 4, true), ("not", 5, false), ("nobody", 11, true), ("nobody", 12, false)])
  func onlyNearTokensAreNegatedFeatures(_ negator: String, _ words: Int, _ isNegated: Bool) {
    let list = FeatureList("\(negator) \(String(repeating: "x ", count: words))good")
    let hasFeature = list.hashes.contains(hash("good") ^ FeatureExtractor.negated)
    #expect(hasFeature == isNegated)
  }

  // MARK: What is not so

  @Test(arguments: [
    ("I wish it were good", Context.hypothetical), ("if good", Context.hypothetical),
    ("would have been good", Context.hypothetical),
    ("would be good", Context.hypothetical), ("should have good", Context.hypothetical), ("would good", Context.plain),
    ("have been good", Context.plain), ("would, have been good", Context.plain), ("if bad, good", Context.plain),
    ("if x x x x x x good", Context.hypothetical), ("if x x x x x x x good", Context.plain),
    ("if it is not good", Context.hypothetical), ("if bad but good", Context.behindContrast),
    ("used to be good", Context.past), ("used the good", Context.plain), ("used, to be good", Context.plain),
    ("to be good", Context.plain), ("used to be bad but good", Context.behindContrast),
  ])
  func hypothetical(_ text: String, _ context: UInt8) { #expect(FeatureList(text).context(of: "good") == context) }

  @Test func whatIsNotSoCountsTheOtherWayRound() {
    #expect(
      FeatureList("it used to be good, now bad").reversedHashes
        == [
          hash("be"), FeatureExtractor.pair(hash("to"), hash("be")),
          hash("good"), FeatureExtractor.pair(hash("be"), hash("good")),
        ])
    #expect(FeatureList("it was good, not bad").reversedHashes == [])
    #expect(FeatureList("if only").reversedHashes == [hash("only"), FeatureExtractor.pair(hash("if"), hash("only"))])
  }

  // MARK: Marks

  /// The contexts that "good" and "bad" end up in, by a lexicon of these two.
  private func contexts(_ text: String) -> [String] {
    var sums = SparseSums()
    for feature in FeatureList(text).all {
      switch (feature.hash, feature.context & ~Context.reversed) {
      case (_, Context.none): break
      case (_, let mark) where mark > Context.none: sums.mark(mark)
      case (hash("good"), let context): sums.add(valence: 1, context: context)
      case (hash("bad"), let context): sums.add(valence: -1, context: context)
      default: break
      }
    }
    return (0..<Int(Context.count)).flatMap { context in
      let (bad, good) = (-sums.valences[2 * context], sums.valences[2 * context + 1])
      return Array(repeating: "bad \(context)", count: Int(bad))
        + Array(repeating: "good \(context)", count: Int(good))
    }
  }

  @Test(arguments: [
    ("good but bad", ["bad 6", "good 8"]), ("not good but bad", ["bad 6", "good 9"]),
    ("very good but bad", ["bad 6", "good 8"]), ("slightly good, but not bad", ["bad 7", "good 8"]),
    ("not x x x x x good but bad", ["bad 6", "good 9"]),
    // The sentence before stays, and the one behind starts anew.
    ("good. bad but good", ["good 0", "good 6", "bad 8"]), ("good! But bad", ["good 0", "bad 6"]),
    ("good but bad. good", ["good 0", "bad 6", "good 8"]),
    ("good but bad. bad but good", ["bad 6", "good 6", "bad 8", "good 8"]),
    // What stands behind the first contrast word does not move at the second.
    ("good but bad but bad", ["bad 6", "bad 6", "good 8"]),
    ("I wish it were good but bad", ["good 5", "bad 6"]), ("used to be good but bad", ["bad 6", "good 12"]),
    ("but good", ["good 6"]),
  ])
  func contrast(_ text: String, _ expected: [String]) { #expect(contexts(text) == expected) }

  @Test(arguments: [
    ("They are good, better than you", ["good 10"]), ("not good, better than this", ["good 11"]),
    ("good, better than ever", ["good 0"]), ("good, better than the one you had", ["good 0"]),
    ("good than, you", ["good 0"]), ("good you", ["good 0"]), ("bad. good, better than you", ["bad 0", "good 10"]),
    ("good. Better than you", ["good 0"]), ("good, better than you, bad", ["bad 0", "good 10"]),
    ("bad but good, better than you", ["good 6", "bad 8"]),
    ("if good, better than you", ["good 5"]),
  ])
  func rivals(_ text: String, _ expected: [String]) { #expect(contexts(text) == expected) }

  @Test func marksAreNoFeatures() {
    let list = FeatureList("good but bad. Better than you")
    // The first sentence has nothing in front of it to mark.
    #expect(list.marks == [Context.contrastMark, Context.sentenceMark, Context.rivalMark])
    #expect(FeatureList("").all.isEmpty)
  }

  // MARK: Ratings

  /// Which ratings a text gives, from 0 for the worst fifth of the scale to 4.
  private func ratings(_ text: String) -> [Int] {
    FeatureList(text).hashes.compactMap { Ratings.hashes.firstIndex(of: $0) }
  }

  @Test(arguments: [
    ("9/10", 4), ("2 out of 5", 1), ("one star", 0), ("5-star", 4), ("4.5/5", 4), ("5 stars", 4), ("3 stars", 2),
    ("zero stars", 0), ("0/10", 0), ("1/100", 0), ("20/100", 0), ("21/100", 1), ("4,5/5", 4), ("3.9/5", 3),
    ("4-Stars", 3), ("5⭐", 4), ("2 ★", 1), ("★★", 1), ("⭐⭐⭐⭐⭐", 4), ("★★★☆☆", 2), ("5 STARS!!!", 4), ("two stars", 1),
    ("10 out of 10", 4), ("2.5 out of 5", 2), ("1 star", 0),
    ("I gave it 4/5 stars", 3), ("2 out of 5 stars", 1),
  ])
  func rating(_ text: String, _ fifth: Int) {
    #expect(ratings(text) == [fifth])
    #expect(ratings("Well: \(text), they said") == [fifth])
  }

  @Test(arguments: [
    "24/7", "page 9/12", "9/100000", "6/5", "11/10", "7 stars", "8-star", "2026/5", "1000/10", "5/5/24", "9/10/2024",
    "2 out of 3", "10 out", "5 out of", "5, stars", "5. stars", "5 out, of 5", "stars", "star 5", "one", "out of 5",
    "five out of town", "5/", "/5", "",
  ])
  func noRating(_ text: String) { #expect(ratings(text) == []) }

  @Test(arguments: [
    [
      "4/5", "8/10", "80/100", "4 stars", "four stars", "4-star", "4 out of 5", "8 out of 10", "4.0/5", "80 out of 100",
    ],
    ["1/5", "2/10", "20/100", "one star", "1-star", "1 out of 5"], ["5/5", "10/10", "100/100", "five stars"],
  ])
  func equalSharesAreOneFeature(_ notations: [String]) { #expect(Set(notations.map(ratings)).count == 1) }

  @Test func aRatingIsMeantAsItsTokenIs() {
    let feature = FeatureList("not 5 stars").features.first { $0.hash == Ratings.hashes[4] }
    #expect(feature?.context == Context.negated)
  }
}
