/// A line with its interval as a band, drawn in a box of 360 × 180.
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
    /// "dot", or "dot faint" for few answers and for stretches that are not over.
    var style: String
  }

  /// A line across the chart with a name, such as a target or a date.
  struct Mark {
    var place: String
    var text: String
  }

  /// What a chart shows besides its figures.
  struct Extras {
    var target: Double?
    /// The first stretch behind a date, and the date.
    var turn: (index: Int, text: String)?

    init() {}
  }

  var name: String
  /// The last value of a whole stretch of enough answers, or the last one.
  var last: String
  /// What the chart shows, for those who do not see it.
  var label: String
  var grid: [GridLine]
  /// Where the lines begin, behind their labels, and where they end, before the last value.
  var left: String
  var right: String
  /// Where the labels end.
  var labelEnd: String
  /// Paths in the notation of SVG.
  var band: String
  var curve: String
  /// Values; few enough to be told apart. The last one is always drawn.
  var dots: [Dot]
  /// The last value, as a label behind the last point, at the height of its own.
  var end: (x: String, y: String)
  /// Where the value that the label names is not the last one: when it was, and from where a line leads to the label.
  var earlier: (text: String, x: String)?
  var target: Mark?
  var turn: Mark?
  /// Where the axis begins, if not at 0.
  var base: String?
  var from: String
  var to: String
  var rows: [Page.Cell]

  private static let width = 360.0
  private static let top = 12.0
  private static let bottom = 148.0

  /// - Parameter partial: of each stretch whether the data holds only a part of it; such are drawn hollow and not quoted.
  /// - Returns: nil for fewer than 2 values, and for numbers so far apart that they cannot be drawn.
  init?(
    _ figures: [ReportSummary.Figure], labels: [String], title: String? = nil, partial: [Bool] = [],
    extras: Extras = Extras()
  ) {
    let known = figures.indices.filter { figures[$0].value != nil }
    func isPartial(_ index: Int) -> Bool { partial.indices.contains(index) && partial[index] }
    guard known.count > 1, let first = figures.first, let lastKnown = known.last else { return nil }
    let name = title ?? first.name
    self.name = name
    // A week that has just begun is nothing to quote.
    let quoted = known.last { !isPartial($0) && !figures[$0].isSmall } ?? known.last { !isPartial($0) } ?? lastKnown
    last = figures[quoted].text
    rows = figures.indices.map { Page.Cell(figures[$0], name: labels[$0] + (isPartial($0) ? " (partly)" : "")) }
    from = labels.first ?? ""
    to = labels.last ?? ""

    // Extreme values of few answers would flatten the rest; they are drawn at the edge.
    let telling = ReportSummary.Trend.telling(figures)
    let bounds = telling.flatMap { [$0.value, $0.lower, $0.upper] }.compactMap { $0 }
    guard let axis = Axis(bounds + [extras.target].compactMap { $0 }, unit: first.unit) else { return nil }
    base = axis.base
    let widest = axis.marks.map { axis.text($0).count }.max() ?? 0
    let start = 12 + 6.6 * Double(widest)
    // A label that is not of the last point says of which it is.
    let since = quoted == lastKnown || !labels.indices.contains(quoted) ? nil : Day(iso: labels[quoted])?.shortText
    let stop = Self.width - 8 - 6.9 * Double(max(last.count, since?.count ?? 0))
    guard stop > start + 40 else { return nil }
    left = Self.text(start)
    right = Self.text(stop)
    labelEnd = Self.text(start - 6)
    func x(_ index: Double) -> Double {
      start + 4 + (stop - start - 4) * index / Double(max(figures.count - 1, 1))
    }
    func y(_ value: Double) -> Double { Self.bottom - (Self.bottom - Self.top) * axis.share(value) }
    func point(_ index: Int, _ value: Double) -> String {
      "\(Self.text(x(Double(index)))) \(Self.text(y(value)))"
    }
    grid = axis.marks.map { GridLine(y: Self.text(y($0)), text: axis.text($0), style: $0 == 0 ? "zero" : "grid") }
    target = extras.target.map { Mark(place: Self.text(y($0)), text: "target \(axis.text($0))") }
    turn = extras.turn.map { Mark(place: Self.text(x(Double($0.index) - 0.5)), text: $0.text) }

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
    // Where there are too many to be told apart, only what is not whole is marked, and what is quoted.
    dots = known.filter { known.count <= 60 || $0 == quoted || isPartial($0) }.map { index in
      Dot(
        x: Self.text(x(Double(index))), y: Self.text(y(figures[index].value ?? 0)),
        style: figures[index].isSmall || isPartial(index) ? "dot faint" : "dot")
    }
    // Behind the last point, at the height of the value that it names.
    end = (Self.text(stop + 6), Self.text(y(figures[quoted].value ?? 0)))
    earlier = since.map { ($0, Self.text(x(Double(quoted)))) }
    let whole =
      quoted == lastKnown
      ? "at last" : "in the last complete period with enough answers\(since.map { ", from \($0)" } ?? "")"
    label = "\(name) from \(from) to \(to): \(figures[known[0]].text) at first, \(last) \(whole)"
  }

  private static func text(_ value: Double) -> String { Digits.text(value, decimals: 1) }
}

extension TrendChart {
  var html: HTML {
    let lines: [HTML] = grid.map { line in
      """
      <line class="\(line.style)" x1="\(left)" x2="\(right)" y1="\(line.y)" y2="\(line.y)"/>\
      <text x="\(labelEnd)" y="\(line.y)" dy="4" text-anchor="end">\(line.text)</text>

      """
    }
    let goal: HTML? = target.map { mark in
      """
      <line class="target" x1="\(left)" x2="\(right)" y1="\(mark.place)" y2="\(mark.place)"/>\
      <text class="target" x="\(left)" dx="4" y="\(mark.place)" dy="-4">\(mark.text)</text>

      """
    }
    let date: HTML? = turn.map { mark in
      """
      <line class="turn" x1="\(mark.place)" x2="\(mark.place)" y1="4" y2="148"/>\
      <text x="\(mark.place)" y="178" text-anchor="middle">\(mark.text)</text>

      """
    }
    let points: [HTML] = dots.map { "<circle class=\"\($0.style)\" cx=\"\($0.x)\" cy=\"\($0.y)\" r=\"2.5\"/>" }
    let lead: HTML? = earlier.map { earlier in
      """
      <line class="lead" x1="\(earlier.x)" x2="\(right)" y1="\(end.y)" y2="\(end.y)"/>\
      <text x="\(end.x)" y="\(end.y)" dy="17">\(earlier.text)</text>

      """
    }
    let note: HTML? = base.map { "<p class=\"base\">\($0)</p>\n" }
    return """
      <figure>
      <figcaption><h3>\(name)</h3></figcaption>
      <svg viewBox="0 0 360 182" role="img" aria-label="\(label)">
      \(lines)<path class="band" d="\(band)"/>
      \(goal)\(date)<path class="curve" d="\(curve)"/>
      \(points)
      \(lead)<text class="end" x="\(end.x)" y="\(end.y)" dy="4">\(last)</text>
      <text x="\(left)" y="164">\(from)</text><text x="\(right)" y="164" text-anchor="end">\(to)</text>
      </svg>
      \(note)</figure>

      """
  }
}
