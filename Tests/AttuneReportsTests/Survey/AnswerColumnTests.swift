import Foundation
import Testing

@testable import AttuneReports
@testable import AttuneStatistics

/// Columns whose figures a Python script has computed from what each answer means (`Columns/columns.py`).
@Suite struct AnswerColumnTests {
  struct Expected: Sendable {
    var name: String
    var kind: RecordLayout.MeasuredColumn.Kind
    var figure: Double
    var mean: Double
    var answers: Int
  }

  private static func lines(_ file: String) -> [Substring] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Columns")
    let text = (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().map { $0 }
  }

  static let expected: [Expected] = lines("expected.tsv").compactMap { line in
    let fields = line.split(separator: "\t")
    let kinds: [Substring: RecordLayout.MeasuredColumn.Kind] = [
      "CSAT": .satisfaction, "CES": .effort, "NPS": .promoter,
    ]
    guard fields.count == 5, let kind = kinds[fields[1]], let figure = Double(fields[2]), let mean = Double(fields[3]),
      let answers = Int(fields[4])
    else { return nil }
    return Expected(name: String(fields[0]), kind: kind, figure: figure, mean: mean, answers: answers)
  }

  static func answers(_ name: String) -> [String] {
    lines("columns.csv").compactMap { line in
      guard line.hasPrefix(name + ",") else { return nil }
      let answer = line.dropFirst(name.count + 1)
      return answer.hasPrefix("\"") ? String(answer.dropFirst().dropLast()) : String(answer)
    }
  }

  static func report(
    _ answers: [String], name: String = "score", kind: RecordLayout.MeasuredColumn.Kind = .satisfaction,
    _ change: (inout RecordLayout.MeasuredColumn) -> Void = { _ in }
  ) throws -> Report {
    var layout = RecordLayout()
    layout.measured = [.init(name, kind)]
    change(&layout.measured[0])
    var detector = LayoutDetector(layout)
    for answer in answers { detector.append([answer]) }
    let detected = try detector.detected()
    var report = Report(detected)
    for (line, answer) in answers.enumerated() { report.append(detected.read([answer]), path: "f", line: line + 2) }
    return report
  }

  @Test(arguments: expected)
  func figuresAreThoseOfTheScript(column: Expected) throws {
    let report = try Self.report(Self.answers(column.name), name: column.name, kind: column.kind)
    #expect(report.scaleQuestion == nil)
    let summary = ReportSummary(report)
    let figure = try #require(summary.figures.first)
    #expect(figure.count == column.answers)
    #expect(abs(try #require(figure.value) - column.figure) < 1e-6)
    #expect(abs(try #require(Distribution(report.total.values[0]).mean) - column.mean) < 1e-6)
  }

  @Test func allColumnsAreThere() { #expect(Self.expected.count == 28) }

  // MARK: What nothing proves is asked

  private static let asked: [([String], String, String)] = [
    ([String](repeating: "7", count: 90), "1-7", "CSAT 100.0 %"),
    (["6", "6", "7", "7"], "1-7", "CSAT 100.0 %"),
    (["1", "3", "9", "8", "2"], "1-9", "CSAT 40.0 %"),
    (["good", "good", "excellent", "poor"], "'quality'", "CSAT 25.0 %"),
    (["Average", "Good", "Good", "Excellent"], "'quality'", "CSAT 25.0 %"),
  ]

  @Test(arguments: asked)
  func twoReadings(answers: [String], scale: String, figure: String) throws {
    let question: ScaleQuestion
    do {
      question = try #require(try Self.report(answers).scaleQuestion)
    } catch LayoutError.undecidedScale(let thrown) {
      question = thrown
    }
    #expect(question.first.name == scale)
    #expect(question.first.figure == figure)
    #expect(question.second.figure != figure)
    #expect("\(question)".contains("--scale 'score="))
  }

  @Test func aLikelihoodWithoutAnswersAboveFiveIsAsked() throws {
    let answers = ["1", "5", "4", "5", "3"]
    let question = try #require(try Self.report(answers, kind: .promoter).scaleQuestion)
    #expect(
      "\(question)" == "column 'score' may be on the scale 0-10 (NPS -100.0) or 1-5 (CSAT 60.0 %); say which with "
        + "--scale 'score=0..10' or --csat 'score'")
    #expect(try Self.report(answers, name: "NPS score", kind: .promoter).scaleQuestion == nil)
    #expect(try Self.report(answers, kind: .promoter) { $0.scale = .promoter }.scaleQuestion == nil)
    #expect(try Self.report(answers + ["6"], kind: .promoter).scaleQuestion == nil)
  }

  @Test func theUserDecides() throws {
    let seven = try Self.report([String](repeating: "7", count: 9)) { $0.scale = Scale(1, 10) }
    #expect(ReportSummary(seven).figures[0].value == 0)
    let words = try Self.report(["good", "good", "excellent", "poor"]) { $0.familyName = "rating" }
    #expect(ReportSummary(words).figures[0].value == 0.75)
  }

  // MARK: Answers out of another number

  @Test(arguments: [("8/10", 4.0), ("80%", 4), ("4/5", 4), ("4 stars", 4)])
  func aFewTopsDoNotMakeTheScale(_ field: String, _ value: Double) throws {
    let bare = (0..<95).map { "\($0 % 5 + 1)" }
    let summary = ReportSummary(try Self.report(bare + [String](repeating: field, count: 5)))
    // 38 of 95, and the five that count as 4.
    #expect(summary.figures[0].value == 0.43)
    #expect(summary.columns[0].scale == "1-5")
    let isRescaled = !field.hasPrefix("4")
    #expect(summary.columns[0].answerNotes == (isRescaled ? ["5 given out of a different maximum, rescaled"] : nil))
  }

  @Test func aFewTopsOfFiveAreRescaledAmongRecommendations() throws {
    let bare = (0..<110).map { "\($0 % 11)" }
    let report = try Self.report(bare + ["5/5", "1/5"], kind: .promoter)
    #expect(report.scaleQuestion == nil)
    let summary = ReportSummary(report)
    #expect(summary.figures[0].value == (21.0 - 71) / 112)
    #expect(summary.columns[0].answerNotes == ["2 given out of a different maximum, rescaled"])
  }

  @Test func aColumnThatFitsNoScaleIsNamed() throws {
    let summary = ReportSummary(
      try Self.report((0..<95).map { "\($0 % 5 + 1)/5" } + [String](repeating: "8", count: 5)))
    #expect(summary.figures[0].value == nil)
    #expect(summary.columns[0].notes[0].hasPrefix("no figure, because its 100 answers fit no scale; --scale"))
  }

  // MARK: What is not understood

  @Test func aColumnOfWhichTooMuchIsUnreadHasNoFigure() throws {
    let read = (0..<95).map { "\($0 % 5 + 1)" }
    let few = ReportSummary(try Self.report(read + ["meh"]))
    #expect(few.figures[0].value != nil && few.columns[0].answerNotes == nil)
    #expect(few.columns[0].notes == ["scale 1-5, 5 the best", "1 (1.0 %) not understood, not used: 'meh' (1)"])
    let unresolved = ["yes", "no", "Yes.", "on the moon"]
    #expect(ReportSummary(try Self.report(unresolved, kind: .yesNo)).figures[0].value == nil)
    let many = ReportSummary(try Self.report(read + ["meh", "meh", "meh", "so lala", "a.b@example.org"]))
    #expect(many.figures[0].value == nil)
    let notes = try #require(many.columns[0].answerNotes?.first)
    #expect(notes.hasPrefix("no figure, because 5 of 100 answers were not understood: 'meh' (3), "))
    #expect(!notes.contains("example.org"))
  }

  @Test func oneWordOfAnotherFamilyIsEnough() throws {
    let numbers = (0..<400).map { "\($0 % 11)" }
    let summary = ReportSummary(try Self.report(numbers + ["Very satisfied"], name: "score 0-10"))
    #expect(summary.figures[0].value == nil)
  }

  @Test func noAnswerIsNoUnreadOne() throws {
    let summary = ReportSummary(try Self.report(["5", "4", "Keine Angabe", "Not sure", "3"]))
    #expect(summary.figures[0].value == 2.0 / 3)
    #expect(summary.columns[0].missing == 2 && summary.columns[0].unreadable == 0)
  }

  @Test func daysOfASpreadsheetAreNoted() throws {
    var layout = RecordLayout()
    layout.time = "Created at"
    layout.measured = [.init("score", .satisfaction)]
    var detector = LayoutDetector(layout)
    let records = [["45000.5", "4"], ["45001", "5"]]
    for record in records { detector.append(record) }
    layout = try detector.detected()
    var report = Report(layout)
    for record in records { report.append(layout.read(record), path: "f", line: 2) }
    let summary = ReportSummary(report)
    #expect(summary.firstDay == "2023-03-15" && summary.lastDay == "2023-03-16")
    #expect(summary.columns[0].notes == ["numbers read as spreadsheet dates"])
  }

  @Test func otherDenominatorsAreCounted() throws {
    let summary = ReportSummary(try Self.report(["4/5", "3/5", "5/5", "4/10", "100%", "1/10"]))
    #expect(summary.figures[0].value == 0.5)
    #expect(summary.columns[0].answerNotes == ["3 given out of a different maximum, rescaled"])
  }

  /// Whatever stands in a column, looking at it and reading it ends, and never traps.
  @Test func hostileAnswers() {
    var answers = [
      "", "(", "((((", "()", "-", "5/", "5 /0", "(5", "a (5", "a (5)(6)", "★☆★", "5 ★☆", "a -", "a - -5", "—5",
    ]
    answers += ["1e400/5", "5/1e15", "1/1", "0/0", "\u{0}", "\u{FE0F}", "\u{301}", "...", "!!!", "/a", "(e)", "yes/a"]
    answers += [String(repeating: "very ", count: 2000) + "good", String(repeating: "é", count: 5000), "5 " + "é"]
    answers += [
      String(repeating: "5", count: 400), "good " + String(repeating: "9", count: 150), "on 1e9 le 5 on 2024",
    ]
    for kind in [RecordLayout.MeasuredColumn.Kind.satisfaction, .effort, .promoter, .yesNo] {
      for name in ["score", "0-99999999999999999999", "of of of / / 1 1 1", "1-1", String(repeating: "1/", count: 900)]
      {
        for only in answers {
          guard let report = try? Self.report([only, only, "5"], name: name, kind: kind) else { continue }
          _ = report.scaleQuestion?.description
          _ = ReportSummary(report).columns.map(\.notes)
        }
        guard let report = try? Self.report(answers, name: name, kind: kind) else { continue }
        _ = ReportSummary(report).json
      }
    }
  }

  // MARK: The book

  @Test func theShippedBookIsRead() {
    #expect(AnswerBook.shipped.families.count == 29)
    #expect(AnswerBook.shipped["quality"]?.values["very good"] == 4)
  }

  @Test func anOwnBookIsChecked() throws {
    func failure(_ yaml: String) -> AnswerBook.Failure? {
      do throws(AnswerBook.Failure) { _ = try AnswerBook(yaml: yaml) } catch { return error }
      return nil
    }
    #expect(failure("families:\n  mood:\n    0: [grim]\n    1: [sunny, bright]\n") == nil)
    #expect(failure("") == .noFamilies)
    #expect(failure("moods: 1") == .unknownKey("moods", line: 1))
    #expect(failure("families:\n  a:\n    x: [b]\n") == .notANumber("x", family: "a", line: 3))
    #expect(failure("families:\n  a:\n    1: [b]\n") == .tooFewNumbers(family: "a"))
    #expect(failure("families:\n  a:\n    1: [b]\n    2: [B.]\n") == .duplicateWord("B.", family: "a"))
    #expect(failure("families:\n  a:\n    1: b\n    2: [c]\n") == .unexpected("a", line: 3))
    #expect(failure("families: [\n") != nil)
    #expect(failure("families:\n  a: {1: [b]}\n  a: {1: [b]}\n") == .duplicateKey("a"))
  }
}
