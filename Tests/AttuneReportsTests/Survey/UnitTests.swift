import Testing

@testable import AttuneReports

@Suite struct UnitTests {
  @Test func sharesAndScores() {
    #expect(Unit.percent.text(0.83902) == "83.9 %")
    #expect(Unit.percent.differenceText(-0.05) == "-5.0")
    #expect(Unit.points.text(0.1707) == "+17.1")
    #expect(Unit.points.text(-0.0001) == "0.0" && Unit.points.differenceText(0) == "+0.0")
    #expect(Unit.plain.text(12.345) == "12.35")
    #expect(Unit.plain.text(123_456.7) == "123,457")
  }

  private static let timeCases: [(Double, String)] = [
    (0, "0.0 s"), (9.4, "9.4 s"), (59.9, "60 s"), (59.96, "1 min"), (90, "1 min 30 s"), (599.6, "10 min"),
    (8100, "2 h 15 min"), (3599, "1 h"), (86_400, "24 h"), (200_000, "2 d 8 h"), (172_799, "2 d"), (-90, "-1 min 30 s"),
  ]

  @Test(arguments: timeCases)
  func times(seconds: Double, text: String) {
    #expect(Unit.seconds.text(seconds) == text)
  }

  @Test func numbers() {
    #expect(Digits.text(0.05, decimals: 1) == "0.1")
    #expect(Digits.text(-0.04, decimals: 1) == "0.0")
    #expect(Digits.text(7, decimals: 0) == "7")
    #expect(Digits.pValue(0.0323) == "0.032")
    #expect(Digits.pValue(0.00001) == "< 0.001")
    #expect(Digits.count(1_234_567) == "1,234,567")
    #expect(Digits.count(999) == "999")
  }

  /// What is shown beside times of hours has no seconds.
  @Test func differencesAreAsFineAsTimes() {
    #expect(Unit.seconds.roundedDifferenceText(-30, beside: 13_020) == "-1 min")
    #expect(Unit.seconds.roundedDifferenceText(-20, beside: 13_020) == "0 min")
    #expect(Unit.seconds.roundedDifferenceText(-576, beside: 13_020) == "-10 min")
    #expect(Unit.seconds.roundedDifferenceText(-576, beside: 90) == "-9 min 36 s")
  }
}
