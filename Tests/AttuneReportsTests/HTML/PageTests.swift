import Testing

@testable import AttuneReports
@testable import AttuneStatistics

@Suite struct PageTests {
  private func layout() -> RecordLayout {
    var layout = RecordLayout()
    layout.text = "text"
    layout.time = "<date>"
    layout.measured = [.init("<script>alert(1)</script>", .satisfaction)]
    layout.groups = ["\"><b>"]
    return layout
  }

  private func rows(_ layout: RecordLayout) -> [RecordLayout.Row] {
    (1...60).map { number in
      layout.read([
        "<img src=x onerror=alert(1)> it is so & so", "2024-03-\(number % 28 + 1)", "\(number % 5 + 1)",
        number % 2 == 0 ? "</td><script>" : "a'b\"c",
      ])
    }
  }

  private func reportPage() -> String {
    let layout = layout()
    var report = Report(layout)
    for var row in rows(layout) {
      row.reading = TextReading(
        .negative, urgency: 0.9, reasons: [.money], tones: 1, aspects: [.init(number: 0, feeling: .negative)])
      report.append(row, path: "<f>", line: 1)
    }
    return ReportSummary(report).html
  }

  private func comparisonPage() throws -> String {
    let layout = layout()
    let day = try #require(Day(year: 2024, month: 3, day: 14))
    var comparison = Comparison(layout, split: .date(day), hasClusters: true)
    for var row in rows(layout) {
      row.reading = TextReading(.positive)
      comparison.append(row, path: "<f>", line: 1)
    }
    return ComparisonSummary(comparison).html
  }

  @Test func nothingOfTheDataBecomesMarkup() throws {
    for page in try [reportPage(), comparisonPage()] {
      #expect(!page.contains("<script"))
      #expect(!page.contains("<img"))
      #expect(!page.contains("<b>"))
      #expect(page.contains("&lt;script&gt;"))
    }
  }

  @Test func textIsEscapedScalarByScalar() {
    // With a combining mark behind it, a bracket is another character, but no other markup.
    let html: HTML = "<td title=\"\("a\"b'c")\">\("<\u{338}b>&")</td>"
    #expect(html.text == "<td title=\"a&quot;b&#39;c\">&lt;\u{338}b&gt;&amp;</td>")
  }

  @Test func controlsAreShown() {
    let html: HTML = "<p>\("a\u{1B}[31m\u{9B}2J\u{202E}b\tc")</p>"
    #expect(html.text == "<p>a␛[31m\\u{9b}2J\\u{202e}b c</p>")
  }

  @Test func piecesAreEscapedOnce() {
    let cells: [HTML] = ["a&b", "c"].map { "<td>\($0)</td>" }
    let none: HTML? = nil
    let row: HTML = "<tr>\(cells)\(none)\(cells[1])</tr>"
    #expect(row.text == "<tr><td>a&amp;b</td><td>c</td><td>c</td></tr>")
  }

  @Test func pagesStandOnTheirOwn() throws {
    for page in try [reportPage(), comparisonPage()] {
      let references = page.split(separator: "href=\"").dropFirst()
      #expect(references.allSatisfy { $0.hasPrefix("#") } && !references.isEmpty)
      for reference in ["http:", "https:", "src=", "url(", "@import"] where page.contains(reference) {
        // The only one is in the text of a quote.
        #expect(reference == "src=" && page.contains("&lt;img src="), "\(reference)")
      }
      #expect(page.hasPrefix("<!DOCTYPE html>"))
      #expect(!page.lowercased().contains("nan"))
    }
  }

  @Test func figuresBreakBetweenTheEndsOfAnIntervalOnly() {
    #expect(
      Page.unbroken("16 h 6 min … 18 h").split(separator: " ") == ["16\u{A0}h\u{A0}6\u{A0}min\u{A0}…", "18\u{A0}h"])
  }

  @Test func everyElementIsClosed() throws {
    for page in try [reportPage(), comparisonPage()] {
      var open: [Substring] = []
      for tag in page.split(separator: "<").dropFirst() {
        let name = tag.prefix { $0 == "/" || $0.isLetter || $0.isNumber }
        let isEmpty = ["meta", "line", "path", "circle", "rect", "br"].contains(name)
        if name.hasPrefix("/") {
          #expect(open.popLast() == name.dropFirst())
        } else if !isEmpty {
          open.append(name)
        }
      }
      #expect(open.isEmpty)
    }
  }

  /// What the label names may not be the last point; then it says when it was.
  @Test func aLabelThatIsNotOfTheLastPointHasADate() throws {
    func figures(_ counts: [Int]) -> [ReportSummary.Figure] {
      counts.map { .init(Metric(.yes(column: 0), name: "x"), .share(Proportion($0 / 2, of: $0))) }
    }
    let labels = ["2025-08-18", "2025-08-25", "2025-09-01", "2025-09-08"]
    let chart = try #require(TrendChart(figures([100, 100, 28, 9]), labels: labels))
    #expect(chart.last == "50.0 %" && chart.earlier?.text == "25 Aug")
    #expect(chart.html.text.contains(">25 Aug</text>") && chart.label.hasSuffix("from 25 Aug"))
    #expect(try #require(TrendChart(figures([100, 100, 100, 100]), labels: labels)).earlier == nil)
  }

  @Test func theChartStaysInItsBox() throws {
    var figures: [ReportSummary.Figure] = []
    for (successes, trials) in [(5, 100), (0, 0), (50, 100), (1, 1), (60, 100)] {
      figures.append(.init(Metric(.yes(column: 0), name: "x"), .share(Proportion(successes, of: trials))))
    }
    let chart = try #require(TrendChart(figures, labels: ["a", "b", "c", "d", "e"]))
    #expect(chart.dots.count == 4)
    #expect(chart.curve.filter { $0 == "M" }.count == 2)
    for dot in chart.dots {
      let (x, y) = try (#require(Double(dot.x)), #require(Double(dot.y)))
      #expect((0...360).contains(x) && (0...182).contains(y))
    }
    #expect(chart.rows.map(\.text) == ["5.0 %", "–", "50.0 %", "100.0 %", "60.0 %"].map(Page.unbroken))
    #expect(TrendChart(Array(figures.prefix(2)), labels: ["a", "b"]) == nil)
  }
}
