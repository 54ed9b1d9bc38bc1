import AttuneReports

extension Inspection {
  /// For a terminal.
  var text: String {
    var out = TerminalText.line(headline) + "\n"
    for note in notes { out += TerminalText.line(note) + "\n" }
    guard records > 0 || !columns.isEmpty else { return out }
    let rows = columns.map { column in
      [
        "\(column.number)", TextTable.printable(column.name + (column.label.map { ": \($0)" } ?? ""), limit: 40),
        column.description,
        Digits.text(100 * column.filled, decimals: 0) + " %",
        column.examples.map { TextTable.printable($0, limit: 24) }.joined(separator: " | "), Self.role(column),
      ]
    }
    out += "\n" + TextTable.text([["", "column", "kind", "filled", "examples", "role"]] + rows)
    if moreColumns { out += "and further keys, which are not listed\n" }
    if !commands.isEmpty { out += "\n" + commands.map { TerminalText.line($0) + "\n" }.joined() }
    return out
  }

  private var headline: String {
    let name = format == "xlsx" ? "Excel workbook" : format == "ods" ? "OpenDocument spreadsheet" : format.uppercased()
    var parts = [name] + [compression, encoding].compactMap { $0 }
    if let delimiter { parts.append("separated by \(Self.name(ofDelimiter: delimiter))") }
    if let headerLine {
      parts.append(headerLine == 0 ? "no header" : "header in \(encoding == nil ? "row" : "line") \(headerLine)")
    }
    parts.append("\(Digits.count(records)) record\(records == 1 ? "" : "s")")
    if unreadable > 0 { parts.append("\(Digits.count(unreadable)) unreadable") }
    return "\(file): \(parts.joined(separator: ", "))"
  }

  private static func name(ofDelimiter delimiter: String) -> String {
    switch delimiter {
    case "\t": "tabs"
    case ",": "commas"
    case ";": "semicolons"
    default: "'\(delimiter)'"
    }
  }

  private static func role(_ column: Column) -> String {
    guard let role = column.role else { return "" }
    switch column.certainty {
    case "tie": return "\(role.title)? (tie)"
    case "likely": return "\(role.title) (likely)"
    default: return role.title
    }
  }
}
