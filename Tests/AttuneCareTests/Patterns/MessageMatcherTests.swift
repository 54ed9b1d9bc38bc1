import Attune
import Testing

@testable import AttuneCare

@Suite struct MessageMatcherTests {
  private let classes = ["negation": ["not", "never"], "nice": ["good", "well_done", "fix~"]]

  /// The matched words of each match, by a matcher that is used twice.
  private func matches(_ pattern: String, in text: String) throws -> [String] {
    let cues = try PatternSet(
      patterns: [(Pattern(pattern), .init(group: 0, level: 1))], classes: classes, named: ["negation"])
    let matcher = MessageMatcher(cues)
    let tokens = MessageTokens(cues, abbreviations: [Bool](repeating: false, count: cues.symbolCount))
    var found: [String] = []
    for _ in 0..<2 {
      var text = text
      found = text.withUTF8 { bytes in
        tokens.read(bytes, parts: [0..<bytes.count])
        matcher.match(tokens.all)
        return matcher.matches.map { match in
          let range = Int(tokens.all[Int(match.first)].start)..<Int(tokens.all[Int(match.last)].end)
          return String(decoding: bytes[range], as: UTF8.self)
        }
      }
    }
    return found
  }

  @Test(arguments: [
    ("so sorry", "I am So SORRY, so sorry.", ["So SORRY", "so sorry"]),
    ("a b? c", "a c. a b c. a x c", ["a c", "a b c"]),
    ("(a|b c) d", "a d b c d", ["a d", "b c d"]),
    ("<nice> job", "good job. well done job. fixed job", ["good job", "well done job", "fixed job"]),
    ("a ..2 b", "a b. a x b. a x y b. a x y z b", ["a b", "a x b", "a x y b"]),
    ("a ..2 b", "a, x b. a not b", []),
    ("a _ b", "a b. a, x b. a not b. a 5 b. a x y b", ["a, x b", "a not b", "a 5 b"]),
    ("(a|b|c d) e", "a e, b e, c d e, c e", ["a e", "b e", "c d e"]),
    ("^ a", "a b a. a!", ["a", "a"]),
    ("a $", "a b a. b a", ["a", "a"]),
    ("hi #name", "hi Zora. hi zora", ["hi Zora"]),
    ("in #number", "in 20 days", ["in 20"]),
    ("a ..3 #question", "a b c? a b.", ["a b c?"]),
    ("a b", "a. b", []),
  ])
  func matchesPatterns(_ pattern: String, _ text: String, _ expected: [String]) throws {
    #expect(try matches(pattern, in: text) == expected)
  }

  @Test func keepsTheLongestOfOnePattern() throws {
    #expect(try matches("a b? c?", in: "a b c") == ["a b c"])
  }

  @Test(arguments: ["(a", "a)", "<none> b", "#nothing", "..0", "a?", ""])
  func refusesBadPatterns(_ pattern: String) {
    #expect(throws: PatternError.self) { try matches(pattern, in: "a") }
  }

  @Test(arguments: [
    ("fix", ["fix", "fixes", "fixed", "fixing"]), ("try", ["try", "tries", "tried", "trying"]),
    ("close", ["close", "closes", "closed", "closing"]), ("stop", ["stop", "stops", "stopped", "stopping"]),
    ("play", ["play", "plays", "played", "playing"]), ("miss", ["miss", "misses", "missed", "missing"]),
  ])
  func inflects(_ verb: String, _ forms: [String]) { #expect(Inflection.forms(of: verb) == forms) }

  @Test func stemsJoinForms() {
    func stem(_ word: String) -> UInt64 { Array(word.utf8).withUnsafeBufferPointer { Stem.hash($0) } }
    for (a, b) in [
      ("charged", "charge"), ("Parcels", "parcel"), ("four", "4"), ("deliveries", "delivery"), ("stopped", "stop"),
      ("cancellation", "cancelled"), ("driver's", "driver"),
    ] { #expect(stem(a) == stem(b), "\(a) \(b)") }
    for (a, b) in [("parcel", "partial"), ("bill", "bull"), ("four", "five")] { #expect(stem(a) != stem(b)) }
  }
}
