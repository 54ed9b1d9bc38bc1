/// Lines of a report in columns.
enum TextRow {
  /// A wide first column for names, then columns for figures.
  static func format(_ cells: [String]) -> String {
    let padded = cells.enumerated().map { index, cell in
      let width = index == 0 ? 18 : 13
      return cell + String(repeating: " ", count: max(1, width - cell.count))
    }
    var line = padded.joined()
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }
}
