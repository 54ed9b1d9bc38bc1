import Testing

@testable import AttuneCare

/// How a reply is put counts beside what it says.
@Suite struct MannerTests {
  /// The shipped rubric with other traits, and no points for the length of words.
  private func coach(_ manner: String) throws -> ReplyCoach {
    let text = Rubric.standardText
    let start = try #require(text.range(of: "\nmanner:\n"))
    let end = try #require(text.range(of: "\nitems:\n"))
    let edited = text[..<start.lowerBound] + "\n" + manner + text[end.lowerBound...]
    return ReplyCoach(rubric: try Rubric(yaml: String(edited)), model: nil)
  }

  private let message = "The lamp that you sent me flickers."

  private func score(_ reply: String, _ manner: String) throws -> Double {
    try #require(coach(manner).assess(reply, customer: message, channel: .chat).score)
  }

  @Test func aTraitIsWorthItsPointsInEachPlace() throws {
    let manner = "manner: {traits: {lamps: {points: 2, most: 2, cues: (lamp|lamps)}}}\n"
    let none = try score("We sent a lamp.", "")
    let once = try score("We sent a lamp.", manner)
    let twice = try score("We sent a lamp and a lamp.", manner)
    #expect(once > none)
    #expect(twice > once)
    // No more than "most".
    #expect(try score("We sent a lamp, a lamp and a lamp.", manner) == twice)
  }

  @Test func cuesThatOverlapAreOnePlace() throws {
    let one = try score("We sent a new lamp.", "manner: {traits: {lamps: {points: 2, cues: new lamp}}}\n")
    let both = try score(
      "We sent a new lamp.", "manner: {traits: {lamps: {points: 2, cues: \"(new lamp|new|lamp)\"}}}\n")
    #expect(one == both)
  }

  @Test func aNegationChangesNoTrait() throws {
    let manner = "manner: {traits: {lamps: {points: 4, cues: lamp}}}\n"
    #expect(try score("We have not a lamp.", manner) > score("We have not a lamp.", ""))
  }

  @Test func longWordsCount() throws {
    let manner = "manner: {letters: {points: -4, from: 4}}\n"
    let short = "We put it back on for you now."
    let long = "Investigations regarding replacements continue without interruption."
    #expect(try score(short, manner) > score(short, ""))
    #expect(try score(long, manner) < score(long, ""))
  }

  @Test(arguments: [
    "manner: {trait: 1}\n", "manner: {traits: {a: {points: 1, cue: x}}}\n", "manner: {traits: {a: {points: 1}}}\n",
    "manner: {traits: {a: {points: 1, most: 0, cues: x}}}\n", "manner: {letters: {points: 1}}\n",
    "manner: {traits: {\((0...32).map { "t\($0): {points: 1, cues: x}" }.joined(separator: ", "))}}\n",
    "manner: {traits: {a: {points: 1, cues: (x}}}\n",
  ])
  func wrongOnesAreRefused(_ manner: String) {
    #expect(throws: RubricError.self) { try coach(manner) }
  }
}
