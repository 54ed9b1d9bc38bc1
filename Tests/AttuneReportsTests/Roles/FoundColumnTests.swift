import Testing

@testable import AttuneReports

/// Columns of usual exports that are found, asked about, or named with the option that takes them.
@Suite struct FoundColumnTests {
  private typealias Columns = [(String, [String])]

  private static func repeated(_ values: String...) -> [String] { (0..<60).map { values[$0 % values.count] } }
  private static let fives = repeated("4", "1", "5", "3", "2", "5", "4")
  private static let tens = repeated("9", "3", "10", "7", "6", "0", "8", "10")
  private static func coded(_ code: String) -> [String] { (0..<60).map { $0 % 10 == 0 ? code : "\($0 % 5 + 1)" } }
  private static let days = (0..<60).map { "2026-0\(1 + $0 % 6)-1\($0 % 9)" }

  private func find(_ columns: Columns) -> RoleFinder.Finding {
    RoleFinder(columns.map { column($0, $1) }).find()
  }

  /// The role of a column beside one of dates.
  private func role(_ name: String, _ values: [String]) -> ColumnRole? {
    find([(name, values), ("Date", Self.days)]).roles.first { $0.value.column == 0 && $0.key != .id }?.key
  }

  private func reason(_ name: String, _ values: [String]) -> OpenColumn.Reason? {
    find([(name, values), ("Date", Self.days)]).open.first { $0.column == 0 }?.reason
  }

  @Test(
    arguments: [
      ("starRating", repeated("FIVE", "ONE", "FOUR"), .csat), ("rate", repeated("rated_good", "rated_bad"), .csat),
      ("Rating", repeated("4 of 5 bubbles", "1 of 5 bubbles"), .csat),
      ("NPS category", repeated("Promoter", "Passive", "Detractor"), .nps),
      ("NPS", repeated("Promoter (9-10)", "Passive (7-8)", "Detractor (0-6)"), .nps),
      ("Satisfaction Score", repeated("Good", "Not Offered", "Bad", "none given"), .csat),
      ("CSAT", repeated("'5", "'1", "'4"), .csat),
      ("Outcome", repeated("Resolved", "Not resolved"), .resolved),
      ("Satisfied (1 = yes, 0 = no)", repeated("1", "0", "1"), .csat),
      ("Satisfied (1 = yes, 2 = no)", repeated("1", "2", "1"), .csat),
      ("Resolved on first call (1 = yes; 2 = no)", repeated("1", "2", "1"), .resolved),
      ("Gelöst (ja = 1, nein = 2)", repeated("1", "2", "1"), .resolved),
      ("First contact resolution (Yes/No)", repeated("Yes", "No"), .resolved),
      ("Status", repeated("Hold", "Closed Complete", "Pending Customer", "Awaiting User Info"), .resolved),
      ("Time to final resolution (hrs)", repeated("2.5", "4", "7"), .resolution),
      ("Time to first resolution (hrs)", repeated("2.5", "4", "7"), .resolution),
      ("resolution_time_ms", repeated("3600000", "7200000", "5000"), .resolution),
      ("Resolution time (weeks)", repeated("1", "2", "0.5"), .resolution),
      ("Resolution time", repeated("00:07:30:12", "1:00:00:01"), .resolution),
      ("Resolution time", repeated("0.07:30:12", "1.00:00:01"), .resolution),
    ] as [(String, [String], ColumnRole)])
  func usualColumnsAreFound(name: String, values: [String], role: ColumnRole) {
    #expect(self.role(name, values) == role, "\(name)")
  }

  @Test(
    arguments: [
      ("How likely are you to recommend our company as a place to work?", tens, .unclear(.nps)),
      ("How likely are you to recommend working here?", tens, .unclear(.nps)),
      ("How likely are you to recommend your manager?", tens, .unclear(.nps)),
      ("Würden Sie uns als Arbeitgeber weiterempfehlen?", tens, .unclear(.nps)),
      ("Recommanderiez-vous notre entreprise comme lieu de travail ?", tens, .unclear(.nps)),
      ("¿Recomendaría nuestra empresa como lugar para trabajar?", tens, .unclear(.nps)),
      ("CSAT response", repeated("Yes", "No"), .yesOrNo(.csat)),
      ("Was this helpful?", repeated("👍", "👎"), .item(scale: "0-1 in words")),
      ("Was this article helpful?", repeated("yes", "no"), .yesOrNo(.csat)),
      ("CSAT", repeated("spiffy", "meh"), .brokenScore(.csat, share: 1)),
      ("Resolved", repeated("1", "2"), .oneOrTwo),
      ("CSAT", repeated("1", "2"), .oneOrTwo), ("Were you satisfied?", repeated("1", "2"), .oneOrTwo),
      ("NPS", repeated("1", "2"), .oneOrTwo), ("Overall satisfaction", coded("-99"), .codes(.csat, scale: "1-5")),
      ("Resolution time", repeated("12x3", "7x9"), .noTimes),
    ] as [(String, [String], OpenColumn.Reason)])
  func otherColumnsAreNamed(name: String, values: [String], reason: OpenColumn.Reason) {
    #expect(role(name, values) == nil && self.reason(name, values) == reason, "\(name)")
  }

  @Test(arguments: ["Survey completed", "Completed at", "Response date", "Submitted", "Beantwortet am", "Répondu le"])
  func theTimeIsThatOfTheAnswer(name: String) {
    let finding = find([("Order date", Self.days), (name, Self.days.reversed()), ("CSAT", Self.fives)])
    #expect(finding.roles[.time]?.column == 1, "\(name)")
  }

  @Test func anotherDateBesideAnUnlikelyOneIsNamed() {
    let finding = find([("Order date", Self.days), ("Arrival", Self.days.reversed()), ("CSAT", Self.fives)])
    #expect(finding.roles[.time] == .init(column: 0, certainty: .likely))
    #expect(finding.open.contains(.init(column: 1, reason: .otherTime)))
    let points = (10..<28).map { "\($0).01.2026" }
    #expect(find([("Arrival", points)]).open.first?.reason == .onlyOtherTime)
    #expect(find([("created_ts", (0..<60).map { "17676\(10000 + 911 * $0)" })]).roles[.time] != nil)
  }

  @Test func wordsBesideAnswersTellThatTheyAreALikelihood() {
    let words = Self.tens.map { $0 > "8" || $0 == "10" ? "Promoter" : $0 > "6" ? "Passive" : "Detractor" }
    let finding = find([("Date", Self.days), ("Response (0-10)", Self.tens), ("Group", words)])
    #expect(finding.roles[.nps]?.column == 1)
  }

  @Test func ofSeveralTimesTheLastOneIsTaken() {
    let hours = Self.repeated("2.5", "4", "7")
    let columns = [("Time to first resolution (hrs)", hours), ("Time to final resolution (hrs)", hours.reversed())]
    #expect(find(columns).roles[.resolution]?.column == 1)
  }

  @Test func germanNotesMayBeMarks() {
    func mayBeMark(_ names: String...) -> Bool { RoleFinder(names.map { column($0, Self.fives) }).mayBeMark(0) }
    #expect(mayBeMark("Note", "Datum", "Kommentar") && mayBeMark("Wie bewerten Sie uns? (Note 1 bis 5)"))
    #expect(!mayBeMark("Note", "Date", "Commentaire") && !mayBeMark("Note de satisfaction", "Date de réponse"))
    #expect(!mayBeMark("Bewertung", "Datum", "Kommentar"))
    // Nothing says that headers are English or French.
    #expect(mayBeMark("Note", "Termin", "Arzt") && mayBeMark("Note", "Seminar", "Referent") && mayBeMark("Gesamtnote"))
    #expect(!mayBeMark("Keynote", "Termin") && !mayBeMark("Schulnote", "Termin"))
  }

  @Test func yesIsNotTurnedByItsNote() {
    #expect(!RecordLayout.MeasuredColumn("First contact resolution (Yes/No)", .yesNo).isNegated)
    let coded = RecordLayout.MeasuredColumn("Resolved on first call (1 = yes; 2 = no)", .yesNo)
    #expect(!coded.isNegated && coded.codes == TruthCodes("x (2: no, 1: yes)"))
    #expect(RecordLayout.MeasuredColumn("Not resolved? (Yes/No)", .yesNo).isNegated)
    let parser = BooleanParser(codes: coded.codes)
    #expect((try? parser.parse("2")) == false && (try? parser.parse("1")) == true && (try? parser.parse("0")) == nil)
    #expect(TruthCodes("Rating (1 = poor, 5 = great)") == nil && TruthCodes("Resolved") == nil)
  }

  @Test func aFewOtherStatesAreLeftOut() {
    var states = AnswerCounts(areStates: true)
    var answers = AnswerCounts()
    for _ in 0..<95 {
      states.appendRead()
      answers.appendRead()
    }
    for _ in 0..<5 {
      states.append(unread: "Parked", book: .shipped)
      answers.append(unread: "Parked", book: .shipped)
    }
    #expect(!states.isWithheld && answers.isWithheld)
  }

  @Test(
    arguments: [
      ("2026-W02", "2026-01-05"), ("2026W02", "2026-01-05"), ("KW 2/2026", "2026-01-05"), ("2020-W53", "2020-12-28"),
      ("2021-W01", "2021-01-04"), ("Q1 2026", "2026-01-01"), ("2026-Q3", "2026-07-01"), ("2026 Q4", "2026-10-01"),
      ("T2 2026", "2026-04-01"), ("2026-W54", nil), ("Q5 2026", nil), ("W2", nil), ("Q1", nil),
    ] as [(String, String?)])
  func weeksAndQuartersBegin(field: String, day: String?) {
    #expect((try? DateParser().parse(field))?.day.isoText == day, "\(field)")
  }

  @Test(
    arguments: [
      ("00:07:30:12", 27_012), ("1:00:00:01", 86_401), ("0.07:30:12", 27_012), ("1.02:03:04.5", 93_784.5),
      ("00 07:30:12", 27_012), ("2 00:00:00", 172_800), ("1:30:00", 5400), ("0:25:00:00", nil), ("1.24:00:00", nil),
      ("1.30", nil), ("1.5:30", nil),
    ] as [(String, Double?)])
  func daysStandBeforeClocks(field: String, seconds: Double?) {
    #expect((try? DurationParser().parse(field)) == seconds, "\(field)")
  }

  @Test(arguments: ["4\u{A0}350", "4\u{202F}350", "4\u{2009}350", "4 350", "4’350", "4'350", "\u{202F}4350\u{202F}"])
  func thinBlanksPartGroups(field: String) {
    #expect((try? NumberParser().parse(field)) == 4350, "\(field)")
    #expect((try? DurationParser(unit: .seconds).parse(field)) == 4350, "\(field)")
  }

  @Test func anApostropheBeforeDigitsIsOfTheSpreadsheet() {
    #expect((try? NumberParser().parse("'5")) == 5 && (try? NumberParser().parse("'x")) == nil)
    #expect((try? DateParser().parse("'2026-01-05"))?.day.isoText == "2026-01-05")
  }

  @Test(
    arguments: [
      ("Gelöst (j/n)", "j"), ("Erledigt j/n", "j"), ("Résolu (O/N)", "O"), ("Résolu", "o"), ("Resuelto s/n", "s"),
      ("Opgelost j/n", "j"), ("Risolto (s/n)", "s"), ("Resolved (j/n)", "J"),
    ])
  func lettersStandForYesAndNo(name: String, yes: String) throws {
    let values = (0..<40).map { $0 % 4 == 0 ? "n" : yes }
    let finder = RoleFinder([column(name, values)])
    #expect(finder.find().roles[.resolved]?.column == 0)
    let parser = BooleanParser(codes: RecordLayout.MeasuredColumn(name, .yesNo).codes)
    #expect(try parser.parse(yes) == true && parser.parse("n") == false)
  }

  /// "O" and "S" may be open and solved as well.
  @Test func lettersMeanNothingElsewhere() {
    let parser = BooleanParser(codes: RecordLayout.MeasuredColumn("Status", .yesNo).codes)
    #expect((try? parser.parse("o")) == nil && (try? parser.parse("s")) == nil)
    #expect((try? parser.parse("not done")) == false && (try? parser.parse("done")) == true)
  }
}
