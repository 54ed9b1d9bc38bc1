/// Looks at the fields of an export before it is read, to find out how they are written.
package struct LayoutDetector: Sendable {
  private var layout: RecordLayout
  private var dates: DateColumnDetector
  /// Of when cases were opened and solved.
  private var cases: DateColumnDetector
  /// Of each column of amounts, the currencies with an example of each.
  private var currencies: [Int: [String: String]] = [:]
  /// Whether tables of this kind have either mark before decimals.
  private let hasEitherMark: Bool
  /// Of the columns of answers.
  private var looks: [Int: AnswerLook] = [:]
  private var marks: [DecimalMarkDetector]
  private var contactsMark: DecimalMarkDetector
  /// The first bare number or short clock time of each column of times, which cannot be read as it is.
  private var openTimes: [Int: FieldError] = [:]
  /// Of each column of amounts, how many are numbers and how many are written as times.
  private var amounts: [Int: (numbers: Int, times: Int)] = [:]
  package private(set) var records = 0

  /// - Parameter decimalMark: what holds when no field tells; a comma in tables separated by semicolons.
  package init(_ layout: RecordLayout, decimalMark: NumberParser.DecimalMark = .point) {
    self.layout = layout
    dates = DateColumnDetector(column: layout.time ?? "")
    cases = DateColumnDetector(column: layout.opened ?? "")
    hasEitherMark = decimalMark == .comma
    marks = layout.measured.map { _ in DecimalMarkDetector(fallback: decimalMark) }
    contactsMark = DecimalMarkDetector(fallback: decimalMark)
  }

  /// - Parameter fields: the bytes of `layout.fields`.
  package mutating func append(_ fields: [UnsafeBufferPointer<UInt8>]) {
    guard !layout.maySumUp(fields) else { return }
    records += 1
    let first = fields.count - layout.groups.count - layout.measured.count
    if layout.time != nil { dates.append(fields[first - 1]) }
    let contactsField = first - (layout.time == nil ? 1 : 2)
    if layout.opened != nil { cases.append(fields[layout.contacts == nil ? contactsField : contactsField - 1]) }
    if layout.contacts != nil { contactsMark.append(fields[contactsField]) }
    for (index, column) in layout.measured.enumerated() {
      let field = fields[first + index]
      if column.kind == .time, layout.opened != nil {
        cases.append(field)
        continue
      }
      if column.kind != .yesNo, column.kind != .reply { marks[index].append(field) }
      if column.kind == .amount, let currency = NumberParser.currency(FieldCursor(field)) {
        currencies[index, default: [:]][currency] = FieldCursor(field).text
      }
      if column.kind.isOfAnswers, records <= Self.answersLookedAt {
        looks[index, default: AnswerLook()].append(field, book: layout.answerBook)
      }
      if column.kind == .yesNo, !column.holdsStates, BooleanParser.isOpenState(FieldCursor(field).lowercased) {
        layout.measured[index].holdsStates = true
      }
      if column.kind == .amount, records <= Self.answersLookedAt { appendAmount(field, index) }
      guard column.kind == .time, openTimes[index] == nil else { continue }
      do throws(FieldError) {
        let isRead = try DurationParser(clock: column.clock, decimalMark: .point).parse(utf8: field) != nil
        if isRead, field.contains(UInt8(ascii: ":")) { layout.measured[index].hasClocks = true }
      } catch {
        switch error {
        case .durationWithoutUnit where column.timeUnit != nil: layout.measured[index].hasPlainTimes = true
        case .durationWithoutUnit, .ambiguousDuration: openTimes[index] = error
        default: break
        }
      }
    }
  }

  private mutating func appendAmount(_ field: UnsafeBufferPointer<UInt8>, _ index: Int) {
    let cursor = FieldCursor(field)
    guard !cursor.isMissing else { return }
    if [NumberParser.DecimalMark.point, .comma].contains(where: {
      (try? NumberParser(decimalMark: $0).parse(cursor)) != nil
    }) {
      return amounts[index, default: (0, 0)].numbers += 1
    }
    do throws(FieldError) {
      let column = layout.measured[index]
      _ = try DurationParser(unit: DurationParser.Unit(column: column.name), clock: column.clock).parse(cursor)
    } catch {
      guard case .ambiguousDuration = error else { return }
      openTimes[index] = openTimes[index] ?? error
    }
    if field.contains(UInt8(ascii: ":")) { layout.measured[index].hasClocks = true }
    amounts[index, default: (0, 0)].times += 1
  }

  /// Answers are looked at in so many records, even where dates need more.
  private static let answersLookedAt = 50_000

  /// Whether further records are needed to tell the order of days and months.
  package var isOpen: Bool {
    guard layout.dateOrder == nil else { return false }
    return [dates.finding, cases.finding].contains { if case .open = $0 { true } else { false } }
  }

  /// - Returns: the layout with what was found.
  package func detected() throws(LayoutError) -> RecordLayout {
    var result = layout
    result.contactsMark = contactsMark.decimalMark
    for index in result.measured.indices {
      result.measured[index].isInDays =
        layout.opened != nil && result.measured[index].kind == .time && cases.areDays
      let isAmount = result.measured[index].kind == .amount
      if isAmount, let found = amounts[index], found.times > found.numbers {
        result.measured[index].isTimed = true
        result.measured[index].timeUnit = DurationParser.Unit(column: result.measured[index].name)
      } else if isAmount {
        result.measured[index].hasClocks = false
      }
      if let error = openTimes[index], !isAmount || result.measured[index].isTimed {
        throw .undecided(column: result.measured[index].name, error)
      }
      result.measured[index].decimalMark = try decimalMark(index)
      if let found = currencies[index], found.count > 1 {
        throw .mixedCurrencies(column: result.measured[index].name, found.values.sorted().prefix(2).map { $0 })
      }
      if result.measured[index].kind == .yesNo, let label = result.measured[index].label,
        NameRules.saysUnsolved(HeaderSubject(label).name)
      {
        result.measured[index].isNegated = true
      }
      if let look = looks[index] { try Self.read(look, layout.answerBook, &result.measured[index]) }
    }
    // Dates of one export are written in one way.
    var order = layout.dateOrder
    if order == nil, layout.opened != nil {
      if case .order(let told) = dates.finding {
        order = told
      } else {
        order = try cases.parser(order: nil, zone: layout.zone).order
      }
      if case .order(let other) = cases.finding, let order, other != order {
        throw .differentDates(layout.time ?? "", layout.opened ?? "")
      }
    }
    result.dateOrder = order
    guard layout.time != nil else { return result }
    let parser = try dates.parser(order: order, zone: layout.zone)
    result.dateOrder = parser.order
    result.readsSerials = parser.readsSerials
    return result
  }

  /// What stands before decimals in a measured column: as its fields tell, else as other columns do.
  private func decimalMark(_ index: Int) throws(LayoutError) -> NumberParser.DecimalMark {
    if let given = layout.decimalMark { return given }
    let told = Set(marks.compactMap(\.told))
    if marks[index].told == nil, told.count == 1, let mark = told.first { return mark }
    let column = layout.measured[index]
    if marks[index].told == nil, hasEitherMark, [.time, .amount].contains(column.kind),
      let field = marks[index].ambiguous
    {
      throw .undecided(column: column.name, .ambiguousNumber(field))
    }
    return marks[index].decimalMark
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
    column.labels = ScaleEnds(look.labels)
    column.areLabelsUnknown = column.labels == nil && Set(look.labels.values).count > 1
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
  /// The dates of one column have the day first, those of another the month.
  case differentDates(String, String)
  /// Amounts of a column in several currencies, two of which are given.
  case mixedCurrencies(column: String, [String])
}

extension LayoutError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .undecidedScale(let question): "\(question)"
    case .undecided(let column, let error): "column '\(column)': \(error)"
    case .differentDates(let first, let second):
      "columns '\(first)' and '\(second)': one has dates with the day first, the other with the month first"
    case .mixedCurrencies(let column, let amounts):
      "column '\(column)' has amounts in different currencies, such as "
        + "\(amounts.map { "'\($0)'" }.joined(separator: " and ")): convert them to one"
    case .mixedDates(let column, let dayFirst, let monthFirst):
      "column '\(column)' has dates with the day first ('\(dayFirst)') and with the month first ('\(monthFirst)')"
    }
  }
}
