/// Text for a terminal.
enum TextTable {
  /// Rows of cells under one another, each column as wide as its longest cell.
  static func text(_ rows: [[String]]) -> String {
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

  /// What comes from a file, without what would move the cursor, ring the bell or turn the writing round.
  static func printable(_ text: String, limit: Int = .max) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: scalars.append(" ")
      default: scalars.append(scalar)
      }
    }
    let result = String(scalars)
    return result.count > limit ? result.prefix(limit - 1) + "…" : result
  }
}
