import Attune

/// Lines of a CSV file.
package enum CSV {
  /// Cells that a spreadsheet would take for formulas are guarded.
  package static func line(_ cells: [String]) -> String {
    var line: [UInt8] = []
    for (index, var cell) in cells.enumerated() {
      if index > 0 { line.append(UInt8(ascii: ",")) }
      cell.withUTF8 { cell in
        CSVField.append(cell, delimiter: UInt8(ascii: ","), guardsFormulas: true) { line.append(contentsOf: $0) }
      }
    }
    return String(decoding: line, as: UTF8.self) + "\n"
  }

  static func number(_ value: Double?) -> String { value?.finite.map { "\($0)" } ?? "" }
}

extension ReportSummary {
  /// A line per figure: of all records, of stretches of time, of groups.
  package var csv: String {
    var out = CSV.line(["part", "of", "figure", "unit", "value", "lower", "upper", "answers"])
    func append(_ part: String, _ of: String, _ figures: [Figure]) {
      for figure in figures {
        out += CSV.line([
          part, of, figure.name, figure.unit.code, CSV.number(figure.value), CSV.number(figure.lower),
          CSV.number(figure.upper), "\(figure.count)",
        ])
      }
    }
    append("all", "", figures + (retention?.figure.map { [$0] } ?? []))
    if let trend {
      for (index, start) in trend.starts.enumerated() { append(trend.bin, start, trend.figures.map { $0[index] }) }
    }
    for aspect in aspects {
      append("aspect", aspect.name, [aspect.net] + aspect.effects.map(\.with))
      append("other than aspect", aspect.name, aspect.effects.map(\.without))
    }
    append("tone", "", tones)
    if let periods = highlights.periods {
      append("\(periods.days) days before", periods.firstDay, periods.changes.map(\.before))
      append("last \(periods.days) days", periods.turn, periods.changes.map(\.after))
    }
    for target in highlights.targets {
      out += CSV.line([
        "target", target.state.rawValue + (target.period.map { ", by the \($0)" } ?? ""), target.figure.name,
        target.figure.unit.code, CSV.number(target.target), "", "", "",
      ])
      if let period = target.period { append("judged by the target", period, [target.figure]) }
    }
    for drivers in highlights.drivers {
      for driver in drivers.drivers {
        out += CSV.line([
          "adds to", driver.aspect, drivers.figure, Unit.points.code, CSV.number(driver.contribution),
          CSV.number(driver.lower), CSV.number(driver.upper), "\(driver.texts)",
        ])
      }
    }
    for table in groups {
      for row in table.rows + (table.other.map { [$0] } ?? []) { append(table.column, row.name, row.figures) }
    }
    return out
  }
}

extension ComparisonSummary {
  /// A line per figure.
  package var csv: String {
    CSV.line([
      "figure", "unit", "before", "before_answers", "after", "after_answers", "difference", "lower", "upper", "test",
      "statistic", "p", "p_holm", "smallest_detectable", "effect",
    ])
      + rows.map { row in
        CSV.line([
          row.name, row.unit.code, CSV.number(row.before.value), "\(row.before.count)", CSV.number(row.after.value),
          "\(row.after.count)", CSV.number(row.difference), CSV.number(row.lower), CSV.number(row.upper),
          row.test ?? "", CSV.number(row.statistic), CSV.number(row.pValue), CSV.number(row.adjustedPValue),
          CSV.number(row.minimalDetectable), row.effect.rawValue,
        ])
      }.joined()
      + costs.map { cost in
        CSV.line(
          ["\(cost.column), cost a month", Unit.plain.code, "", "", "", ""]
            + [cost.difference, cost.lower, cost.upper].map(CSV.number) + Array(repeating: "", count: 6))
      }.joined()
  }
}
