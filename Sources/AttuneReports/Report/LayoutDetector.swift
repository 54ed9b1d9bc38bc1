/// Looks at the fields of an export before it is read, to find out how they are written.
package struct LayoutDetector: Sendable {
  private var layout: RecordLayout
  private var dates = DateOrderDetector()
  private var marks: [DecimalMarkDetector]
  /// The first bare number or short clock time of each column of times, which cannot be read as it is.
  private var openTimes: [Int: FieldError] = [:]
  package private(set) var records = 0

  /// - Parameter decimalMark: what holds when no field tells; a comma in tables separated by semicolons.
  package init(_ layout: RecordLayout, decimalMark: NumberParser.DecimalMark = .point) {
    self.layout = layout
    marks = layout.measured.map { _ in DecimalMarkDetector(fallback: decimalMark) }
  }

  /// - Parameter fields: the bytes of `layout.fields`.
  package mutating func append(_ fields: [UnsafeBufferPointer<UInt8>]) {
    records += 1
    let first = fields.count - layout.groups.count - layout.measured.count
    if layout.time != nil { dates.append(fields[first - 1]) }
    for (index, column) in layout.measured.enumerated() {
      let field = fields[first + index]
      if column.kind != .yesNo, column.kind != .reply { marks[index].append(field) }
      guard column.kind == .time, openTimes[index] == nil else { continue }
      do throws(FieldError) {
        _ = try DurationParser(unit: column.timeUnit, clock: column.clock, decimalMark: .point).parse(utf8: field)
      } catch {
        switch error {
        case .durationWithoutUnit, .ambiguousDuration: openTimes[index] = error
        default: break
        }
      }
    }
  }

  /// Whether further records are needed to tell the order of days and months.
  package var isOpen: Bool {
    if layout.dateOrder == nil, case .open = dates.finding { true } else { false }
  }

  /// - Returns: the layout with what was found.
  package func detected() throws(LayoutError) -> RecordLayout {
    var result = layout
    for index in result.measured.indices {
      if let error = openTimes[index] { throw .undecided(column: result.measured[index].name, error) }
      result.measured[index].decimalMark = marks[index].decimalMark
    }
    guard let time = layout.time, layout.dateOrder == nil else { return result }
    switch dates.finding {
    case .irrelevant: break
    case .order(let order): result.dateOrder = order
    case .open(let error): throw .undecided(column: time, error)
    case .contradiction(let dayFirst, let monthFirst):
      throw .mixedDates(column: time, dayFirst: dayFirst, monthFirst: monthFirst)
    }
    return result
  }
}

/// Why a column cannot be read without help.
package enum LayoutError: Error, Hashable, Sendable {
  /// A field has two readings, and no other field of the column tells which one is meant.
  case undecided(column: String, FieldError)
  /// Some dates have the day first, others the month.
  case mixedDates(column: String, dayFirst: String, monthFirst: String)
}

extension LayoutError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .undecided(let column, let error): "column '\(column)': \(error)"
    case .mixedDates(let column, let dayFirst, let monthFirst):
      "column '\(column)' has dates with the day first ('\(dayFirst)') and with the month first ('\(monthFirst)')"
    }
  }
}
