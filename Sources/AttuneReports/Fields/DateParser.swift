/// Dates as systems export them: ISO 8601 with or without time and zone, "2024-03-05 14:22", "05/03/2024 2:22 PM",
/// "5.3.2024", "Mar 5, 2024", "5 March 2024 14:22", "Tue, 05 Mar 2024 14:22:00 +0100", "Wed Mar 05 14:22:00 +0000 2024",
/// "Reviewed in the United States on October 5, 2023", names of months in eight languages (`MonthNames`), months and
/// years alone ("2023-10", "10/2023", "Oct 2023", "2023": their first day), weeks and quarters ("2026-W02", "Q1 2026":
/// their first day), and Unix time in seconds, milliseconds or
/// microseconds.
///
/// Two-digit years are 1969 to 2068. The day of a date is the one that is written, whatever its zone, unless `zone`
/// moves it.
package struct DateParser: FieldParser {
  package enum Order: String, Sendable, CaseIterable {
    case dayFirst = "day-first"
    case monthFirst = "month-first"
  }

  /// Of dates such as 05/03/2024; nil refuses those that have two readings.
  package var order: Order?

  /// Whether numbers such as 45000.5 are days of a spreadsheet.
  package var readsSerials: Bool
  /// Where the days are wanted; dates without a zone are taken to be of there.
  package var zone: TimeZone?

  package init(order: Order? = nil, readsSerials: Bool = false, zone: TimeZone? = nil) {
    self.order = order
    self.readsSerials = readsSerials
    self.zone = zone
  }

  package func parse(_ field: FieldCursor) throws(FieldError) -> Timestamp {
    if readsSerials, let time = Timestamp(serial: field) { return moved(time, hasZone: false) }
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
    return moved(reading, hasZone: readings.hasZone)
  }

  /// The same moment in `zone`.
  private func moved(_ time: Timestamp, hasZone: Bool) -> Timestamp {
    guard let zone else { return time }
    if hasZone { return Timestamp(seconds: time.seconds, offset: zone.offset(at: time.seconds)) }
    let offset = zone.offset(atLocal: time.seconds)
    return Timestamp(seconds: time.seconds - offset, offset: offset)
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
  private(set) var dates = 0
  /// Whether a date has a time of day, other than midnight.
  private(set) var hasClock = false

  package init() {}

  package mutating func append(_ field: UnsafeBufferPointer<UInt8>) {
    let cursor = FieldCursor(field)
    guard !cursor.isMissing else { return }
    var reader = DateReader(cursor)
    guard let found = try? reader.read() else { return }
    dates += 1
    if let time = found.dayFirst ?? found.monthFirst, (time.seconds + time.offset) % 86_400 != 0 { hasClock = true }
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
    /// Whether the date says of which zone it is.
    var hasZone = false
  }

  private let field: FieldCursor
  private var cursor: FieldCursor
  private var year = 0
  private var month = 0
  private var day = 0
  /// Whether `month` and `day` may be the other way round.
  private var isSwappable = false
  private var secondOfDay = 0
  /// Of the zone; nil without one.
  private var offset: Int?

  init(_ field: FieldCursor) {
    self.field = field
    cursor = field
  }

  /// - Parameter start: where in the field the date begins.
  private init(_ field: FieldCursor, from start: FieldCursor) {
    self.field = field
    cursor = start
  }

  /// - Returns: nil when this is no date; no reading when it is one that does not exist.
  mutating func read() throws(FieldError) -> Readings? {
    if let timestamp = readDigits() {
      // What counts from 1970 counts in Greenwich.
      return Readings(dayFirst: timestamp, monthFirst: timestamp, hasZone: isUnixTime)
    }
    if let start = readPeriod() { return Readings(dayFirst: start, monthFirst: start) }
    if try readDate(skipsWeekday: true) { return readings }
    guard field.isAtLetter || field.byte >= 0x80 else { return nil }
    // "mar." is the third month, or a Tuesday in French and Spanish.
    var second = DateReader(field)
    second.skipShortTuesday()
    if second.cursor.count < field.count, try second.readDate(skipsWeekday: false) { return second.readings }
    return try readBehindWords()
  }

  private var readings: Readings {
    let asWritten = timestamp(month: month, day: day)
    return Readings(
      dayFirst: asWritten, monthFirst: isSwappable ? timestamp(month: day, day: month) : asWritten,
      hasZone: offset != nil)
  }

  private var isUnixTime: Bool {
    var cursor = cursor
    return ![8, 14].contains(cursor.integer()?.digits ?? 0)
  }

  /// Reads the date at the end of "Reviewed in the United States on October 5, 2023". Of other sentences it may be that of
  /// anything, as of "Exported by Acme on 2026-08-20".
  private func readBehindWords() throws(FieldError) -> Readings? {
    guard field.count <= 200 else { return nil }
    var places: [FieldCursor] = []
    var cursor = field
    // A weekday, or nothing but a preposition, may stand at the beginning too.
    let first = cursor.letters()
    cursor = field
    guard Self.reviewWords.contains(first) || Self.datePrepositions.contains(first) else { return nil }
    while !cursor.isAtEnd {
      let word = cursor.letters()
      if Self.datePrepositions.contains(word) {
        var start = cursor
        start.skipBlanks()
        if start.count < cursor.count { places.append(start) }
      }
      if word.isEmpty { cursor.advance() }
    }
    for start in places.suffix(4).reversed() {
      var reader = DateReader(field, from: start)
      if try reader.readDate(skipsWeekday: true) { return reader.readings }
    }
    return nil
  }

  /// What sentences with the date of a review or an answer begin with.
  private static let reviewWords: Set<String> = [
    "reviewed", "review", "posted", "published", "submitted", "written", "answered", "rated", "created", "received",
    "date",
    "dated", "closed", "opened", "solved", "resolved", "completed", "updated", "sent", "visited", "visit", "stayed",
    "stay",
    "bewertet", "bewertung", "rezension", "rezensiert", "kommentiert", "verfasst", "geschrieben", "veroffentlicht",
    "erstellt", "eingegangen", "commente", "commentaire", "avis", "publie", "evalue", "note", "redige", "ecrit", "recu",
    "resena", "calificado", "calificacion", "revisado", "opinion", "publicado", "escrito", "valorado", "evaluado",
    "comentado", "recibido", "resenado", "recensito", "recensione", "beoordeeld", "avaliado",
  ]

  /// "on", German "am" and "vom", French "le", Spanish "el".
  private static let datePrepositions: Set<String> = ["on", "am", "vom", "den", "le", "el"]

  private func timestamp(month: Int, day: Int) -> Timestamp? {
    guard Self.years.contains(year), let date = Day(year: year, month: month, day: day) else { return nil }
    return Timestamp(seconds: date.number * 86_400 + secondOfDay - (offset ?? 0), offset: offset ?? 0)
  }

  static let years = 1900..<2200

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

  // MARK: Weeks and quarters

  /// The first day of "2026-W02" (ISO 8601-1), "2026W02", "KW 2/2026", "2026-Q1", "Q1 2026" and "T1 2026".
  private func readPeriod() -> Timestamp? {
    guard field.count <= 12 else { return nil }
    var cursor = cursor
    let early = cursor.isAtDigit ? cursor.integer() : nil
    guard early.map({ $0.digits == 4 }) ?? true else { return nil }
    if early != nil { Self.skipMark(&cursor) }
    let kind = cursor.word()
    guard Self.quarters.contains(kind) || Self.weeks.contains(kind) else { return nil }
    cursor.skipBlanks()
    guard let number = cursor.integer(), number.digits <= 2 else { return nil }
    var year = early
    if year == nil {
      Self.skipMark(&cursor)
      year = cursor.integer()
    }
    guard let year, year.digits == 4, Self.years.contains(year.value), cursor.isAtEnd else { return nil }
    if Self.quarters.contains(kind) {
      guard (1...4).contains(number.value) else { return nil }
      return Day(year: year.value, month: 3 * number.value - 2, day: 1).map { Timestamp(seconds: $0.number * 86_400) }
    }
    // The fourth of January is in the first week, which begins with a Monday; the first day of 1970 was a Thursday.
    guard (1...53).contains(number.value), let fourth = Day(year: year.value, month: 1, day: 4)?.number else {
      return nil
    }
    let monday = fourth - ((fourth + 3) % 7 + 7) % 7
    return Timestamp(seconds: (monday + 7 * (number.value - 1)) * 86_400)
  }

  private static func skipMark(_ cursor: inout FieldCursor) {
    cursor.skipBlanks()
    if !cursor.take("-") { _ = cursor.take("/") }
    cursor.skipBlanks()
  }

  private static let quarters: Set<String> = ["q", "t"]
  private static let weeks: Set<String> = ["w", "kw", "cw"]

  // MARK: Date

  /// Reads date, time and zone up to the end.
  private mutating func readDate(skipsWeekday: Bool) throws(FieldError) -> Bool {
    if skipsWeekday { skipWeekday() }
    if cursor.isAtLetter {
      // "March 5th, 2024 14:22", "Mar 05 14:22:00 +0000 2024"
      guard let named = readMonth() else { return false }
      month = named
      skipSeparators()
      var ahead = cursor
      if let number = ahead.integer(), number.digits == 4, ahead.isAtEnd {
        // "Oct 2023"
        (year, day) = (number.value, 1)
        return true
      }
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
      // "2024-03-05", "2024/3/5", "2024-Mar-05", and "2024-03" and "2024"
      year = first.value
      if cursor.isAtEnd {
        (month, day) = (1, 1)
        return true
      }
      guard skipSeparator() else { return false }
      if cursor.isAtLetter {
        guard let named = readMonth() else { return false }
        month = named
      } else {
        guard let number = cursor.integer(), number.digits <= 2 else { return false }
        month = number.value
      }
      if cursor.isAtEnd {
        day = 1
        return true
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
    // "05/03/2024", "5.3.24", "05-03-2024", and "03/2024"
    guard [0x2F, 0x2E, 0x2D].contains(separator), let second = cursor.integer() else { return false }
    if second.digits == 4, cursor.isAtEnd {
      (year, month, day) = (second.value, first.value, 1)
      return true
    }
    guard second.digits <= 2,
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
    let word = cursor.letters()
    _ = cursor.take(".")
    return MonthNames.months[word]
  }

  private mutating func skipWeekday() {
    var ahead = cursor
    let word = ahead.isAtLetter ? ahead.letters() : ""
    // Two letters only with a mark behind them: "Di., 5. März".
    guard MonthNames.weekdays.contains(word), word.count > 2 || [0x2E, 0x2C].contains(ahead.byte) else { return }
    cursor = ahead
    _ = cursor.take(".")
    _ = cursor.take(",")
    cursor.skipBlanks()
  }

  private mutating func skipShortTuesday() {
    var ahead = cursor
    guard ahead.isAtLetter, ahead.letters() == "mar" else { return }
    _ = ahead.take(".")
    _ = ahead.take(",")
    ahead.skipBlanks()
    cursor = ahead
  }

  private mutating func skipOrdinal() {
    var ahead = cursor
    if ahead.isAtLetter, ["st", "nd", "rd", "th", "er", "e"].contains(ahead.word()) {
      cursor = ahead
    } else if ahead.byte == 0xC2, [0xBA, 0xAA].contains(ahead.byte(ahead: 1)) {
      for _ in 0..<2 { cursor.advance() }
    }
  }

  private mutating func skipSeparator() -> Bool {
    guard [0x2D, 0x2F, 0x2E].contains(cursor.byte) else { return false }
    cursor.advance()
    return true
  }

  /// Blanks, one mark, and "of" or Spanish and Portuguese "de".
  private mutating func skipSeparators() {
    cursor.skipBlanks()
    if [0x2D, 0x2F, 0x2E, 0x2C].contains(cursor.byte) { cursor.advance() }
    cursor.skipBlanks()
    var ahead = cursor
    if ahead.isAtLetter, ["of", "de", "del"].contains(ahead.word()) {
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
      for _ in 0..<2 {
        // "at 2:22", "um 14:22", "à 14:22", "a las 14:22"
        var ahead = cursor
        guard ["at", "um", "a", "las", "la"].contains(ahead.letters()) else { break }
        cursor = ahead
        cursor.skipBlanks()
      }
    }
    guard try readTime() else { return false }
    return cursor.isAtEnd
  }

  /// "14:22", "14:22:33.123", "2:22 PM", "2:22 p.m.", "14h22", "14:22 Uhr", with a zone behind it.
  private mutating func readTime() throws(FieldError) -> Bool {
    guard let hours = cursor.integer(), hours.digits <= 2 else { return false }
    var (hour, minute, second) = (hours.value, 0, 0)
    let hasHourLetter = cursor.byte | 0x20 == UInt8(ascii: "h") && cursor.byte(ahead: 1) &- 0x30 < 10
    if hasHourLetter { cursor.advance() }
    if hasHourLetter || cursor.take(":") {
      guard let minutes = cursor.integer(), minutes.digits == 2 else { return false }
      minute = minutes.value
      if cursor.take(":") {
        guard let seconds = cursor.integer(), seconds.digits == 2 else { return false }
        second = min(seconds.value, 59 + (seconds.value > 60 ? 60 : 0))
        if cursor.take(".") || cursor.take(",") { guard cursor.integer() != nil else { return false } }
      }
    }
    if let isAfternoon = readHalfOfDay() {
      guard (1...12).contains(hour) else { throw .impossibleDate(field.text) }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    var ahead = cursor
    ahead.skipBlanks()
    if ahead.isAtLetter, ["uhr", "h", "hrs"].contains(ahead.word()) { cursor = ahead }
    guard hour < 24 || hour == 24 && minute == 0 && second == 0, minute < 60, second < 60 else {
      throw .impossibleDate(field.text)
    }
    secondOfDay = hour * 3600 + minute * 60 + second
    guard try readZone() else { return false }
    skipZoneName()
    return true
  }

  /// "am", "PM", "p.m.", "a. m."
  /// - Returns: whether it is the second half; nil when nothing is here.
  private mutating func readHalfOfDay() -> Bool? {
    var ahead = cursor
    ahead.skipBlanks()
    let first = ahead.byte | 0x20
    guard first == UInt8(ascii: "a") || first == UInt8(ascii: "p") else { return nil }
    ahead.advance()
    if ahead.take(".") { ahead.skipBlanks() }
    guard ahead.byte | 0x20 == UInt8(ascii: "m") else { return nil }
    ahead.advance()
    guard !ahead.isAtLetter else { return nil }
    _ = ahead.take(".")
    cursor = ahead
    return first == UInt8(ascii: "p")
  }

  /// Leaves out what some write behind an offset: "(Central European Standard Time)", "[Europe/Berlin]".
  private mutating func skipZoneName() {
    guard offset != nil else { return }
    var ahead = cursor
    ahead.skipBlanks()
    let close: Character = ahead.take("(") ? ")" : ahead.take("[") ? "]" : " "
    guard close != " " else { return }
    while !ahead.isAtEnd {
      if ahead.take(close) {
        cursor = ahead
        return
      }
      ahead.advance()
    }
  }

  /// Reads the zone, if there is one, into `offset`.
  /// - Returns: false when what is here is none.
  private mutating func readZone() throws(FieldError) -> Bool {
    var ahead = cursor
    ahead.skipBlanks()
    if ahead.isAtLetter {
      let word = ahead.word()
      guard let named = TimeZone.abbreviations[word] else {
        throw .unknownZone(field.text, zone: word.uppercased())
      }
      offset = named
      cursor = ahead
    }
    ahead = cursor
    ahead.skipBlanks()
    let sign = ahead.take("+") ? 1 : ahead.take("-") ? -1 : 0
    guard sign != 0 else { return true }
    guard let hours = ahead.integer() else { return false }
    var offset: Int
    switch hours.digits {
    case 4: offset = hours.value / 100 * 3600 + hours.value % 100 * 60
    case 1, 2:
      offset = hours.value * 3600
      if ahead.take(":") {
        guard let minutes = ahead.integer(), minutes.digits == 2 else { return false }
        offset += minutes.value * 60
      }
    default: return false
    }
    guard offset <= 14 * 3600 else { throw .impossibleDate(field.text) }
    cursor = ahead
    self.offset = (self.offset ?? 0) + sign * offset
    return true
  }
}
