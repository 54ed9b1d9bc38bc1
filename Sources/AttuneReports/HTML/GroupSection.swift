/// Figures by group, with interval bars beside those of all.
struct GroupSection {
  var table: ReportSummary.GroupTable
  /// Of all records.
  var total: ReportSummary.GroupTable.Row
  var titles: [String]
  var trend: SmallMultiples?
  /// "sorted by …"
  var note: String

  /// Figures side by side; more go into a further table, so that each fits a sheet of paper.
  private static let width = 4

  var html: HTML {
    let columns = Array(total.figures.indices)
    let tables: [HTML] = stride(from: 0, to: columns.count, by: Self.width).map { start in
      part(Array(columns[start..<min(start + Self.width, columns.count)]))
    }
    return """
      <p class="soft">\(note) The line in each bar marks the figure for all records. Coloured figures differ from \
      those of all others by more than chance would explain, with all groups taken into account. The number of \
      answers is given if not every record has one.\(meanings)</p>
      \(tables)\(trend?.html)
      """
  }

  /// What the words behind figures mean.
  private var meanings: String { table.doubtMeanings.map { " \($0.capitalizedFirst)." }.joined() }

  private func part(_ columns: [Int]) -> HTML {
    let rows = table.rows + (table.other.map { [$0] } ?? [])
    let axes = columns.map { column in
      let shown = rows.map { $0.figures[column] }.filter { !$0.isSmall } + [total.figures[column]]
      return Axis(
        shown.flatMap { [$0.value, $0.lower, $0.upper] }.compactMap { $0 }, unit: total.figures[column].unit)
    }
    func style(_ row: ReportSummary.GroupTable.Row, _ column: Int) -> String {
      let contrast = row.contrasts.isEmpty ? nil : row.contrasts[column]?.rawValue
      return contrast ?? (row.figures[column].isMarked ? "few" : "")
    }
    func cells(_ row: ReportSummary.GroupTable.Row) -> [PageTable.Cell] {
      [
        PageTable.Cell(text: row.name + (row.isPartial ? " (partly)" : "")),
        PageTable.Cell(text: Digits.count(row.records)),
      ] + (table.showsTexts ? [PageTable.Cell(text: row.texts.map(Digits.count) ?? "")] : [])
        + zip(columns, axes).map { column, axis in
          let figure = row.figures[column]
          let bar = axis.flatMap { Page.interval(figure, on: $0, mark: total.figures[column].value) }
          let answers: HTML? = row.answersText(column).map { " <span class=\"soft\">of \(Page.unbroken($0))</span>" }
          let doubt: HTML? = row.doubts?[column].map { " <span class=\"soft\">\($0.rawValue)</span>" }
          return PageTable.Cell(
            "<span>\(Page.unbroken(figure.text))\(answers)\(doubt)\(bar)</span>", style: style(row, column))
        }
    }
    let heads = [Metric.words(table.column), "Records"] + (table.showsTexts ? ["Wrote"] : [])
    return PageTable(
      label: "By \(table.column)", heads: heads + columns.map { titles[$0] },
      rows: ([total] + rows).map(cells)
    ).html
  }
}
