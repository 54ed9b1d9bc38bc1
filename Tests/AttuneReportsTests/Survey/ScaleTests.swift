import Testing

@testable import AttuneReports
@testable import AttuneStatistics

@Suite struct ScaleTests {
  private static let columns: [([Double], Scale)] = [
    ([1, 2, 3, 4, 5], Scale(1, 5)), ([0, 3, 5], Scale(0, 5)), ([3, 6, 7, 1], Scale(1, 7)),
    ([0, 9, 10, 4, 5, 6], Scale(0, 10)), ([1, 9, 10], Scale(1, 10)), ([40, 85, 100], Scale(0, 100)),
    ([0, 1, 1], Scale(0, 1)), ([4.5, 3.5], Scale(1, 5)), ([Double](repeating: 1, count: 193), Scale(1, 5)),
    ([1, 2], Scale(1, 5)), ([Double](repeating: 10, count: 9), Scale(1, 10)),
    ([Double](repeating: 4, count: 200) + [5, 5, 55], Scale(1, 5)),
  ]

  @Test(arguments: columns)
  func isProven(answers: [Double], scale: Scale) {
    #expect(Scale.find(Distribution(answers)) == .proven(scale))
  }

  private static let open: [([Double], Scale, Scale)] = [
    ([7, 7, 7], Scale(1, 7), Scale(0, 10)), ([3, 6, 7], Scale(1, 7), Scale(0, 10)),
    ([1, 2, 3, 4, 5, 6], Scale(1, 6), Scale(0, 10)), ([2, 8, 9, 5, 4], Scale(1, 9), Scale(0, 10)),
    // Codes, or a short scale: on 0-5 nobody would be content.
    ([0, 1, 2, 2, 1, 0, 0, 1, 2, 1], Scale(0, 5), Scale(0, 2)),
  ]

  @Test(arguments: open)
  func isOpen(answers: [Double], first: Scale, second: Scale) {
    #expect(Scale.find(Distribution(answers)) == .open(first, second))
  }

  @Test func fieldsThatNameTheTopDecide() {
    #expect(Scale.find(Distribution([3, 4, 5]), tops: [10: 3]) == .proven(Scale(1, 10)))
    #expect(Scale.find(Distribution([3, 4, 5]), tops: [5: 1, 10: 3]) == .proven(Scale(1, 10)))
    #expect(Scale.find(Distribution([3, 0, 5]), tops: [8: 3]) == .proven(Scale(0, 8)))
  }

  private static let names: [(String, Scale)] = [
    ("rating_1_7", Scale(1, 7)), ("Score (1-10)", Scale(1, 10)), ("How easy was it? 0 to 10", Scale(0, 10)),
    ("score out of 7", Scale(1, 7)), ("Note /10", Scale(1, 10)), ("7-point item", Scale(1, 7)),
    ("Would you recommend us?", Scale(1, 5)),
    // Neither a question's number nor a date is a scale.
    ("q1_5", Scale(1, 5)), ("2023-1-10", Scale(1, 5)), ("stars", Scale(1, 5)), ("csat", Scale(1, 5)),
  ]

  @Test(arguments: names)
  func theNameDecides(name: String, scale: Scale) {
    #expect(Scale.find(Distribution([2, 3, 4, 5]), name: name) == .proven(scale))
  }

  private static let anchors: [(String, Scale)] = [
    ("Mood (1 = sad, 2 = okay, 3 = happy)", Scale(1, 3)), ("Rate us: 1 (very poor) to 10 (excellent)", Scale(1, 10)),
    ("Speed, where 0 is slow and 10 is fast", Scale(0, 10)),
    ("Bewertung 1 = sehr gut, 6 = ungenügend", Scale(1, 6, best: .low)),
    ("Note de 1 (très mauvais) à 4 (excellent)", Scale(1, 4)),
    ("1 strongly agree, 7 strongly disagree", Scale(1, 7, best: .low)),
  ]

  @Test(arguments: anchors)
  func endsThatTheNameExplains(name: String, scale: Scale) {
    #expect(Scale.find(Distribution([1, 2, 3, 3]), name: name) == .proven(scale))
    #expect(Scale.find(Distribution([1, 2, 3, 3]), name: name, best: .high).scale?.best == .high)
  }

  @Test(arguments: ["Question 1 of the 10 about tea", "Visit 1, table 7", "Rating of item 1"])
  func numbersWithoutAMeaningAreNoEnds(name: String) {
    #expect(Scale.find(Distribution([1, 2, 5]), name: name) == .proven(Scale(1, 5)))
  }

  @Test(arguments: [3, 4])
  func manyAnswersOnAShorterScaleAreAsked(top: Int) {
    let answers = (0..<60).map { Double(1 + $0 % top) }
    #expect(Scale.find(Distribution(answers)) == .open(Scale(1, 5), Scale(1, Double(top))))
    #expect(Scale.find(Distribution(answers + [5])) == .proven(Scale(1, 5)))
    #expect(Scale.find(Distribution(answers.prefix(40))) == .proven(Scale(1, 5)))
  }

  @Test func noScaleHoldsThem() {
    #expect(Scale.find(Distribution([Double]())) == .none)
    #expect(Scale.find(Distribution([1, 500, 900])) == .none)
    #expect(Scale.find(Distribution([-3, 4])) == .none)
    #expect(Scale.find(Distribution([3]), tops: [1e300: 1, .infinity: 2]) == .none)
  }

  @Test func isGivenAsText() {
    #expect(Scale("1..5") == Scale(1, 5))
    #expect(Scale("0-10", best: .low) == Scale(0, 10, best: .low))
    for text in [
      "5", "5..1", "1..5..9", "a..b", "", "-1..5", "1,5", "1..99999999999999999999", "0..9223372036854775807",
      "0..1000001", "9223372036854775806-9223372036854775807",
    ] {
      #expect(Scale(text) == nil, "\(text)")
    }
    #expect(Scale("0..1000000")?.points == 1_000_001)
    for scale in [Scale(-1e300, 1e300), Scale(0, .infinity), Scale(1, 1.5)] {
      #expect(scale.points >= 1)
      #expect(!scale.text.isEmpty)
    }
  }
}
