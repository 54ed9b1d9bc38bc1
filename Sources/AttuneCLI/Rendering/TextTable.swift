/// Text for a terminal.
enum TextTable {
  /// Rows of cells under one another, each column as wide as its longest cell.
  static func text(_ rows: [[String]]) -> String {
    let rows = rows.map { $0.map { TerminalText.line($0) } }
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.count)
      }
    }
    return rows.map { row in
      var line = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// What comes from a file, as a cell or a line.
  static func printable(_ text: String, limit: Int = .max) -> String { TerminalText.line(text, limit: limit) }
}
