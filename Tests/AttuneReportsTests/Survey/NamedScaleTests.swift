import AttuneStatistics
import Testing

@testable import AttuneReports

/// A scale that a column's name states decides what is an answer, and what stands for none.
@Suite struct NamedScaleTests {
  private static let answers = (0..<170).map { [5.0, 5, 4, 4, 3, 5, 4, 2, 1, 5][$0 % 10] }

  private static let names = [
    "Satisfaction (1-5)", "Rating (1 to 5)", "Zufriedenheit (1-5)", "How easy was it? (1-5)", "Score out of 5",
    "Satisfaction (1 = very poor, 5 = very good, 6 = don't know)", "Satisfaction (1=low, 5=high, 7=refused)",
    "Satisfaction (1-5, 9 = no answer)", "Satisfaction (1-5; don't know / no answer = 9)",
    "Satisfaction [1=Very dissatisfied … 5=Very satisfied, 8=Don't know]",
    "Satisfaction (1 = poor, 5 = excellent, 6 = did not use)",
    "Satisfaction (0 = not applicable, 1 = very poor, 5 = very good)",
    "Zufriedenheit (1 = sehr unzufrieden, 5 = sehr zufrieden, 9 = k. A.)",
    "Satisfaction (1 = pas du tout satisfait, 5 = très satisfait, 6 = ne sait pas)",
    "Satisfacción (1 = muy malo, 5 = muy bueno, 6 = no sabe)",
    "Tevredenheid (1 = heel slecht, 5 = heel goed, 9 = weet niet)",
  ]

  @Test(arguments: names, [0.0, 6, 7, 8, 9, 99])
  func otherNumbersAreNoAnswers(name: String, code: Double) {
    let answers = Self.answers + [Double](repeating: code, count: 30)
    #expect(Scale.find(Distribution(answers), name: name) == .proven(Scale(1, 5)))
    // Nobody knows what so many are.
    let many = Scale.find(Distribution(Self.answers + [Double](repeating: code, count: 120)), name: name)
    let isNamed = ScaleName(name)?.codes.contains(code) == true
    if isNamed {
      #expect(many == .proven(Scale(1, 5)))
    } else if case .open(let first, _) = many {
      #expect(first == Scale(1, 5))
    } else {
      #expect(Bool(false), "\(many)")
    }
  }

  /// Where the name says so, or begins at 1, nobody answered 0.
  @Test(arguments: [
    ("NPS (0 = no answer)", Scale(1, 10)), ("NPS (1-10)", Scale(1, 10)), ("NPS", .promoter), ("NPS (0-10)", .promoter),
  ])
  func zerosOfPromoters(name: String, scale: Scale) {
    let answers = Distribution((0..<100).map { [0.0, 10, 9, 6, 0, 10, 8, 7, 0, 9][$0 % 10] })
    #expect(Scale.findPromoter(answers, name: name) == .proven(scale))
  }

  @Test func aScaleThatDoesNotHoldTheAnswersIsAsked() {
    let found = Scale.find(Distribution([2, 3, 4, 5]), name: "score out of 3")
    #expect(found == .open(Scale(1, 3), Scale(1, 5)))
  }

  @Test func theBestEndIsThatOfTheAnswers() {
    for name in [
      "Satisfaction (1 = best, 5 = worst, 6 = don't know)",
      "Zufriedenheit (1 = sehr zufrieden, 5 = sehr unzufrieden, 6 = keine Angabe)",
    ] {
      #expect(Scale.find(Distribution(Self.answers + [6, 6]), name: name) == .proven(Scale(1, 5, best: .low)))
    }
    let four = Scale.find(Distribution([1, 2, 3, 4, 5]), name: "Rating (1 = very poor, 4 = very good, 5 = don't know)")
    #expect(four == .proven(Scale(1, 4)))
  }

  /// A word in the middle of a scale is an answer, and "none" may be its lowest end.
  @Test(arguments: [("1 = disagree, 3 = no opinion, 5 = agree", 1.0), ("0 = none, 5 = very much", 0)])
  func wordsOfAnswersAreNone(name: String, lowest: Double) {
    #expect(ScaleName(name)?.codes == [])
    #expect(ScaleName(name)?.lowest == lowest && ScaleName(name)?.highest == 5)
  }

  @Test(arguments: [9.0, 8, 7]) func aGapIsAsked(code: Double) {
    let found = Scale.find(
      Distribution(Self.answers + [Double](repeating: code, count: 30)), name: "Overall satisfaction")
    guard case .open(let first, let second) = found else { return #expect(Bool(false), "\(found)") }
    #expect(first == Scale(1, 5) && second.contains(code))
  }

  @Test(arguments: [9.0, 0]) func aGapBesideSevenIsAsked(code: Double) {
    let answers = (0..<140).map { Double($0 % 7 + 1) } + [Double](repeating: code, count: 20)
    guard case .open(let first, _) = Scale.find(Distribution(answers), name: "Overall satisfaction") else {
      return #expect(Bool(false))
    }
    #expect(first == Scale(1, 7))
    #expect(Scale.find(Distribution(answers), name: "Satisfaction (1-7)") == .proven(Scale(1, 7)))
  }

  @Test func answersWithoutAGapAreAsBefore() {
    #expect(Scale.find(Distribution((0..<100).map { Double($0 % 10 + 1) }), name: "Rating") == .proven(Scale(1, 10)))
    #expect(Scale.find(Distribution((0..<70).map { Double($0 % 7 + 1) }), name: "Rating") == .proven(Scale(1, 7)))
    #expect(
      Scale.find(Distribution((0..<100).map { Double($0 % 10 + 1) }), name: "Rating (1-5)") != .proven(Scale(1, 5)))
  }

  @Test func labelsThatSayNoAnswerAreNone() throws {
    let labels = ["5 - Very good", "4 - Good", "3 - OK", "2 - Poor", "1 - Very poor"]
    for code in ["9 - No answer", "Don't know (9)", "6 - weiß nicht", "0 = n/a", "8 - Ne sait pas"] {
      let report = try AnswerColumnTests.report(
        (0..<50).map { $0 % 6 < 5 ? labels[$0 % 6] : code }, name: "Satisfaction")
      let summary = ReportSummary(report)
      #expect(summary.columns[0].scale == "1-5" && summary.figures[0].count == 42, "\(code)")
      #expect(summary.columns[0].missing == 8, "\(code)")
    }
  }

  @Test func codesAreSaid() throws {
    let answers = Self.answers.map { "\(Int($0))" } + [String](repeating: "9", count: 30)
    let summary = ReportSummary(try AnswerColumnTests.report(answers, name: "Satisfaction (1-5)"))
    #expect(summary.columns[0].notes.contains("30 (15.0 %) are 9, taken as no answer"))
    #expect(summary.highlights.headline[0] == "30 (15.0 %) of the answers for CSAT are 9, taken as no answer.")
  }

  /// German marks go to 6, and whoever reads them says which end is the best.
  @Test func germanMarksGoToSix() throws {
    let marks = ["1", "2", "2", "3", "4", "5", "6"]
    let question = try #require(try AnswerColumnTests.report(marks, name: "Note") { $0.mayBeMark = true }.scaleQuestion)
    #expect(
      "\(question)".contains("which end of the scale 1-6 is the best answer") && "\(question)".contains("Note=low"))
    let low = try AnswerColumnTests.report(marks, name: "Note") {
      $0.mayBeMark = true
      $0.best = .low
    }
    #expect(low.scales == [Scale(1, 6, best: .low)])
  }
}
