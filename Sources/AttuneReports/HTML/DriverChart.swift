/// What moves a score: a bar for each aspect, all on one scale, with what people typically write for and against it.
struct DriverChart {
  private let drivers: ReportSummary.Drivers
  private let aspects: [String: ReportSummary.Aspect]
  private let axis: Axis

  /// - Parameter aspects: whose quotes are shown; empty for none.
  init?(_ drivers: ReportSummary.Drivers, aspects: [ReportSummary.Aspect]) {
    let bounds: [Double] = drivers.drivers.flatMap { driver -> [Double] in
      [driver.contribution, driver.lower, driver.upper, 0]
    }
    guard !drivers.drivers.isEmpty, let axis = Axis(bounds, unit: .points, marks: 5) else { return nil }
    self.drivers = drivers
    self.axis = axis
    self.aspects = Dictionary(aspects.map { ($0.name, $0) }) { first, _ in first }
  }

  var html: HTML {
    """
    <div class="drivers">
    <h3>\(drivers.title)</h3>
    \(scale)\(drivers.drivers.map(row))<p class="sum">Base \(drivers.unit.text(drivers.base)), with all of these \
    \(drivers.unit.text(drivers.total)): the score of the \(Digits.count(drivers.answers)) people who answered and wrote.</p>
    </div>

    """
  }

  private func x(_ value: Double) -> Double { 320 * axis.share(value) }

  private func number(_ value: Double) -> String { Digits.text(value, decimals: 1) }

  private var scale: HTML {
    let marks: [HTML] = axis.marks.map { mark in
      let anchor = mark == axis.marks.first ? "start" : mark == axis.marks.last ? "end" : "middle"
      return "<text x=\"\(number(x(mark)))\" y=\"12\" text-anchor=\"\(anchor)\">\(axis.text(mark))</text>"
    }
    return """
      <div class="driver"><p class="soft">Adds to the score, in points</p>\
      <svg viewBox="0 0 320 16" role="img" aria-label="from \(axis.text(axis.range.lowerBound)) to \
      \(axis.text(axis.range.upperBound)) points">\(marks)</svg></div>

      """
  }

  private func row(_ driver: ReportSummary.Drivers.Driver) -> HTML {
    let (start, end) = (min(x(0), x(driver.contribution)), max(x(0), x(driver.contribution)))
    let style = !driver.isClear ? "unsure" : driver.contribution > 0 ? "up" : "down"
    let lines: [HTML] = axis.marks.map { mark in
      "<line class=\"\(mark == 0 ? "zero" : "grid")\" x1=\"\(number(x(mark)))\" x2=\"\(number(x(mark)))\" y1=\"0\" y2=\"24\"/>"
    }
    return """
      <div class="driver">
      <p class="\(driver.isClear ? "" : "few")"><strong>\(driver.aspect)</strong> \(Page.unbroken(driver.text))<br>\
      <span class="soft">mentioned by \(Page.unbroken(Unit.percent.text(driver.reach))), effect \
      \(Unit.points.differenceText(driver.effect))</span></p>
      <svg viewBox="0 0 320 24" role="img" aria-label="\(driver.aspect): \(driver.text) points">\
      \(lines)<rect class="\(style)" x="\(number(start))" y="6" width="\(number(max(end - start, 1)))" height="12"/>\
      <line class="whisker" x1="\(number(x(driver.lower)))" x2="\(number(x(driver.upper)))" y1="12" y2="12"/></svg>
      \(quotes(driver))</div>

      """
  }

  private func quotes(_ driver: ReportSummary.Drivers.Driver) -> HTML? {
    guard let aspect = aspects[driver.aspect] else { return nil }
    let quotes: [HTML] = [("For", aspect.positiveQuotes), ("Against", aspect.negativeQuotes)].flatMap { title, texts in
      texts.map { text -> HTML in "<blockquote><span class=\"soft\">\(title):</span> \(text)</blockquote>\n" }
    }
    return quotes.isEmpty ? nil : "<div class=\"quotes\">\n\(quotes)</div>\n"
  }
}
