import AttunePlatform

/// Text for a terminal.
enum TextTable {
  /// Rows of cells under one another, each column as wide as its longest cell. Where that is wider than `width`, columns
  /// that do not fit go into a further table below, behind the first column again.
  static func text(_ rows: [[String]], width: Int? = nil) -> String {
    let rows = rows.map { $0.map { TerminalText.line($0) } }
    let widths = widths(rows)
    return blocks(widths, width ?? .max).map { columns in
      rows.map { row in
        let cells = columns.filter { $0 < row.count }.map { column in
          row[column] + String(repeating: " ", count: widths[column] - row[column].cells)
        }
        var line = cells.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line + "\n"
      }.joined()
    }.joined(separator: "\n")
  }

  /// Of each column, the cells of its longest field.
  static func widths(_ rows: [[String]]) -> [Int] {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.cells)
      }
    }
    return widths
  }

  /// Columns of tables that fit, each with the first column.
  private static func blocks(_ widths: [Int], _ width: Int) -> [[Int]] {
    guard let first = widths.first else { return [[]] }
    var blocks: [[Int]] = [[0]]
    var used = first
    for column in widths.indices.dropFirst() {
      if used + 2 + widths[column] > width, blocks[blocks.count - 1].count > 1 {
        blocks.append([0])
        used = first
      }
      blocks[blocks.count - 1].append(column)
      used += 2 + widths[column]
    }
    return blocks
  }

  /// Sentences, each on lines of its own that are broken at `width`, and an empty line; nothing without any.
  static func paragraphs(_ sentences: [String], width: Int?) -> String {
    let text = lines(sentences, width: width)
    return text.isEmpty ? "" : text + "\n"
  }

  /// Sentences in lines of their own.
  static func lines(_ sentences: [String], width: Int?) -> String {
    sentences.flatMap { sentence -> [String] in
      let line = TerminalText.line(sentence)
      return width.map { line.wrapped($0) } ?? [line]
    }.map { $0 + "\n" }.joined()
  }

  /// What comes from a file, as a cell or a line.
  /// - Parameter limit: cells.
  static func printable(_ text: String, limit: Int = .max) -> String { TerminalText.line(text, limit: limit) }

  /// The cells in which a table has to fit: those of the terminal that it goes to; nil for a file or a pipe.
  static func width(of output: String?) -> Int? { output == nil ? terminalWidth : nil }

  /// Of standard output; nil where it is no terminal.
  static var terminalWidth: Int? {
    var size = winsize()
    return isatty(1) == 1 && ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
  }
}
