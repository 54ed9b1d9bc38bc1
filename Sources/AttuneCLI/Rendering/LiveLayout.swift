import Attune

/// The lines of a screen on which a draft is judged while it is typed: the score on top, the draft below it, and as much of
/// the items and suggestions as there is room for.
struct LiveLayout {
  /// The lines, at most as many as the screen has, without colours.
  let lines: [String]
  /// Where the cursor stands, from 0.
  let cursor: (row: Int, column: Int)

  /// - Parameters:
  ///   - details: items and suggestions, line by line.
  ///   - width, height: cells of the screen.
  init(
    heading: String, customer: String?, draft: LiveDraft, details: [String], width: Int, height: Int
  ) {
    let (width, height) = (max(width, 10), max(height, 4))
    var lines = [TerminalText.line(heading, limit: width)]
    if let customer, height >= 8 { lines.append(TerminalText.line("customer: \(customer)", limit: width)) }
    if height >= 6 {
      lines.append(TerminalText.line("Your draft (arrows move, Control-U clears, Control-D ends):", limit: width))
    }
    // The last cell of a line is left free, so that the cursor may stand behind it.
    let rows = draft.rows(width - 1)
    let place = draft.place(width - 1)
    let room = max((height - lines.count) / 2, 1)
    let first = min(max(place.row - room + 1, 0), max(rows.count - room, 0))
    let start = min(first, place.row)
    cursor = (lines.count + place.row - start, place.column)
    for row in rows[start..<min(start + room, rows.count)] {
      lines.append(draft.line(row).printable(keepsLines: false))
    }
    var rest = details.flatMap { line -> [String] in
      let indent = String(line.prefix { $0 == " " })
      return TerminalText.line(line).wrapped(width).enumerated().map { index, part in
        index == 0 ? part : TerminalText.line(indent + part, limit: width)
      }
    }
    if !rest.isEmpty { rest.insert("", at: 0) }
    let free = height - lines.count
    if rest.count > free, free > 0 { rest = Array(rest.prefix(free - 1)) + ["…"] }
    self.lines = lines + rest.prefix(max(free, 0))
  }
}
