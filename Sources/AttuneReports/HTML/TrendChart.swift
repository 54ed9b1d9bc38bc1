/// A line with its interval as a band, drawn in a box of 480 × 160.
struct TrendChart {
  struct GridLine {
    var y: String
    var text: String
    /// "zero" for the line of 0, "grid" for others.
    var style: String
  }

  struct Dot {
    var x: String
    var y: String
    /// "dot", or "dot faint" for few answers.
    var style: String
  }

  var name: String
  /// The last value.
  var last: String
  /// What the chart shows, for those who do not see it.
  var label: String
  var grid: [GridLine]
  /// Where the lines begin, behind their labels.
  var left: String
  /// Where the labels end.
  var labelEnd: String
  /// Paths in the notation of SVG.
  var band: String
  var curve: String
  /// Values; few enough to be told apart.
  var dots: [Dot]
  var from: String
  var to: String
  var rows: [Page.Cell]

  private static let right = 472.0
  private static let top = 8.0
  private static let bottom = 136.0

  /// - Parameter partial: of each stretch whether the data holds only a part of it; such are drawn hollow and not quoted.
  /// - Returns: nil for fewer than 2 values.
  init?(_ figures: [ReportSummary.Figure], labels: [String], partial: [Bool] = []) {
    let known = figures.indices.filter { figures[$0].value != nil }
    func isPartial(_ index: Int) -> Bool { partial.indices.contains(index) && partial[index] }
    guard known.count > 1, let first = figures.first,
      let lastKnown = known.last(where: { !isPartial($0) }) ?? known.last
    else { return nil }
    name = first.name
    last = figures[lastKnown].text
    rows = figures.indices.map { Page.Cell(figures[$0], name: labels[$0] + (isPartial($0) ? " (partly)" : "")) }
    from = labels.first ?? ""
    to = labels.last ?? ""

    // Extreme values of few answers would flatten the rest; they are drawn at the edge.
    let telling = ReportSummary.Trend.telling(figures)
    let bounds = telling.flatMap { [$0.value, $0.lower, $0.upper] }.compactMap { $0 }
    let lowest = bounds.min() ?? 0
    let highest = bounds.max() ?? 1
    let margin = highest > lowest ? (highest - lowest) * 0.05 : max(abs(highest) * 0.1, 0.01)
    // Numbers so far apart cannot be drawn.
    guard (lowest - margin).isFinite, (highest + margin).isFinite, (highest - lowest + 2 * margin).isFinite else {
      return nil
    }
    let range = (lowest - margin)...(highest + margin)
    var marks = [lowest, (lowest + highest) / 2, highest]
    if highest <= lowest { marks = [lowest] }
    let widest = marks.map { first.unit.text($0).count }.max() ?? 0
    let start = 16 + 7 * Double(widest)
    left = Self.text(start)
    labelEnd = Self.text(start - 8)
    func x(_ index: Int) -> Double {
      start + (Self.right - start) * Double(index) / Double(max(figures.count - 1, 1))
    }
    func y(_ value: Double) -> Double {
      let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
      return Self.bottom - (Self.bottom - Self.top) * min(max(share, 0), 1)
    }
    func point(_ index: Int, _ value: Double) -> String { "\(Self.text(x(index))) \(Self.text(y(value)))" }

    if range.contains(0), marks.allSatisfy({ abs(y($0) - y(0)) > 16 }) { marks.append(0) }
    grid = marks.map { GridLine(y: Self.text(y($0)), text: first.unit.text($0), style: $0 == 0 ? "zero" : "grid") }

    // Stretches without answers interrupt the line.
    var pieces: [[Int]] = []
    for index in known {
      if let previous = pieces.last?.last, previous == index - 1 {
        pieces[pieces.count - 1].append(index)
      } else {
        pieces.append([index])
      }
    }
    curve = pieces.map { piece in
      "M" + piece.map { point($0, figures[$0].value ?? 0) }.joined(separator: "L")
    }.joined()
    band = pieces.filter { $0.count > 1 }.map { piece in
      let upper = piece.map { point($0, figures[$0].upper ?? figures[$0].value ?? 0) }
      let lower = piece.reversed().map { point($0, figures[$0].lower ?? figures[$0].value ?? 0) }
      return "M" + (upper + lower).joined(separator: "L") + "Z"
    }.joined()
    // Where there are too many to be told apart, only what is not whole is marked.
    dots =
      known.filter { known.count <= 60 || isPartial($0) }.map {
        Dot(
          x: Self.text(x($0)), y: Self.text(y(figures[$0].value ?? 0)),
          style: figures[$0].isSmall || isPartial($0) ? "dot faint" : "dot"
        )
      }
    label = "\(first.name) from \(from) to \(to): \(figures[known[0]].text) at first, \(last) at last"
  }

  private static func text(_ value: Double) -> String { Digits.text(value, decimals: 1) }
}

extension TrendChart {
  /// - Parameter heads: of the table of its figures.
  func html(heads: [String]) -> HTML {
    let lines: [HTML] = grid.map { line in
      """
      <line class="\(line.style)" x1="\(left)" x2="472" y1="\(line.y)" y2="\(line.y)"/>\
      <text x="\(labelEnd)" y="\(line.y)" dy="4" text-anchor="end">\(line.text)</text>

      """
    }
    let points: [HTML] = dots.map { "<circle class=\"\($0.style)\" cx=\"\($0.x)\" cy=\"\($0.y)\" r=\"2.5\"/>" }
    return """
      <figure>
      <figcaption><h3>\(name)</h3><span class="soft">\(last)</span></figcaption>
      <svg viewBox="0 0 480 160" role="img" aria-label="\(label)">
      \(lines)<path class="band" d="\(band)"/>
      <path class="curve" d="\(curve)"/>
      \(points)
      <text x="\(left)" y="154">\(from)</text><text x="472" y="154" text-anchor="end">\(to)</text>
      </svg>
      <details>
      <summary>The figures</summary>
      \(Page.figures(rows, heads: heads))</details>
      </figure>

      """
  }
}
