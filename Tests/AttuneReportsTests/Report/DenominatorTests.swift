import Testing

@testable import AttuneCare
@testable import AttuneReports
@testable import AttuneStatistics

/// What is measured on texts divides by those who wrote.
@Suite struct DenominatorTests {
  private func layout() -> RecordLayout {
    var layout = RecordLayout()
    layout.text = "text"
    layout.time = "date"
    layout.measured = [.init("score", .satisfaction), .init("hours", .amount)]
    layout.measured[0].scale = Scale(1, 5)
    layout.groups = ["team"]
    return layout
  }

  private func row(
    _ text: String, date: String = "2025-06-02", score: String = "5", team: String = "A", isUrgent: Bool = false,
    speaksOfFirst: Bool = false
  ) -> RecordLayout.Row {
    var row = layout().read([text, date, score, "1", team])
    // The model reads blanks as well, and finds nothing in them.
    row.reading = TextReading(
      row.hasText ? .negative : .unknown, urgency: isUrgent ? 0.9 : 0.1, tones: 1,
      aspects: speaksOfFirst ? [.init(number: 0, feeling: .negative)] : [])
    return row
  }

  /// A case that nobody answered is not solved, and what says nothing of a case is not understood. Surveys have no answer there.
  @Test func unansweredCasesAreNotSolved() {
    var layout = RecordLayout()
    layout.measured = [.init("Status", .yesNo)]
    for word in ["No response", "Unanswered", "Keine Antwort", "Nicht beantwortet", "Sans réponse", "Sin respuesta"] {
      #expect(layout.read([word]).isResolved == nil, "\(word)")
    }
    layout.measured[0].holdsStates = true
    for word in ["No response", "Unanswered", "Keine Antwort", "Nicht beantwortet", "Sans réponse", "Sin respuesta"] {
      let row = layout.read([word])
      #expect(row.isResolved == false && row.values == [0] && row.faults.isEmpty, "\(word)")
    }
    for word in ["Not applicable", "None", "N/A", "Skipped", "Don't know"] {
      let row = layout.read([word])
      guard row.isResolved == nil, case .unreadable? = row.faults.last?.fault else {
        Issue.record("\(word)")
        continue
      }
    }
    #expect(layout.read([""]).faults.map(\.fault) == [.missing] && layout.read(["-"]).faults.map(\.fault) == [.missing])
    #expect(layout.read(["Open"]).isResolved == false && layout.read(["Closed"]).isResolved == true)
  }

  private static let blanks = ["", "  ", "\t", "n/a", "-", "\u{A0}\u{2003}", "\u{200B}", "\u{3000}\u{FEFF}"]

  private func summary(blanks: Int) -> ReportSummary {
    var report = Report(layout())
    for number in 0..<40 {
      report.append(
        row(
          "The parcel came late", score: number < 10 ? "1" : "5", isUrgent: number.isMultiple(of: 2),
          speaksOfFirst: number < 10),
        path: "f", line: number)
    }
    for number in 0..<blanks {
      report.append(row(Self.blanks[number % Self.blanks.count], score: "1", team: "a "), path: "f", line: number)
    }
    return ReportSummary(report)
  }

  @Test func blanksChangeNothing() throws {
    let (none, many) = (summary(blanks: 0), summary(blanks: 160))
    #expect(none.texts == 40 && many.texts == 40)
    #expect(many.records == 200)
    #expect(many.unknownTexts == 0)
    #expect(many.scope.contains("40 (20.0 %) wrote a text"))
    for (first, second) in zip(none.figures.prefix(2), many.figures.prefix(2)) {
      #expect((first.value, first.lower, first.count) == (second.value, second.lower, second.count))
    }
    #expect(many.figures[1].value == 0.5)
    #expect(many.tones[0].value == 1)
    // The others of an aspect are those who wrote of other things.
    let effect = try #require(many.aspects.first?.effects.first)
    #expect((effect.with.value, effect.with.count) == (0, 10))
    #expect((effect.without.value, effect.without.count) == (1, 30))
    #expect(try #require(many.trend).figures[1][0].count == 40)
    // Names that differ by case and blanks are one, under the name that is used most.
    let table = many.groups[0]
    #expect(table.rows.map(\.name) == ["a"])
    #expect(table.rows[0].figures[1].count == 40)
    #expect((table.rows[0].records, table.rows[0].texts, table.respelled) == (200, 40, 1))
    #expect(many.html.contains(">Wrote</th>"))
    #expect(!none.html.contains(">Wrote</th>"))
  }

  /// Nobody knows what they speak of.
  @Test func textsInOtherLanguagesAreNobodysOthers() throws {
    var report = Report(layout())
    for number in 0..<60 {
      report.append(
        row("The parcel came late", score: number < 30 ? "1" : "5", speaksOfFirst: number < 30), path: "f", line: number
      )
      var foreign = row("Das Paket kam zu spät", score: "1")
      foreign.reading = TextReading(.unknown)
      foreign.reading?.isForeign = true
      report.append(foreign, path: "f", line: number)
    }
    let summary = ReportSummary(report)
    #expect(summary.texts == 120)
    #expect(summary.scope.hasSuffix("all wrote a text; 60 (50.0 %) are in other languages"))
    let effect = try #require(summary.aspects.first?.effects.first)
    #expect((effect.without.value, effect.without.count) == (1, 30))
    #expect(try #require(summary.highlights.drivers.first).answers == 60)
  }

  @Test func whoWritesIsNamedAsWhatItIs() throws {
    var layout = layout()
    layout.groups = []
    var comparison = Comparison(layout, split: .date(Day(number: 20_241)), hasClusters: false)
    for number in 0..<200 {
      for (date, texts) in [("2025-05-01", 200), ("2025-07-01", 40)] {
        var row = layout.read([number < texts ? "It took too long" : "", date, "3", ""])
        row.reading = TextReading(.negative, urgency: number.isMultiple(of: 2) ? 0.9 : 0)
        comparison.append(row, path: "f", line: number)
      }
    }
    let summary = ComparisonSummary(comparison)
    let urgent = try #require(summary.rows.first { $0.name == "share urgent" })
    #expect((urgent.before.value, urgent.after.value, urgent.difference) == (0.5, 0.5, 0))
    #expect((urgent.before.count, urgent.after.count) == (200, 40))
    #expect(urgent.effect == .unclear)
    let writing = try #require(summary.writing)
    #expect(writing.isPlain)
    #expect(writing.difference == -0.8)
    #expect(summary.notes[0].hasPrefix("Wrote a text: 100.0 % and 20.0 %, -80.0 points (-"))
    #expect(!summary.rows.contains { $0.name.contains("wrote") })
  }

  /// A difference in who writes in which language is said, and the sentence of the urgent names whom it counts.
  @Test func languagesOfBothSidesAreSaid() throws {
    var layout = layout()
    layout.groups = []
    var comparison = Comparison(layout, split: .date(Day(number: 20_241)), hasClusters: false)
    for number in 0..<100 {
      for (date, foreign) in [("2025-05-01", 10), ("2025-07-01", 40)] {
        var row = layout.read(["It took too long", date, "3", ""])
        var reading = TextReading(.negative, urgency: number.isMultiple(of: 2) ? 0.9 : 0)
        if number < foreign {
          reading = TextReading(.unknown)
          reading.isForeign = true
        }
        row.reading = reading
        comparison.append(row, path: "f", line: number)
      }
    }
    let summary = ComparisonSummary(comparison)
    #expect(
      summary.notes[0].contains(
        "Of the texts, 10.0 % and 40.0 % are in other languages and not counted in any figure "
          + "from texts."))
    #expect(summary.highlights.headline.contains { $0.hasPrefix("50 (25.0 %) of the texts are in languages other") })
    #expect(summary.highlights.headline.contains { $0.contains("of texts in English need a reply soon") })
  }

  @Test(arguments: ["1", "ok", "\u{A0}ok", "  é", "👍", "none of it"])
  func shortTextsAreTexts(_ text: String) { #expect(layout().read([text, "", "", "", ""]).hasText) }

  @Test func longBlanksBeforeATextAreNoBlankText() {
    let text = String(repeating: "\u{2003}", count: 3000) + "Late again"
    #expect(layout().read([text, "", "", "", ""]).hasText)
  }
}
