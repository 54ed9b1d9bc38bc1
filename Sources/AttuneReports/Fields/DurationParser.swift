/// Durations as help desks export them, in seconds: "2h 15m", "1.5 hours", "01:30:00", "1 day, 2:03:04", "PT2H15M", "90"
/// where the column tells the unit.
package struct DurationParser: FieldParser {
  package enum Unit: String, Sendable, CaseIterable {
    case milliseconds, seconds, minutes, hours, days, weeks

    var seconds: Double {
      switch self {
      case .milliseconds: 0.001
      case .seconds: 1
      case .minutes: 60
      case .hours: 3600
      case .days: 86_400
      case .weeks: 604_800
      }
    }

    /// The unit that a column names: "resolution_hours", "Handle time (min)", "ttr_s"; nil when it names none, or two. Words
    /// of when the clock runs name none: "in minutes within business hours", "seconds (last 30 days)". What is alone in
    /// brackets, or shortened, is a unit all the same: "business (hours)", "business hrs".
    package init?(column: String) {
      let parts = column.split { "()[]".contains($0) }.map {
        ColumnName(" \($0)").words.split(separator: " ").map(String.init)
      }
      let words = parts.flatMap(\.self)
      let alone = parts.indices.dropFirst().filter { parts[$0].count == 1 }.map { parts[..<$0].joined().count }
      let named = words.indices.filter { DurationParser.units[words[$0]] != nil && !(words[$0] == "min" && $0 == 0) }
      let plain = named.filter { alone.contains($0) || !Self.isPeriod($0, words) }
      // "in business hours" is a unit where there is no other.
      let measured =
        plain.isEmpty ? named.filter { words[max($0 - 2, 0)..<$0].contains(where: Self.prepositions.contains) } : plain
      let units = Set(measured.compactMap { DurationParser.units[words[$0]] })
      guard units.count == 1, let unit = Self.allCases.first(where: { units.contains($0.seconds) }) else { return nil }
      self = unit
    }

    /// Whether the word says when the clock runs, or of which days the records are.
    private static func isPeriod(_ index: Int, _ words: [String]) -> Bool {
      let before = index > 0 ? words[index - 1] : ""
      let behind = words[(index + 1)...].prefix(2)
      return !before.isEmpty && before.allSatisfy(\.isNumber) || spans.contains(before)
        || clocks.contains(before) && !short.contains(words[index])
        || behind.first.map { adjectives.contains($0) } ?? false
        || behind.count == 2 && behind.first == "de" && places.contains(behind.last ?? "")
    }

    private static let prepositions: Set<String> = ["in", "en", "em"]
    /// What stands before hours and days that are no unit.
    private static let clocks: Set<String> = [
      "business", "calendar", "working", "work", "office", "opening", "operating", "operational", "service", "support",
    ]
    private static let spans: Set<String> = [
      "last", "past", "previous", "per", "rolling", "within", "every", "each", "pro", "letzte", "letzten", "par",
      "derniers", "dernieres", "por", "ultimos", "ultimas",
    ]
    /// Abbreviations, which never name office hours.
    private static let short: Set<String> = ["h", "hr", "hrs", "m", "min", "mins", "s", "sec", "secs", "d", "std"]
    /// What stands behind them.
    private static let adjectives: Set<String> = [
      "ouvre", "ouvres", "ouvree", "ouvrees", "ouvrable", "ouvrables", "calendaires", "laborables", "laborales",
      "habiles", "uteis", "comerciais", "comerciales", "lavorative", "lavorativi",
    ]
    /// "heures de bureau", "horas de trabajo"
    private static let places: Set<String> = ["bureau", "travail", "oficina", "trabajo", "trabalho", "escritorio"]
  }

  /// What numbers with colons are.
  package enum Clock: String, Sendable, CaseIterable {
    case hoursMinutes = "h:m"
    case minutesSeconds = "m:s"
    /// Of three numbers, which are hours, minutes and seconds otherwise.
    case daysHoursMinutes = "d:h:m"

    /// "h:mm"
    var text: String {
      switch self {
      case .hoursMinutes: "h:mm"
      case .minutesSeconds: "m:ss"
      case .daysHoursMinutes: "d:hh:mm"
      }
    }

    /// The one that a column names: "Resolution time (hh:mm)", "days:hours:minutes"; nil when it names none.
    package init?(column: String) {
      var units: [Double] = []
      for word in ColumnName(column).words.split(separator: " ").map(String.init) {
        let letters = Set(word)
        let unit = word.count == 2 && letters.count == 1 ? String(letters) : word
        if let seconds = DurationParser.units[unit] { units.append(seconds) } else if !units.isEmpty { break }
      }
      switch units {
      case [3600, 60]: self = .hoursMinutes
      case [60, 1]: self = .minutesSeconds
      case [86_400, 3600, 60]: self = .daysHoursMinutes
      default: return nil
      }
    }
  }

  /// Of bare numbers; nil refuses them.
  package var unit: Unit?
  /// nil refuses such values.
  package var clock: Clock?
  package var decimalMark: NumberParser.DecimalMark

  package init(unit: Unit? = nil, clock: Clock? = nil, decimalMark: NumberParser.DecimalMark = .point) {
    self.unit = unit
    self.clock = clock
    self.decimalMark = decimalMark
  }

  /// - Returns: seconds.
  package func parse(_ field: FieldCursor) throws(FieldError) -> Double {
    if field.byte == UInt8(ascii: "P") || field.byte == UInt8(ascii: "p") { return try iso8601(field) }
    var cursor = field
    if cursor.take("-") {
      guard cursor.isAtDigit else { throw .notADuration(field.text) }
      throw .negativeDuration(field.text)
    }
    var seconds = 0.0
    var isFirst = true
    while !cursor.isAtEnd {
      if cursor.isAtDigit, let clock = try clock(&cursor, field) {
        seconds += clock
      } else {
        guard let value = NumberParser(decimalMark: decimalMark).number(&cursor) else {
          throw .notADuration(field.text)
        }
        cursor.skipBlanks()
        if isFirst, cursor.isAtEnd {
          guard let unit else { throw .durationWithoutUnit(field.text) }
          return try NumberParser.inRange(value * unit.seconds, field)
        }
        seconds += value * (try unitSeconds(&cursor, field))
      }
      isFirst = false
      cursor.skipBlanks()
      if cursor.take(",") { cursor.skipBlanks() }
      var ahead = cursor
      if ahead.isAtLetter, ahead.word() == "and" {
        cursor = ahead
        cursor.skipBlanks()
      }
    }
    return try NumberParser.inRange(seconds, field)
  }

  /// Reads "h:mm:ss", "h:mm", "m:ss", "d:hh:mm", "d:hh:mm:ss", "d.hh:mm:ss" or "d hh:mm:ss", with decimals of seconds; nil,
  /// having read nothing, when there is no colon.
  private func clock(_ cursor: inout FieldCursor, _ field: FieldCursor) throws(FieldError) -> Double? {
    var ahead = cursor
    guard let first = ahead.integer() else { return nil }
    if let rest = Self.clockBehindDays(ahead) {
      cursor = rest
      let time = try clock(&cursor, field) ?? 0
      guard time < 86_400 else { throw .notADuration(field.text) }
      return Double(first.value) * 86_400 + time
    }
    guard ahead.take(":") else { return nil }
    var parts = [Double(first.value)]
    while parts.count < 4 {
      guard ahead.isAtDigit, let next = ahead.integer(), next.digits == 2, next.value < 60 else {
        throw .notADuration(field.text)
      }
      parts.append(Double(next.value))
      guard ahead.take(":") else { break }
    }
    var fraction = 0.0
    if parts.count >= 3, ahead.take(".") {
      var decimals = DecimalDigits()
      decimals.takeFraction(&ahead)
      fraction = decimals.value
    }
    cursor = ahead
    // "04:37 hrs"
    let unit = Self.unitBehindClock(&cursor)
    let named: Clock? = parts.count == 2 ? unit == 3600 ? .hoursMinutes : unit == 60 ? .minutesSeconds : nil : nil
    switch (parts.count, self.clock ?? named) {
    case (4, _):
      guard parts[1] < 24 else { throw .notADuration(field.text) }
      return parts[0] * 86_400 + parts[1] * 3600 + parts[2] * 60 + parts[3] + fraction
    case (3, .daysHoursMinutes):
      guard parts[1] < 24, fraction == 0 else { throw .notADuration(field.text) }
      return parts[0] * 86_400 + parts[1] * 3600 + parts[2] * 60
    case (3, _): return parts[0] * 3600 + parts[1] * 60 + parts[2] + fraction
    case (2, .hoursMinutes): return parts[0] * 3600 + parts[1] * 60
    case (2, .minutesSeconds): return parts[0] * 60 + parts[1]
    case (2, nil): throw .ambiguousDuration(field.text)
    default: throw .notADuration(field.text)
    }
  }

  /// The unit of the first number of a clock, in seconds, where nothing else follows; nil where none is named.
  private static func unitBehindClock(_ cursor: inout FieldCursor) -> Double? {
    var ahead = cursor
    ahead.skipBlanks()
    guard ahead.isAtLetter, let seconds = units[ahead.word()] else { return nil }
    _ = ahead.take(".")
    ahead.skipBlanks()
    guard ahead.isAtEnd else { return nil }
    cursor = ahead
    return seconds
  }

  /// Behind a number, where hours, minutes and seconds follow a point or blanks.
  private static func clockBehindDays(_ cursor: FieldCursor) -> FieldCursor? {
    var rest = cursor
    if !rest.take(".") {
      rest.skipBlanks()
      guard rest.count < cursor.count else { return nil }
    }
    var clock = rest
    for isLast in [false, false, true] {
      guard clock.integer()?.digits == 2, isLast || clock.take(":") else { return nil }
    }
    return rest
  }

  private func unitSeconds(_ cursor: inout FieldCursor, _ field: FieldCursor) throws(FieldError) -> Double {
    let word = cursor.word()
    _ = cursor.take(".")
    if let seconds = Self.units[word] { return seconds }
    if ["month", "months", "mo", "year", "years", "yr", "yrs", "y"].contains(word) {
      throw .varyingDuration(field.text)
    }
    throw .notADuration(field.text)
  }

  /// "P1DT2H15M30.5S", "P2W" (ISO 8601-1).
  private func iso8601(_ field: FieldCursor) throws(FieldError) -> Double {
    var cursor = field
    cursor.advance()
    var seconds = 0.0
    var isTime = false
    var parts = 0
    while !cursor.isAtEnd {
      if !isTime, cursor.take("T") || cursor.take("t") { isTime = true }
      if cursor.byte == UInt8(ascii: "-") { throw .negativeDuration(field.text) }
      // Both marks are allowed here, whatever the column uses.
      let mark: NumberParser.DecimalMark = field.text.contains(",") ? .comma : .point
      guard let value = NumberParser(decimalMark: mark).number(&cursor) else { throw .notADuration(field.text) }
      switch (isTime, cursor.byte | 0x20) {
      case (false, UInt8(ascii: "w")): seconds += value * 604_800
      case (false, UInt8(ascii: "d")): seconds += value * 86_400
      case (false, UInt8(ascii: "m")), (false, UInt8(ascii: "y")): if value != 0 { throw .varyingDuration(field.text) }
      case (true, UInt8(ascii: "h")): seconds += value * 3600
      case (true, UInt8(ascii: "m")): seconds += value * 60
      case (true, UInt8(ascii: "s")): seconds += value
      default: throw .notADuration(field.text)
      }
      cursor.advance()
      parts += 1
    }
    guard parts > 0 else { throw .notADuration(field.text) }
    return try NumberParser.inRange(seconds, field)
  }

  private static let units: [String: Double] = {
    let names: [(Double, [String])] = [
      (0.001, ["ms", "msec", "millisecond", "milliseconds"]),
      (1, ["s", "sec", "secs", "second", "seconds", "sekunden", "secondes", "segundos", "secondi", "seconden"]),
      (60, ["m", "min", "mins", "minute", "minutes", "minuten", "minutos", "minuti"]),
      (3600, ["h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heures", "horas", "ore", "uur", "uren"]),
      (86_400, ["d", "day", "days", "tage", "jours", "dias", "giorni", "dagen"]),
      (604_800, ["w", "wk", "wks", "week", "weeks"]),
    ]
    return Dictionary(uniqueKeysWithValues: names.flatMap { seconds, words in words.map { ($0, seconds) } })
  }()
}
