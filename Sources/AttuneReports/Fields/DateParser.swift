/// Dates as systems export them: ISO 8601 with or without time and zone, "2024-03-05 14:22", "05/03/2024 2:22 PM",
/// "5.3.2024", "Mar 5, 2024", "5 March 2024 14:22", "Tue, 05 Mar 2024 14:22:00 +0100", "Wed Mar 05 14:22:00 +0000 2024",
/// and Unix time in seconds, milliseconds or microseconds.
package struct DateParser: FieldParser {
  package enum Order: String, Sendable, CaseIterable {
    case dayFirst = "day-first"
    case monthFirst = "month-first"
  }

  /// Of dates such as 05/03/2024; nil refuses those that have two readings.
  package var order: Order?

  package init(order: Order? = nil) { self.order = order }

  package func parse(_ field: FieldCursor) throws(FieldError) -> Timestamp {
    var reader = DateReader(field)
    guard let readings = try reader.read() else { throw .notADate(field.text) }
    let (dayFirst, monthFirst) = (readings.dayFirst, readings.monthFirst)
    let reading: Timestamp?
    switch order {
    case .dayFirst: reading = dayFirst
    case .monthFirst: reading = monthFirst
    case nil:
      if let dayFirst, let monthFirst, dayFirst != monthFirst {
        throw .ambiguousDate(field.text, dayFirst: dayFirst, monthFirst: monthFirst)
      }
      reading = dayFirst ?? monthFirst
    }
    guard let reading else { throw .impossibleDate(field.text) }
    return reading
  }
}

/// Finds out from a column's fields whether days stand before months.
package struct DateOrderDetector: Sendable {
  /// A date that can be read with the day first only, such as 25/03/2024.
  private var dayFirst: String?
  /// A date that can be read with the month first only.
  private var monthFirst: String?
  /// A date that has two readings.
  private var ambiguous: FieldError?

  package init() {}

  package mutating func append(_ field: UnsafeBufferPointer<UInt8>) {
    let cursor = FieldCursor(field)
    guard !cursor.isMissing else { return }
    var reader = DateReader(cursor)
    guard let found = try? reader.read() else { return }
    switch (found.dayFirst, found.monthFirst) {
    case (.some, nil): if dayFirst == nil { dayFirst = cursor.text }
    case (nil, .some): if monthFirst == nil { monthFirst = cursor.text }
    case (let first?, let second?):
      if first != second, ambiguous == nil {
        ambiguous = .ambiguousDate(cursor.text, dayFirst: first, monthFirst: second)
      }
    case (nil, nil): break
    }
  }

  package enum Finding: Sendable, Equatable {
    /// No date needs to know.
    case irrelevant
    case order(DateParser.Order)
    /// No date tells, and this one has two readings.
    case open(FieldError)
    /// One date can be read in one way only, another in the other way only.
    case contradiction(dayFirst: String, monthFirst: String)
  }

  package var finding: Finding {
    switch (dayFirst, monthFirst) {
    case (let day?, let month?): .contradiction(dayFirst: day, monthFirst: month)
    case (.some, nil): .order(.dayFirst)
    case (nil, .some): .order(.monthFirst)
    case (nil, nil): ambiguous.map { .open($0) } ?? .irrelevant
    }
  }
}

/// Reads one date in all its readings.
struct DateReader {
  struct Readings {
    var dayFirst: Timestamp?
    var monthFirst: Timestamp?
  }

  private let field: FieldCursor
  private var cursor: FieldCursor
  private var year = 0
  private var month = 0
  private var day = 0
  /// Whether `month` and `day` may be the other way round.
  private var isSwappable = false
  /// Of the day, in UTC if there is a zone.
  private var secondOfDay = 0

  init(_ field: FieldCursor) {
    self.field = field
    cursor = field
  }

  /// - Returns: nil when this is no date; no reading when it is one that does not exist.
  mutating func read() throws(FieldError) -> Readings? {
    if let timestamp = readDigits() { return Readings(dayFirst: timestamp, monthFirst: timestamp) }
    guard try readDate() else { return nil }
    let asWritten = timestamp(month: month, day: day)
    return Readings(dayFirst: asWritten, monthFirst: isSwappable ? timestamp(month: day, day: month) : asWritten)
  }

  private func timestamp(month: Int, day: Int) -> Timestamp? {
    guard Self.years.contains(year), let date = Day(year: year, month: month, day: day) else { return nil }
    return Timestamp(seconds: date.number * 86_400 + secondOfDay)
  }

  private static let years = 1900..<2200

  // MARK: Nothing but digits

  /// "20240305", "20240305142200", "1709648520", "1709648520.25", "1709648520000"
  private func readDigits() -> Timestamp? {
    var cursor = cursor
    guard let number = cursor.integer() else { return nil }
    let hasFraction = cursor.take(".")
    if hasFraction { guard cursor.integer() != nil else { return nil } }
    guard cursor.isAtEnd else { return nil }
    switch number.digits {
    case 8 where !hasFraction: return Self.compact(number.value, time: 0)
    case 14 where !hasFraction:
      let time = number.value % 1_000_000
      let (hour, minute, second) = (time / 10_000, time / 100 % 100, time % 100)
      guard hour < 24, minute < 60, second < 60 else { return nil }
      return Self.compact(number.value / 1_000_000, time: hour * 3600 + minute * 60 + second)
    case 9, 10: return Timestamp(seconds: number.value)
    case 12, 13: return Timestamp(seconds: number.value / 1000)
    case 15, 16: return Timestamp(seconds: number.value / 1_000_000)
    default: return nil
    }
  }

  private static func compact(_ date: Int, time: Int) -> Timestamp? {
    guard years.contains(date / 10_000), let day = Day(year: date / 10_000, month: date / 100 % 100, day: date % 100)
    else { return nil }
    return Timestamp(seconds: day.number * 86_400 + time)
  }

  // MARK: Date

  /// Reads date, time and zone up to the end.
  private mutating func readDate() throws(FieldError) -> Bool {
    skipWeekday()
    if cursor.isAtLetter {
      // "March 5th, 2024 14:22", "Mar 05 14:22:00 +0000 2024"
      guard let named = readMonth() else { return false }
      month = named
      skipSeparators()
      guard readDay() else { return false }
      skipSeparators()
      if cursor.byte(ahead: 2) == UInt8(ascii: ":") {
        guard try readTime() else { return false }
        cursor.skipBlanks()
        return readYear() && cursor.isAtEnd
      }
      guard readYear() else { return false }
      return try readRest()
    }
    guard let first = cursor.integer() else { return false }
    if first.digits == 4 {
      // "2024-03-05", "2024/3/5", "2024-Mar-05"
      year = first.value
      guard skipSeparator() else { return false }
      if cursor.isAtLetter {
        guard let named = readMonth() else { return false }
        month = named
      } else {
        guard let number = cursor.integer(), number.digits <= 2 else { return false }
        month = number.value
      }
      guard skipSeparator(), let number = cursor.integer(), number.digits <= 2 else { return false }
      day = number.value
      return try readRest()
    }
    guard first.digits <= 2 else { return false }
    day = first.value
    skipOrdinal()
    let separator = cursor.byte
    skipSeparators()
    if cursor.isAtLetter {
      // "5 March 2024", "05-Mar-24", "5th of March 2024"
      guard let named = readMonth() else { return false }
      month = named
      skipSeparators()
      guard readYear() else { return false }
      return try readRest()
    }
    // "05/03/2024", "5.3.24", "05-03-2024"
    guard [0x2F, 0x2E, 0x2D].contains(separator), let second = cursor.integer(), second.digits <= 2,
      cursor.byte == separator
    else { return false }
    month = second.value
    cursor.advance()
    if separator == UInt8(ascii: ".") { cursor.skipBlanks() }
    guard readYear() else { return false }
    // Points stand between day, month and year only.
    isSwappable = separator != UInt8(ascii: ".")
    return try readRest()
  }

  private mutating func readDay() -> Bool {
    guard let number = cursor.integer(), number.digits <= 2 else { return false }
    day = number.value
    skipOrdinal()
    return true
  }

  /// Of two or four digits; two are of 1969...2068, as in POSIX.
  private mutating func readYear() -> Bool {
    _ = cursor.take("'")
    guard let number = cursor.integer(), number.digits == 4 || number.digits == 2 else { return false }
    year = number.digits == 4 ? number.value : number.value + (number.value < 69 ? 2000 : 1900)
    return true
  }

  private mutating func readMonth() -> Int? {
    let word = cursor.word()
    _ = cursor.take(".")
    guard word.count >= 3 else { return nil }
    let index = Day.monthNames.firstIndex { $0.lowercased().hasPrefix(word) } ?? (word == "sept" ? 8 : nil)
    return index.map { $0 + 1 }
  }

  private mutating func skipWeekday() {
    var ahead = cursor
    let word = ahead.isAtLetter ? ahead.word() : ""
    guard word.count >= 3,
      ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].contains(where: {
        $0.hasPrefix(word)
      }) || word == "thur"
    else { return }
    cursor = ahead
    _ = cursor.take(".")
    _ = cursor.take(",")
    cursor.skipBlanks()
  }

  private mutating func skipOrdinal() {
    var ahead = cursor
    if ahead.isAtLetter, ["st", "nd", "rd", "th"].contains(ahead.word()) { cursor = ahead }
  }

  private mutating func skipSeparator() -> Bool {
    guard [0x2D, 0x2F, 0x2E].contains(cursor.byte) else { return false }
    cursor.advance()
    return true
  }

  /// Blanks, one mark, and "of".
  private mutating func skipSeparators() {
    cursor.skipBlanks()
    if [0x2D, 0x2F, 0x2E, 0x2C].contains(cursor.byte) { cursor.advance() }
    cursor.skipBlanks()
    var ahead = cursor
    if ahead.isAtLetter, ahead.word() == "of" {
      cursor = ahead
      cursor.skipBlanks()
    }
  }

  // MARK: Time

  /// Reads what stands behind the date.
  private mutating func readRest() throws(FieldError) -> Bool {
    if cursor.isAtEnd { return true }
    if cursor.byte | 0x20 == UInt8(ascii: "t"), cursor.byte(ahead: 1) &- 0x30 < 10 {
      cursor.advance()
    } else {
      _ = cursor.take(",")
      guard [0x20, 0x09, 0xC2].contains(cursor.byte) else { return false }
      cursor.skipBlanks()
      var ahead = cursor
      if ahead.isAtLetter, ahead.word() == "at" {
        cursor = ahead
        cursor.skipBlanks()
      }
    }
    guard try readTime() else { return false }
    return cursor.isAtEnd
  }

  /// "14:22", "14:22:33.123", "2:22 PM", with a zone behind it.
  private mutating func readTime() throws(FieldError) -> Bool {
    guard let hours = cursor.integer(), hours.digits <= 2 else { return false }
    var (hour, minute, second) = (hours.value, 0, 0)
    if cursor.take(":") {
      guard let minutes = cursor.integer(), minutes.digits == 2 else { return false }
      minute = minutes.value
      if cursor.take(":") {
        guard let seconds = cursor.integer(), seconds.digits == 2 else { return false }
        second = min(seconds.value, 59 + (seconds.value > 60 ? 60 : 0))
        if cursor.take(".") || cursor.take(",") { guard cursor.integer() != nil else { return false } }
      }
    }
    var ahead = cursor
    ahead.skipBlanks()
    let word = ahead.isAtLetter ? ahead.word() : ""
    if word == "am" || word == "pm" {
      guard (1...12).contains(hour) else { throw .impossibleDate(field.text) }
      hour = hour % 12 + (word == "pm" ? 12 : 0)
      cursor = ahead
    }
    guard hour < 24 || hour == 24 && minute == 0 && second == 0, minute < 60, second < 60 else {
      throw .impossibleDate(field.text)
    }
    secondOfDay = hour * 3600 + minute * 60 + second
    guard let offset = try readZone() else { return false }
    secondOfDay -= offset
    return true
  }

  /// - Returns: seconds east of Greenwich, 0 without a zone; nil when what is here is none.
  private mutating func readZone() throws(FieldError) -> Int? {
    var ahead = cursor
    ahead.skipBlanks()
    if ahead.isAtLetter {
      let word = ahead.word()
      guard ["z", "utc", "gmt"].contains(word) else {
        throw .unknownZone(field.text, zone: word.uppercased())
      }
      cursor = ahead
    }
    ahead = cursor
    ahead.skipBlanks()
    let sign = ahead.take("+") ? 1 : ahead.take("-") ? -1 : 0
    guard sign != 0 else { return 0 }
    guard let hours = ahead.integer() else { return nil }
    var offset: Int
    switch hours.digits {
    case 4: offset = hours.value / 100 * 3600 + hours.value % 100 * 60
    case 1, 2:
      offset = hours.value * 3600
      if ahead.take(":") {
        guard let minutes = ahead.integer(), minutes.digits == 2 else { return nil }
        offset += minutes.value * 60
      }
    default: return nil
    }
    guard offset <= 14 * 3600 else { throw .impossibleDate(field.text) }
    cursor = ahead
    return sign * offset
  }
}
