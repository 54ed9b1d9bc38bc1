/// A table that is whole on every width: on a narrow one each row becomes a list of its cells, which carry the names of their
/// columns.
struct PageTable {
  struct Cell {
    var content: HTML
    /// Classes: "few", "better", "worse", "long".
    var style = ""

    init(_ content: HTML, style: String = "") {
      self.content = content
      self.style = style
    }

    /// Text, which may come from the data.
    init(text: String, style: String = "") { self.init("\(text)", style: style) }

    /// A figure; in grey italics where it is of few answers.
    /// - Parameter count: what stands behind it: " of 43".
    init(_ figure: ReportSummary.Figure, _ count: String = "") {
      self.init("\(Page.unbroken(figure.text + count))", style: figure.isMarked ? "few" : "")
    }
  }

  /// What the table shows, for those who do not see it.
  var label: String
  var heads: [String]
  /// As many cells as heads; the first is the name of the row.
  var rows: [[Cell]]
  /// Columns of text, which get the room that there is.
  var long: Set<Int> = []

  /// Tables of fewer columns stay tables on a phone.
  private static let stackedFrom = 4

  /// Whether the words of a head are short enough not to be broken.
  private func isWhole(_ head: String) -> Bool {
    let longest = head.split { $0 == " " || $0 == "-" }.map(\.count).max() ?? 0
    return longest <= (heads.count <= 6 ? 14 : heads.count <= 9 ? 10 : 0)
  }

  /// A head whose dates are not broken at their hyphens.
  private static func title(_ head: String) -> HTML {
    let words = head.split(separator: " ").map(String.init).enumerated().map { index, word -> HTML in
      let space = index == 0 ? "" : " "
      return Day(iso: word) == nil ? "\(space)\(word)" : "\(space)<span class=\"date\">\(word)</span>"
    }
    return "\(words)"
  }

  var html: HTML {
    let titles: [HTML] = heads.enumerated().map { index, head -> HTML in
      let style: String = long.contains(index) ? "long" : isWhole(head) ? "whole" : ""
      return "<th scope=\"col\" class=\"\(style)\">\(Self.title(head))</th>"
    }
    let lines: [HTML] = rows.map { row in
      let cells: [HTML] = row.enumerated().map { index, cell in
        let style = (long.contains(index) ? "long " : "") + cell.style
        if index == 0 { return "<th scope=\"row\" class=\"\(style)\">\(cell.content)</th>" }
        return "<td class=\"\(style)\" data-head=\"\(heads[index])\">\(cell.content)</td>"
      }
      return "<tr>\(cells)</tr>\n"
    }
    return """
      <table class="\(heads.count < Self.stackedFrom ? "" : "stacked")" aria-label="\(label)">
      <thead><tr>\(titles)</tr></thead>
      <tbody>
      \(lines)</tbody>
      </table>

      """
  }
}
