/// The same score of several groups over time, each in a small chart, all on one scale.
struct SmallMultiples {
  private let trend: GroupTrend
  private let labels: [String]
  /// Of each stretch whether the data holds only a part of it.
  private let partial: [Bool]
  private let axis: Axis

  init?(_ trend: GroupTrend, labels: [String], partial: [Bool]) {
    let values = trend.lines.flatMap { ReportSummary.Trend.telling($0.figures) }.compactMap(\.value)
    guard let unit = trend.lines.first?.figures.first?.unit, let axis = Axis(values, unit: unit, marks: 3) else {
      return nil
    }
    self.trend = trend
    self.labels = labels
    self.partial = partial
    self.axis = axis
  }

  var html: HTML {
    let note: HTML? = axis.base.map { " \($0)" }
    return """
      <h3>\(trend.title) over time</h3>
      <p class="soft">From \(labels.first ?? "") to \(labels.last ?? ""), all on one scale. The number is the last \
      complete value with at least 30 answers, or otherwise the last one, in grey italics; it is followed by the \
      number of its answers and the date from which they count.\(note)</p>
      <div class="multiples">
      \(trend.lines.compactMap(chart))</div>

      """
  }

  private func chart(_ line: GroupTrend.Line) -> HTML? {
    let known = line.figures.indices.filter { line.figures[$0].value != nil }
    guard let first = known.first, let last = known.last, first < last else { return nil }
    let quoted = known.last { !partial[$0] && !line.figures[$0].isSmall } ?? known.last { !partial[$0] } ?? last
    func place(_ index: Int) -> (x: String, y: String) {
      let x = 40 + 116 * Double(index) / Double(max(line.figures.count - 1, 1))
      return (
        Digits.text(x, decimals: 1), Digits.text(72 - 64 * axis.share(line.figures[index].value ?? 0), decimals: 1)
      )
    }
    var path = ""
    for (position, index) in known.enumerated() {
      let isNext = position > 0 && known[position - 1] == index - 1
      path += "\(isNext ? "L" : "M")\(place(index).x) \(place(index).y)"
    }
    let grid: [HTML] = axis.marks.map { mark in
      let y = Digits.text(72 - 64 * axis.share(mark), decimals: 1)
      return """
        <line class="grid" x1="40" x2="156" y1="\(y)" y2="\(y)"/>\
        <text x="36" y="\(y)" dy="4" text-anchor="end">\(axis.text(mark))</text>
        """
    }
    let figure = line.figures[quoted]
    let style = figure.isSmall ? "dot faint" : "dot"
    let text = figure.text
    let count = "\(Digits.count(figure.count)) answer\(figure.count == 1 ? "" : "s")"
    let since = labels.indices.contains(quoted) ? ", from \(Day(iso: labels[quoted])?.shortText ?? labels[quoted])" : ""
    return """
      <figure>
      <figcaption><strong>\(line.group)</strong><span class="\(figure.isSmall ? "few" : "soft")">\(text) \
      (\(count)\(since))</span></figcaption>
      <svg viewBox="0 0 162 80" role="img" aria-label="\(line.group): \(text) at last, of \(count)">
      \(grid)<path class="curve" d="\(path)"/>\
      <circle class="\(style)" cx="\(place(quoted).x)" cy="\(place(quoted).y)" r="3"/>\
      </svg>
      </figure>

      """
  }
}
