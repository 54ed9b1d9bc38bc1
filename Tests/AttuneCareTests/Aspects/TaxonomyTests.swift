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
