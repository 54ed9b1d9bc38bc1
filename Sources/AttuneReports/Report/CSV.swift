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

  /// As the unit says it: per cent and points of shares.
  static func number(_ value: Double?, _ unit: Unit) -> String {
    guard unit == .percent || unit == .points else { return number(value) }
    // Shares have no more digits that mean anything.
    return number(value.map { ($0 * 1e12).rounded() / 1e10 })
  }
}

extension ReportSummary {
  /// A line per figure: of all records, of stretches of time, of groups.
  package var csv: String {
    var out = CSV.line(["part", "of", "figure", "unit", "value", "lower", "upper", "answers"])
    func append(_ part: String, _ of: String, _ figures: [Figure]) {
      for figure in figures {
        out += CSV.line([
          part, of, figure.name, figure.unit.code, CSV.number(figure.value, figure.unit),
          CSV.number(figure.lower, figure.unit), CSV.number(figure.upper, figure.unit), "\(figure.count)",
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
        target.figure.unit.code, CSV.number(target.target, target.figure.unit), "", "", "",
      ])
      if let period = target.period { append("judged by the target", period, [target.figure]) }
    }
    for drivers in highlights.drivers {
      for driver in drivers.drivers {
        out += CSV.line([
          "adds to", driver.aspect, drivers.figure, Unit.points.code, CSV.number(driver.contribution, .points),
          CSV.number(driver.lower, .points), CSV.number(driver.upper, .points), "\(driver.texts)",
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
        func number(_ value: Double?) -> String { CSV.number(value, row.unit) }
        return CSV.line([
          row.name, row.unit.code, number(row.before.value), "\(row.before.count)", number(row.after.value),
          "\(row.after.count)", number(row.difference), number(row.lower), number(row.upper),
          row.test ?? "", CSV.number(row.statistic), CSV.number(row.pValue), CSV.number(row.adjustedPValue),
          number(row.minimalDetectable), row.effect.rawValue,
        ])
      }.joined()
      + costs.map { cost in
        CSV.line(
          ["\(cost.column), cost a month", Unit.plain.code, "", "", "", ""]
            + [cost.difference, cost.lower, cost.upper].map { CSV.number($0) } + Array(repeating: "", count: 6))
      }.joined()
  }
}
