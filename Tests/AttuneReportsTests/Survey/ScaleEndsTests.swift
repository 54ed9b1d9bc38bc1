import AttuneStatistics
import Testing

@testable import AttuneReports

/// Which end of a scale is the best one is taken from what headers and labels say, and is asked where they disagree.
@Suite struct ScaleEndsTests {
  @Test(arguments: [
    ("Rating (1 = worst, 5 = best)", Scale.Best.high), ("Score (1 = outstanding)", .low), ("Rating (7 = awful)", .low),
    ("Rating (worst = 1)", .high), ("Satisfaction (very unhappy 1 - 7 very happy)", .high),
    ("Service [1 excellent - 6 terrible]", .low), ("Zufriedenheit (1 = sehr zufrieden, 5 = sehr unzufrieden)", .low),
    ("Note (1 = excellent, 4 = mauvais)", .low), ("Valoración (1 = pésimo, 5 = excelente)", .high),
    ("Score (less is better)", .low), ("Score, high = good", .high), ("Punkte (weniger ist besser)", .low),
    ("Note: plus bas est mieux", .low), ("Care, 1: great, 5: awful", .low), ("Rating (the higher the worse)", .low),
  ])
  func headersTell(header: String, best: Scale.Best) { #expect(ScaleEnds(in: header)?.best == best, "\(header)") }

  @Test(arguments: [
    "Satisfaction (1-5)", "Rating", "1. Satisfaction", "3: How satisfied are you?", "Question 2 satisfied?",
    "NPS (0-10)",
    "Score 5/5", "Satisfaction 2026", "How satisfied are you with gate 5?", "Rating (1 to 5 stars)",
  ])
  func othersSayNothing(header: String) { #expect(ScaleEnds(in: header) == nil, "\(header)") }

  @Test(
    arguments: [
      ([1: "superb", 5: "dreadful"], Scale.Best.low), ([1: "terrible", 3: "so so", 5: "great"], .high),
      ([1: "sehr gut", 2: "gut", 6: "ungenugend"], .low), ([0: "not satisfied", 10: "very satisfied"], .high),
      ([1: "tres satisfait", 4: "pas du tout satisfait"], .low), ([1: "very easy", 7: "very difficult"], .low),
      ([1: "worst", 5: "topp"], .high), ([1: "topp", 5: "dalig"], nil), ([3: "good"], nil),
    ] as [([Double: String], Scale.Best?)])
  func labelsTell(labels: [Double: String], best: Scale.Best?) { #expect(ScaleEnds(labels)?.best == best, "\(labels)") }

  // MARK: In columns

  private func detected(_ column: RecordLayout.MeasuredColumn, _ values: [String]) throws -> RecordLayout {
    var layout = RecordLayout()
    layout.measured = [column]
    var detector = LayoutDetector(layout)
    for value in values { Array(value.utf8).withUnsafeBufferPointer { detector.append([$0]) } }
    return try detector.detected()
  }

  private func finding(
    _ name: String, _ kind: RecordLayout.MeasuredColumn.Kind, _ values: [String], best: Scale.Best? = nil
  ) throws -> ScaleFinding {
    var column = RecordLayout.MeasuredColumn(name, kind)
    column.best = best
    let layout = try detected(column, values)
    var counts = ValueCounts(precision: .coarse)
    for value in values {
      Array(value.utf8).withUnsafeBufferPointer { field in
        if let number = layout.read([field]).values[0] { counts.append(number) }
      }
    }
    return ColumnAnswers(layout).findings([counts])[0]
  }

  private static let falling = [
    "1 - Superb", "2 - Good", "3 - Fair", "4 - Poor", "5 - Dreadful", "1 - Superb", "2 - Good",
  ]
  private static let rising = ["Awful (1)", "Poor (2)", "OK (3)", "Good (4)", "Great (5)", "Great (5)"]
  private static let unknown = ["1 - Topp", "5 - Dålig", "3 - Sådär", "2 - Bra", "1 - Topp"]

  @Test func labelsOfCellsTurnTheScale() throws {
    #expect(try finding("Rating", .satisfaction, Self.falling) == .proven(Scale(1, 5, best: .low)))
    #expect(try finding("Rating", .satisfaction, Self.rising) == .proven(Scale(1, 5)))
    #expect(try finding("Grading", .effort, ["1 = very easy", "7 = very hard", "4", "6"]).scale?.best == .low)
    // What an option says goes first.
    #expect(try finding("Rating", .satisfaction, Self.falling, best: .high) == .proven(Scale(1, 5)))
    // Labels that say how much leave it to the question.
    let amounts = ["1 - not at all", "5 - extremely", "3", "4"]
    #expect(try finding("How difficult was it?", .effort, amounts).scale?.best == .low)
    #expect(try finding("How satisfied are you?", .satisfaction, amounts).scale?.best == .high)
    // A great deal is much, and nothing great.
    let deals = ["1 - A great deal", "5 - None at all", "3", "4"]
    #expect(try finding("How much effort did it take?", .effort, deals).scale?.best == .high)
  }

  @Test func whatDisagreesIsAsked() throws {
    let both = ScaleFinding.open(Scale(1, 5), Scale(1, 5, best: .low))
    #expect(try finding("Rating (5 = best)", .satisfaction, Self.falling) == both)
    #expect(try finding("Rating", .satisfaction, Self.unknown) == both)
    // What is called satisfaction has its best answer at the top, however the answers are called.
    #expect(try finding("CSAT", .satisfaction, Self.unknown) == .proven(Scale(1, 5)))
    #expect(try finding("Satisfaction, inverted", .satisfaction, Self.fives) == both)
    #expect(try finding("Rating (5 = worst)", .satisfaction, Self.unknown) == .proven(Scale(1, 5, best: .low)))
  }

  private static let fives = ["1", "2", "3", "4", "5", "5"]

  @Test(arguments: [
    "NPS (0 = extremely likely, 10 = not at all likely)", "Likelihood to recommend (0 = always, 10 = never)",
  ])
  func aReversedLikelihoodCountsFromTheOtherEnd(name: String) throws {
    let scale = try #require(try finding(name, .promoter, ["0", "1", "10", "3"]).scale)
    var counts = ValueCounts(precision: .coarse)
    for value in [0.0, 1, 1, 10, 3] { counts.append(value) }
    #expect(ScaleAnswers(counts, scale: scale).netPromoter == NetScore(favourable: 3, neutral: 1, unfavourable: 1))
    #expect(try finding("NPS", .promoter, ["0 - Extremely likely", "10 - Not at all likely", "4"]).scale?.best == .low)
    #expect(
      try finding("NPS", .promoter, ["0 - Not at all likely", "Extremely likely - 10", "4"]).scale?.best == .high)
  }

  @Test func labelledEndsAreALikelihood() {
    let values = (0..<44).map { ["0 (Not at all likely)", "Extremely likely - 10", "\($0 % 9 + 1)"][min($0 % 4, 2)] }
    var facts = ColumnFacts(name: "How likely are you to recommend the club?")
    for value in values { Array(value.utf8).withUnsafeBufferPointer { facts.append($0) } }
    let column = RoleFinder.Column(name: "How likely are you to recommend the club?", facts: facts)
    #expect(RoleFinder([column]).find().roles[.nps]?.column == 0)
  }

  @Test func zeroMayBeNoAnswer() {
    func find(_ values: [Double]) -> ScaleFinding {
      var counts = ValueCounts(precision: .coarse)
      for value in values { counts.append(value) }
      return Scale.find(Distribution(counts))
    }
    #expect(find([0, 0, 0, 0, 1, 3, 3, 4, 5, 5]) == .open(Scale(1, 5), Scale(0, 5)))
    #expect(find([0, 1, 2, 3, 3, 4, 5, 5, 5]) == .proven(Scale(0, 5)))
    // Percentages as fractions are no answers.
    #expect(find([0.2, 0.4, 0.8, 1, 1, 0.6]) == .none)
  }

  // MARK: Numbers and dates

  private func layout(
    _ columns: [RecordLayout.MeasuredColumn], opened: String? = nil, _ rows: [[String]], mark: NumberParser.DecimalMark
  )
    throws -> RecordLayout
  {
    var layout = RecordLayout()
    layout.measured = columns
    layout.opened = opened
    var detector = LayoutDetector(layout, decimalMark: mark)
    for row in rows {
      let bytes = row.map { Array($0.utf8) }
      func append(_ fields: [UnsafeBufferPointer<UInt8>], _ rest: ArraySlice<[UInt8]>) {
        guard let next = rest.first else { return detector.append(fields) }
        next.withUnsafeBufferPointer { append(fields + [$0], rest.dropFirst()) }
      }
      append([], bytes[...])
    }
    return try detector.detected()
  }

  @Test(arguments: [["1,234", "2,345"], ["1.234", "2.345"]])
  func aFactorOfAThousandIsAsked(values: [String]) throws {
    let cost = RecordLayout.MeasuredColumn("cost", .amount)
    #expect(throws: LayoutError.undecided(column: "cost", .ambiguousNumber(values[0]))) {
      try layout([cost], values.map { [$0] }, mark: .comma)
    }
    // Another field, or another column, tells.
    #expect(try layout([cost], (values + ["7,5"]).map { [$0] }, mark: .comma).measured[0].decimalMark == .comma)
    let other = RecordLayout.MeasuredColumn("tax", .amount)
    let both = try layout([cost, other], values.map { [$0, "0.55"] }, mark: .comma)
    #expect(both.measured.map(\.decimalMark) == [.point, .point])
    #expect(try layout([cost], values.map { [$0] }, mark: .point).measured[0].decimalMark == .point)
  }

  @Test func currenciesAreNotMixed() throws {
    let refund = RecordLayout.MeasuredColumn("refund", .amount)
    #expect(throws: LayoutError.mixedCurrencies(column: "refund", ["$7.00", "9.50 EUR"])) {
      try layout([refund], [["$7.00"], ["9.50 EUR"]], mark: .point)
    }
    #expect(try layout([refund], [["€7.00"], ["9.50 EUR"], ["3"]], mark: .point).measured.count == 1)
  }

  @Test func theOrderOfDatesIsThatOfOpeningAndSolving() throws {
    let solved = RecordLayout.MeasuredColumn("closed", .time)
    let rows = [["03/04/2026 09:00", "03/04/2026 11:00"], ["02/04/2026 09:00", "25/04/2026 11:00"]]
    let found = try layout([solved], opened: "opened", rows, mark: .point)
    #expect(found.dateOrder == .dayFirst)
    #expect(throws: LayoutError.self) { try layout([solved], opened: "opened", [rows[0]], mark: .point) }
  }

  @Test(
    arguments: [
      ("Resolution time (hh:mm)", DurationParser.Clock.hoursMinutes), ("time to solve (mm:ss)", .minutesSeconds),
      ("Handling (days:hours:minutes)", .daysHoursMinutes), ("Time to close (dd:hh:mm)", .daysHoursMinutes),
      ("Resolution time (h)", nil), ("Resolution time in business hours", nil),
    ] as [(String, DurationParser.Clock?)])
  func headersNameTheClock(name: String, clock: DurationParser.Clock?) throws {
    #expect(DurationParser.Clock(column: name) == clock)
    if clock == .daysHoursMinutes {
      let value = "1:04:30"
      let seconds = try Array(value.utf8).withUnsafeBufferPointer {
        try DurationParser(clock: clock).parse(FieldCursor($0))
      }
      #expect(seconds == 86_400 + 4 * 3600 + 30 * 60)
    }
  }

  // MARK: Outside the column

  @Test(arguments: [
    "Overall rating: best (1) to worst (5)", "Rated from 1 (best) to 5 (worst), how satisfied are you?",
  ])
  func bracketsSayWhichEndIsTheBest(header: String) {
    #expect(ScaleEnds(in: header)?.best == .low, "\(header)")
  }

  @Test(arguments: [
    ["Scale: 1 = excellent ... 5 = very poor"], ["* 1 = excellent 5 = very poor"],
    ["Legend", "1 = Excellent", "5 = Very poor"],
    ["1 = sehr gut; 5 = mangelhaft"],
  ])
  func linesOutsideTheTableAreAskedAbout(lines: [String]) {
    var layout = RecordLayout()
    layout.measured = [.init("Rating", .satisfaction)]
    func question(_ lines: [String], best: Scale.Best? = nil, name: String = "Rating") -> ScaleQuestion? {
      layout.measured[0] = .init(name, .satisfaction)
      layout.measured[0].best = best
      var report = Report(layout)
      for number in 0..<40 { report.append(layout.read(["\(1 + number % 5)"]), path: "f", line: 1) }
      report.append(ScaleLegend.all(in: lines))
      return report.scaleQuestion
    }
    #expect(question(lines)?.first.name == "1-5" && question(lines)?.second.name == "1-5")
    #expect(question(lines, best: .low) == nil)
    #expect(question(lines, name: "Rating (1 = poor, 5 = excellent)") == nil)
    #expect(question(["Exported 2026-01-05", "1 = very poor, 5 = excellent"]) == nil)
    #expect(question(["Scale: 1 = very poor, 7 = excellent"])?.second.name == "1-7")
    #expect(question(["0 = not at all likely, 10 = extremely likely"]) == nil)
  }
}
