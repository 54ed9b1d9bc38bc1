import TestSupport
import Testing

@testable import Attune

@Suite struct FeatureExtractorTests {
  // MARK: Negation

  @Test(arguments: [
    // What "good" is in each text.
    ("good", false), ("not good", true), ("Not GOOD", true), ("don’t think good", true), ("never good", true),
    ("not a b c d good", true), ("not a b c d e good", false),
    ("not bad, good", false), ("not bad. good", false), ("not bad - good", false), ("not bad\ngood", false),
    ("not bad! good", false), ("not bad but good", false), ("not bad however good", false), ("not, good", false),
    ("not \"good\"", true), ("not not good", true), ("nothing good", true), ("note good", false),
    ("good not", false), ("#not good", true),
  ])
  func negationReach(text: String, isNegated: Bool) {
    #expect((FeatureList(text).context(of: "good") == ValenceContext.negated) == isNegated)
  }

  @Test func aNegatedTokenIsAFeatureOfItsOwn() {
    let plain = FeatureList("really good")
    let negated = FeatureList("not good")
    // Two tokens and two pairs; the negated token besides.
    #expect(plain.features.count == 4)
    #expect(negated.features.count == 5)
    #expect(!plain.hashes.contains(negated.hashes.last!))
    #expect(negated.features.last?.context == ValenceContext.none)
    #expect(FeatureList("never good").hashes.last == negated.hashes.last)
  }

  // MARK: Courtesies

  @Test(arguments: [
    ("Thanks for your great help", "great", true), ("Many thanks, Joy", "joy", true),
    ("Many thanks in advance, and have a lovely day with us all", "lovely", true),
    ("Kind regards, Joy Rich Best", "rich", true), ("Have a lovely day!", "lovely", true),
    ("Thanks, the lovely vase came in two pieces", "lovely", false),
    ("Thanks for nothing, a lovely courier found it", "lovely", false),
    ("Thanks for nothing", "nothing", true), ("Thank you. Lovely vase", "lovely", false),
    ("Thanks but lovely it is not", "lovely", false), ("We came to say thanks for a lovely day", "lovely", false),
    ("Thanks a b c d e f g lovely", "lovely", true), ("Thanks a b c d e f g h lovely", "lovely", false),
  ])
  func wordsOfCourtesiesAreOthers(text: String, word: String, isCourtesy: Bool) {
    let hashes = FeatureList(text).hashes
    #expect(hashes.contains(hash(word) ^ FeatureExtractor.courtesy) == isCourtesy)
    #expect(hashes.contains(hash(word)) == !isCourtesy)
  }

  @Test func pairsOfCourtesiesAreOthers() {
    let pair = FeatureExtractor.pair(hash("great"), hash("help"))
    #expect(FeatureList("great help").hashes.contains(pair))
    let courteous = FeatureList("thanks for your great help").hashes
    #expect(!courteous.contains(pair))
    #expect(courteous.contains(pair ^ FeatureExtractor.courtesy))
  }

  // MARK: Intensity

  @Test(
    arguments: [
      ("good", 0), ("very good", 1), ("very a good", 1), ("very a b good", 0), ("very, good", 0), ("very. good", 0),
      ("slightly good", 2), ("slightly very good", 1), ("GOOD", 1), ("goooood", 1), ("not very good", 3),
      ("not good", 3),
      ("but good", 6), ("but very good", 6), ("but not slightly good", 7), ("but bad, good", 6), ("but bad. good", 0),
      ("but bad! good", 0),
    ] as [(String, UInt8)])
  func contextOfGood(text: String, context: UInt8) {
    #expect(FeatureList(text).context(of: "good") == context)
  }

  // MARK: Pairs

  @Test func pairsDependOnTheOrder() {
    let list = FeatureList("good food")
    let turned = FeatureList("food good")
    #expect(list.features.count == 4)
    #expect(Set(list.hashes).intersection(turned.hashes) == [hash("good"), hash("food")])
  }

  @Test(arguments: ["good. food", "good! food", "good\nfood", "good.<br>food", "good… food"])
  func pairsDoNotCrossSentences(text: String) {
    let pair = FeatureList("good food").hashes.last!
    #expect(!FeatureList(text).hashes.contains(pair))
    // The second sentence begins like a text.
    #expect(FeatureList(text).hashes.suffix(2) == FeatureList("food").hashes.suffix(2))
  }

  @Test func pairsCrossClauses() {
    let pair = FeatureList("good food").hashes.last!
    #expect(FeatureList("good, food").hashes.contains(pair))
  }

  @Test func elongatedWordsGiveTheirShortForm() {
    let list = FeatureList("sooooo")
    #expect(list.hashes.contains(hash("so")) && list.hashes.contains(hash("soo")))
    #expect(FeatureList("soo").features.count == 2)
  }

  // MARK: Counts

  @Test func counts() {
    let counts = FeatureList("NOT good!!! Sooo bad... but why? 10/10 @me http://a.example 😀 :) !").counts
    #expect(counts.tokens == 15)
    #expect(counts.exclamations == 4)
    #expect(counts.questions == 1)
    #expect(counts.ellipses == 1)
    #expect(counts.capitals == 1)
    #expect(counts.elongations == 1)
    #expect(counts.negations == 1)
    #expect(counts.contrasts == 1)
    #expect(counts.numbers == 1)
    #expect(counts.addresses == 2)
  }

  // MARK: Pieces

  /// Features that come in small pieces are the same.
  @Test(arguments: [TextFeatures.perToken, TextFeatures.perToken + 1, 64])
  func pieces(capacity: Int) throws {
    for text in try SampleTexts.all() + ["", "sooooo not gooooood, NOOOO!!!"] {
      let whole = FeatureList(text)
      let pieces = FeatureList(text, capacity: capacity)
      let areSame = whole.all.elementsEqual(pieces.all) { $0.hash == $1.hash && $0.context == $1.context }
      #expect(areSame, "\(text)")
      #expect("\(whole.counts)" == "\(pieces.counts)")
    }
  }

  /// An ampersand says nothing, but a word behind one is read alone.
  @Test func wordsInARunGiveTheSameAsOneByOne() {
    let words = [
      "good", "not", "very", "would", "have", "but", "used", "to", "than", "you", "although", "service", "stars", "if",
      "bit", "was", "incomprehensibilities", "don't", "think", "it", "staff", "room", "so", "longer", "no",
    ]
    var generator = SplitMix64(seed: 7)
    for _ in 0..<500 {
      var run = ""
      var alone = ""
      for _ in 0..<Int.random(in: 0...60, using: &generator) {
        let word = words.randomElement(using: &generator)!
        let stop = ["", "", "", "", "", "", ",", "."].randomElement(using: &generator)!
        run += word + stop + " "
        alone += word + stop + " & "
      }
      let (fast, plain) = (FeatureList(run), FeatureList(alone))
      let areSame = fast.all.elementsEqual(plain.all) { $0.hash == $1.hash && $0.context == $1.context }
      #expect(areSame, "\(run)")
      #expect("\(fast.counts)" == "\(plain.counts)")
    }
  }
}

/// All features of a text, filled in through a buffer of `capacity` places.
struct FeatureList {
  /// With marks.
  private(set) var all: [Feature] = []
  private(set) var counts = CueCounts()

  init(_ text: String, capacity: Int = 100_000) {
    let bytes = Array(text.utf8)
    let buffer = UnsafeMutablePointer<Feature>.allocate(capacity: capacity)
    defer { buffer.deallocate() }
    bytes.withUnsafeBufferPointer {
      var extractor = TextFeatures($0, scratch: TokenizerScratch())
      var isDone = false
      while !isDone {
        var count = 0
        isDone = extractor.fill(buffer, count: &count, capacity: capacity, counts: &counts)
        all += UnsafeBufferPointer(start: buffer, count: count)
      }
    }
  }

  /// Without marks.
  var features: [Feature] { all.filter { $0.context & ~ValenceContext.reversed <= ValenceContext.none } }
  var marks: [UInt8] { all.map { $0.context & ~ValenceContext.reversed }.filter { $0 > ValenceContext.none } }
  /// Of those features that count the other way round.
  var reversedHashes: [UInt64] { all.filter { $0.context & ValenceContext.reversed != 0 }.map(\.hash) }
  var hashes: [UInt64] { features.map(\.hash) }

  /// The valence context of a word where it stands for the first time.
  func context(of word: String) -> UInt8? {
    features.lazy.filter { $0.hash == AttuneTests.hash(word) }.map { $0.context & ~ValenceContext.reversed }
      .first { $0 != ValenceContext.none }
  }
}
