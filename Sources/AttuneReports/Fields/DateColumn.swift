/// Finds out how the dates of one column are written: the same for every command.
package struct DateColumnDetector: Sendable {
  private let column: String
  private var orders = DateOrderDetector()
  private var fields = 0
  /// Fields that may be days of a spreadsheet.
  private var serials = 0
  private var hasSerialClock = false

  /// - Parameter column: its name.
  package init(column: String) { self.column = column }

  package mutating func append(_ field: UnsafeBufferPointer<UInt8>) {
    orders.append(field)
    let cursor = FieldCursor(field)
    guard !cursor.isMissing else { return }
    fields += 1
    if let serial = Timestamp(serial: cursor) {
      serials += 1
      if serial.seconds % 86_400 != 0 { hasSerialClock = true }
    }
  }

  package var finding: DateOrderDetector.Finding { orders.finding }

  /// Whether there are dates, and none of them has a time of day.
  var areDays: Bool { (orders.dates > 0 || serials > 0) && !orders.hasClock && !hasSerialClock }

  /// Whether all fields are days of a spreadsheet, and the column's name speaks of time: such numbers are anything else
  /// as well.
  package var holdsSerials: Bool { fields > 0 && serials == fields && Self.namesTime(column) }

  /// - Parameters:
  ///   - order: the one that is given; nil to take that of the column.
  ///   - zone: see `DateParser.zone`.
  package func parser(order: DateParser.Order?, zone: TimeZone?) throws(LayoutError) -> DateParser {
    var parser = DateParser(order: order, readsSerials: holdsSerials, zone: zone)
    guard order == nil else { return parser }
    switch finding {
    case .irrelevant: break
    case .order(let order): parser.order = order
    case .open(let error): throw .undecided(column: column, error)
    case .contradiction(let dayFirst, let monthFirst):
      throw .mixedDates(column: column, dayFirst: dayFirst, monthFirst: monthFirst)
    }
    return parser
  }

  /// "created_at", "Submission time", "Bestelldatum"
  private static func namesTime(_ column: String) -> Bool {
    let name = AnswerWords.normalized(column)
    let words = name.split { !$0.isLetter }
    return words.contains { timeWords.contains(String($0)) }
      || ["date", "time", "datum", "fecha"].contains { name.contains(text: $0) }
  }

  private static let timeWords: Set<String> = [
    "at", "on", "when", "day", "created", "updated", "closed", "opened", "received", "submitted", "zeit", "tag", "hora",
    "dia", "heure", "jour", "quand", "stamp",
  ]
}

extension Timestamp {
  /// A day of a spreadsheet: days since the end of 1899, with the time of day behind the mark ("45000.5"). Only those of
  /// 1954 to 2118 are taken.
  init?(serial field: FieldCursor) {
    var cursor = field
    guard let days = cursor.integer(), days.digits == 5, (20_000..<80_000).contains(days.value) else { return nil }
    var fraction = 0.0
    if cursor.take(".") || cursor.take(",") {
      var digits = DecimalDigits()
      digits.takeFraction(&cursor)
      guard digits.count > 0 else { return nil }
      fraction = digits.value
    }
    guard cursor.isAtEnd, (0..<1).contains(fraction) else { return nil }
    self.init(seconds: (days.value - 25_569) * 86_400 + Int((fraction * 86_400).rounded()))
  }
}
