/// A moment, to the second, and the day that is written for it. Moments with a time zone are kept in UTC; those without
/// one are taken as they stand.
package struct Timestamp: Sendable, Hashable, Comparable {
  /// Since the beginning of 1970.
  package var seconds: Int
  /// Seconds by which the clock that is written is ahead of `seconds`.
  package var offset = 0

  package init(seconds: Int, offset: Int = 0) {
    self.seconds = seconds
    self.offset = offset
  }

  package static func < (a: Timestamp, b: Timestamp) -> Bool { (a.seconds, a.offset) < (b.seconds, b.offset) }

  /// The one that is written.
  package var day: Day { Day(number: (seconds + offset).floored(by: 86_400)) }

  /// "5 March 2024"
  package var dayText: String { day.longText }
}

/// A day of the Gregorian calendar.
package struct Day: Sendable, Hashable, Comparable {
  /// Days since 1 January 1970.
  package var number: Int

  package init(number: Int) { self.number = number }

  /// - Returns: nil for a day that the month does not have.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), day >= 1, day <= Self.length(ofMonth: month, in: year) else { return nil }
    // Years that begin in March end with the leap day.
    let shifted = month > 2 ? year : year - 1
    let monthFromMarch = (month + 9) % 12
    let daysOfYears = 365 * shifted + shifted.floored(by: 4) - shifted.floored(by: 100) + shifted.floored(by: 400)
    number = daysOfYears + (153 * monthFromMarch + 2) / 5 + day - 1 - Self.epoch
  }

  /// From 1 March of the year 0 to 1 January 1970.
  private static let epoch = 719_468

  package var civil: (year: Int, month: Int, day: Int) {
    let days = number + Self.epoch
    let era = days.floored(by: 146_097)
    let ofEra = days - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * ofYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  /// 0 for Monday to 6 for Sunday (ISO 8601 counts from 1).
  package var weekday: Int { (number + 3) - (number + 3).floored(by: 7) * 7 }

  package static func < (a: Day, b: Day) -> Bool { a.number < b.number }

  /// "2024-03-05"
  package var isoText: String {
    let (year, month, day) = civil
    return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }

  /// "5 March 2024"
  package var longText: String {
    let (year, month, day) = civil
    return "\(day) \(Self.monthNames[month - 1]) \(year)"
  }

  /// "5 Mar"
  var shortText: String { "\(civil.day) \(Self.monthNames[civil.month - 1].prefix(3))" }

  package static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  private static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Int {
  /// Divided and rounded down, for negative numbers as well.
  func floored(by divisor: Int) -> Int { self >= 0 ? self / divisor : -((divisor - 1 - self) / divisor) }
}
