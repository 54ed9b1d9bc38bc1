import Attune
import Testing

@testable import AttuneCare

@Suite struct TaxonomyTests {
  private static let refused: [(String, Taxonomy.Failure)] = [
    ("", .noAspects),
    ("a: [x]\na: [y]", .duplicateAspect("a")),
    ("a: []", .noTerms(aspect: "a")),
    ("a:", .noTerms(aspect: "a")),
    ("a: [x, '']", .unusableTerm("", aspect: "a")),
    ("a: [x, '.']", .unusableTerm(".", aspect: "a")),
    ("a: [x, X]", .duplicateTerm("X", aspects: ["a"])),
    ("a: [x]\nb: [x]", .duplicateTerm("x", aspects: ["a", "b"])),
    ("a: [a? b? c? d? e? f? g? h? i? j? k? l]", .unusableTerm("a? b? c? d? e? f? g? h? i? j? k? l", aspect: "a")),
    ("a: {terms: [x], part_of: c}", .unknownAspect("c", in: "a")),
    ("a: {terms: [x], part_of: a}", .cycle(["a", "a"])),
    ("a: {terms: [x], part_of: b}\nb: {terms: [y], part_of: c}\nc: {terms: [z], part_of: b}", .cycle(["b", "c", "b"])),
  ]

  @Test(arguments: refused)
  func refuses(yaml: String, expected: Taxonomy.Failure) {
    #expect(throws: expected) { try Taxonomy(yaml: yaml) }
  }

  @Test(arguments: ["- a", "a: {words: [x]}", "a: [", "a: 3", "a: [[x]]", "a: {terms: x}"])
  func refusesOtherForms(yaml: String) {
    #expect(throws: Taxonomy.Failure.self) { try Taxonomy(yaml: yaml) }
  }

  private func mentions(_ text: String, _ taxonomy: Taxonomy = .shipped) -> [String] {
    AspectScorer(model: UrgencyTests.model, taxonomy: taxonomy).aspects(of: text).map { "\($0.aspect):\($0.term)" }
  }

  @Test func manyWordsAreRefusedRatherThanMixedUp() {
    let terms = (0..<65_001).map { "w\($0)x" }
    #expect(throws: Taxonomy.Failure.tooManyWords(limit: 65_000)) {
      try Taxonomy([.init(name: "a", terms: terms)])
    }
  }

  @Test func moreAspectsThanAreNumberedAreRefused() {
    let aspects = (0...Taxonomy.aspectLimit).map { Taxonomy.Aspect(name: "a\($0)", terms: ["t"]) }
    #expect(throws: Taxonomy.Failure.tooManyAspects(limit: Taxonomy.aspectLimit)) { try Taxonomy(aspects) }
  }

  @Test func longChainsOfPartsAreFollowedOnce() throws {
    var aspects = (0..<20_000).map { Taxonomy.Aspect(name: "a\($0)", terms: ["t\($0)"], partOf: "a\($0 + 1)") }
    aspects.append(.init(name: "a20000", terms: ["t"], partOf: "a19990"))
    let circle = (19_990...20_000).map { "a\($0)" } + ["a19990"]
    #expect(throws: Taxonomy.Failure.cycle(circle)) { try Taxonomy(aspects) }
  }

  @Test(arguments: [String(repeating: "very ", count: 100) + "long", String(repeating: "a|", count: 20_000) + "a"])
  func longTermsAreRefused(term: String) {
    #expect(throws: Taxonomy.Failure.longTerm(term, aspect: "a")) { try Taxonomy([.init(name: "a", terms: [term])]) }
  }

  /// Beyond what is kept as bits, sets of words are lists, which find the same.
  @Test func manySetsOfWordsAreFound() throws {
    let terms = (0..<4_000).map { "w\($0)|v\($0) x\($0)" }
    let taxonomy = try Taxonomy([.init(name: "a", terms: terms)])
    #expect(mentions("w3 x3 and v3999 x3999, w1 x2", taxonomy) == ["a:w3 x3", "a:v3999 x3999"])
  }

  @Test func longestTermCounts() {
    #expect(mentions("The customer service was great") == ["support:customer service"])
    #expect(mentions("nothing here to see") == [])
  }

  @Test func pluralsAndCaseAreFound() throws {
    let taxonomy = try Taxonomy(yaml: "sweets: [Candy bar, cherry]\nbox: {terms: [box], part_of: sweets}")
    #expect(
      mentions("CANDY BARS and cherries in boxes", taxonomy) == ["sweets:CANDY BARS", "sweets:cherries", "box:boxes"])
  }

  @Test func termsWithEmojiStandOnBorders() throws {
    let taxonomy = try Taxonomy(yaml: "pizza: ['🍕', pizza]")
    #expect(mentions("👨‍👩‍👧 love 🍕 e\u{301}!", taxonomy) == ["pizza:🍕"])
    #expect(mentions("pizza\u{301}", taxonomy) == [])
  }

  @Test func polarityIsThatOfTheClause() {
    let found = AspectScorer(model: UrgencyTests.model).aspects(
      of: "The staff were wonderful, but the room was filthy and the price a joke.")
    let labels = Dictionary(found.map { ($0.aspect, $0.label) }, uniquingKeysWith: { first, _ in first })
    #expect(labels["staff"] == "positive")
    #expect(labels["comfort"] == "negative" || labels["cleanliness"] == "negative")
    #expect(found.allSatisfy { (-1...1).contains($0.score) })
  }

  @Test func manyMentionsInOneText() {
    let text = String(repeating: "The staff was rude, the food was great. ", count: 400)
    let found = AspectScorer(model: UrgencyTests.model).aspects(of: text)
    #expect(found.count >= 800 && found.count <= 1000)
    #expect(zip(found, found.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound })
  }
}
