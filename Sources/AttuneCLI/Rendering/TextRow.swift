/// Lines of a report in columns.
enum TextRow {
  /// Of the first column, which holds names.
  static let nameWidth = 18

  /// A wide first column for names, then columns for figures.
  static func format(_ cells: [String], nameWidth: Int = nameWidth) -> String {
    let padded = cells.enumerated().map { index, cell in
      let cell = TerminalText.line(cell)
      let width = index == 0 ? nameWidth : 13
      return cell + String(repeating: " ", count: max(1, width - cell.cells))
    }
    var line = padded.joined()
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }
}
