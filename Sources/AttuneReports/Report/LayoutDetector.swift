/// Looks at the fields of an export before it is read, to find out how they are written.
package struct LayoutDetector: Sendable {
  private var layout: RecordLayout
  private var dates: DateColumnDetector
  /// Of the columns of answers.
  private var looks: [Int: AnswerLook] = [:]
  private var marks: [DecimalMarkDetector]
  private var contactsMark: DecimalMarkDetector
  /// The first bare number or short clock time of each column of times, which cannot be read as it is.
  private var openTimes: [Int: FieldError] = [:]
  package private(set) var records = 0

  /// - Parameter decimalMark: what holds when no field tells; a comma in tables separated by semicolons.
  package init(_ layout: RecordLayout, decimalMark: NumberParser.DecimalMark = .point) {
    self.layout = layout
    dates = DateColumnDetector(column: layout.time ?? "")
    marks = layout.measured.map { _ in DecimalMarkDetector(fallback: decimalMark) }
    contactsMark = DecimalMarkDetector(fallback: decimalMark)
  }

  /// - Parameter fields: the bytes of `layout.fields`.
  package mutating func append(_ fields: [UnsafeBufferPointer<UInt8>]) {
    guard !layout.isSummary(fields) else { return }
    records += 1
    let first = fields.count - layout.groups.count - layout.measured.count
    if layout.time != nil { dates.append(fields[first - 1]) }
    if layout.contacts != nil { contactsMark.append(fields[first - (layout.time == nil ? 1 : 2)]) }
    for (index, column) in layout.measured.enumerated() {
      let field = fields[first + index]
      if column.kind != .yesNo, column.kind != .reply { marks[index].append(field) }
      if column.kind.isOfAnswers, records <= Self.answersLookedAt {
        looks[index, default: AnswerLook()].append(field, book: layout.answerBook)
      }
      if column.kind == .yesNo, !column.holdsStates, Self.notYet.contains(FieldCursor(field).lowercased) {
        layout.measured[index].holdsStates = true
      }
      guard column.kind == .time, layout.opened == nil, openTimes[index] == nil else { continue }
      do throws(FieldError) {
        _ = try DurationParser(clock: column.clock, decimalMark: .point).parse(utf8: field)
      } catch {
        switch error {
        case .durationWithoutUnit where column.timeUnit != nil: layout.measured[index].hasPlainTimes = true
        case .durationWithoutUnit, .ambiguousDuration: openTimes[index] = error
        default: break
        }
      }
    }
  }

  /// What a ticket is that may yet be solved.
  private static let notYet: Set<String> = [
    "open", "new", "pending", "on hold", "in progress", "reopened", "escalated", "incomplete", "unanswered",
    "unresolved",
    "unsolved", "not resolved",
  ]

  /// Answers are looked at in so many records, even where dates need more.
  private static let answersLookedAt = 50_000

  /// Whether further records are needed to tell the order of days and months.
  package var isOpen: Bool {
    if layout.dateOrder == nil, case .open = dates.finding { true } else { false }
  }

  /// - Returns: the layout with what was found.
  package func detected() throws(LayoutError) -> RecordLayout {
    var result = layout
    result.contactsMark = contactsMark.decimalMark
    for index in result.measured.indices {
      if let error = openTimes[index] { throw .undecided(column: result.measured[index].name, error) }
      result.measured[index].decimalMark = marks[index].decimalMark
      if result.measured[index].kind == .yesNo, let label = result.measured[index].label,
        NameRules.saysUnsolved(ColumnName(label))
      {
        result.measured[index].isNegated = true
      }
      if let look = looks[index] { try Self.read(look, layout.answerBook, &result.measured[index]) }
    }
    guard layout.time != nil else { return result }
    let parser = try dates.parser(order: layout.dateOrder, zone: layout.zone)
    result.dateOrder = parser.order
    result.readsSerials = parser.readsSerials
    return result
  }

  /// Finds the words and the top of a column of answers.
  private static func read(
    _ look: AnswerLook, _ book: AnswerBook, _ column: inout RecordLayout.MeasuredColumn
  ) throws(LayoutError) {
    if let name = column.familyName {
      column.family = book[name]
    } else {
      let isPromoter = column.kind == .promoter
      switch look.family(
        in: book, scale: column.scale, isUsable: { !isPromoter || $0.lowest == 0 && $0.highest == 10 })
      {
      case .none: break
      case .found(let family): column.family = family
      case .open(let first, let second):
        let readings = [first, second].map { family in
          ScaleQuestion.Reading(
            name: "'\(family.name)'", option: "--scale '\(column.name)=\(family.name)'",
            figure: column.kind.figureText(look.answers(in: family, best: column.best ?? .high)))
        }
        throw .undecidedScale(ScaleQuestion(column: column.name, first: readings[0], second: readings[1]))
      }
    }
    let (name, kind) = (column.name, column.kind)
    column.top =
      column.scale?.highest ?? column.family?.highest
      ?? look.top { kind == .promoter ? Scale.findPromoter($0, name: name) : Scale.find($0, name: name) }
  }
}

/// Why a column cannot be read without help.
package enum LayoutError: Error, Hashable, Sendable {
  /// A field has two readings, and no other field of the column tells which one is meant.
  case undecided(column: String, FieldError)
  /// A column's answers fit two scales.
  case undecidedScale(ScaleQuestion)
  /// Some dates have the day first, others the month.
  case mixedDates(column: String, dayFirst: String, monthFirst: String)
}

extension LayoutError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .undecidedScale(let question): "\(question)"
    case .undecided(let column, let error): "column '\(column)': \(error)"
    case .mixedDates(let column, let dayFirst, let monthFirst):
      "column '\(column)' has dates with the day first ('\(dayFirst)') and with the month first ('\(monthFirst)')"
    }
  }
}
