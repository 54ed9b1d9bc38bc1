/// Why a field of an export is not what its column should hold. Every case carries the field as it stands.
package enum FieldError: Error, Hashable, Sendable {
  case notANumber(String)
  /// A number of which no figure can be made: see `NumberParser.magnitudes`.
  case outOfRange(String)
  case notAScore(String)
  case notABoolean(String)
  case notADuration(String)
  /// Less than no time.
  case negativeDuration(String)
  /// Months and years have no fixed length.
  case varyingDuration(String)
  /// A bare number, whose unit the column does not tell.
  case durationWithoutUnit(String)
  /// Two numbers with a colon: hours and minutes, or minutes and seconds.
  case ambiguousDuration(String)
  case notADate(String)
  /// A day that no month has, an hour that no day has, or a year outside 1900...2199.
  case impossibleDate(String)
  /// A time zone given by a name that is used for several.
  case unknownZone(String, zone: String)
  /// Day and month could stand in either order.
  case ambiguousDate(String, dayFirst: Timestamp, monthFirst: Timestamp)
}

extension FieldError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notANumber(let field): "'\(field)' is not a number"
    case .outOfRange(let field): "'\(field)' is too large or too small to calculate with"
    case .notAScore(let field): "'\(field)' is not a score"
    case .notABoolean(let field): "'\(field)' is neither yes nor no"
    case .notADuration(let field): "'\(field)' is not a duration"
    case .negativeDuration(let field): "'\(field)' is less than no time"
    case .varyingDuration(let field): "'\(field)' counts months or years, which vary in length"
    case .durationWithoutUnit(let field): "'\(field)' has no unit: seconds, minutes, hours or days"
    case .ambiguousDuration(let field): "'\(field)' may be hours and minutes, or minutes and seconds"
    case .notADate(let field): "'\(field)' is not a date"
    case .impossibleDate(let field): "'\(field)' is no day of the calendar"
    case .unknownZone(let field, let zone):
      "'\(field)': time zone '\(zone)' is not known; give an offset such as +01:00"
    case .ambiguousDate(let field, let dayFirst, let monthFirst):
      "'\(field)' may be \(dayFirst.dayText) (day first) or \(monthFirst.dayText) (month first)"
    }
  }
}
