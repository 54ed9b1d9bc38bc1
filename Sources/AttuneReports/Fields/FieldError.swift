/// Why a field of an export is not what its column should hold. Every case carries the field as it stands.
package enum FieldError: Error, Hashable, Sendable {
  case notANumber(String)
  /// A number of which no figure can be made: see `NumberParser.magnitudes`.
  case outOfRange(String)
  /// A number that nothing is counted by: less than 0, or not whole.
  case notACount(String)
  case notAScore(String)
  case notABoolean(String)
  case notADuration(String)
  /// Less than no time.
  case negativeDuration(String)
  /// A case that was solved before it was opened.
  case endsBeforeStart(String)
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
  /// A mark with three digits behind it, which may be decimals or thousands.
  case ambiguousNumber(String)
  /// Day and month could stand in either order.
  case ambiguousDate(String, dayFirst: Timestamp, monthFirst: Timestamp)
}

extension FieldError {
  /// The field as it stands.
  var field: String {
    switch self {
    case .notANumber(let field), .outOfRange(let field), .notACount(let field), .notAScore(let field),
      .notABoolean(let field),
      .notADuration(let field), .negativeDuration(let field), .varyingDuration(let field), .endsBeforeStart(let field),
      .durationWithoutUnit(let field), .ambiguousDuration(let field), .notADate(let field), .impossibleDate(let field),
      .ambiguousNumber(let field),
      .unknownZone(let field, zone: _), .ambiguousDate(let field, dayFirst: _, monthFirst: _):
      field
    }
  }
}

extension FieldError: CustomStringConvertible {
  /// A sentence with what tells who a person is masked: any column may hold it.
  package var description: String { sentence(redacts: true) }

  package func sentence(redacts: Bool) -> String {
    /// Masked before it is cut, so that no half of a number is left.
    func shown(_ field: String) -> String { "'\((redacts ? Redaction.redact(field) : field).shortened)'" }
    return switch self {
    case .notANumber(let field): "\(shown(field)) is not a number"
    case .outOfRange(let field): "\(shown(field)) is too large or too small to calculate with"
    case .notACount(let field): "\(shown(field)) is not a count"
    case .notAScore(let field): "\(shown(field)) is not a score"
    case .notABoolean(let field): "\(shown(field)) is neither yes nor no"
    case .notADuration(let field): "\(shown(field)) is not a duration"
    case .negativeDuration(let field): "\(shown(field)) is a negative duration"
    case .endsBeforeStart(let field): "\(shown(field)) is before the case was opened"
    case .varyingDuration(let field): "\(shown(field)) counts months or years, which vary in length"
    case .durationWithoutUnit(let field): "\(shown(field)) has no unit: seconds, minutes, hours or days"
    case .ambiguousDuration(let field): "\(shown(field)) may be hours and minutes, or minutes and seconds"
    case .notADate(let field): "\(shown(field)) is not a date"
    // Eight digits in the form of a date are nobody's number.
    case .impossibleDate(let field):
      "\(field.count(where: \.isNumber) > 8 ? shown(field) : "'\(field.shortened)'") is not a calendar date"
    case .unknownZone(let field, let zone):
      "\(shown(field)): time zone '\(zone.shortened)' is unknown; give an offset such as +01:00"
    case .ambiguousNumber(let field):
      "\(shown(field)) may have a thousands separator or decimals; say which with --decimals point or comma"
    case .ambiguousDate(let field, let dayFirst, let monthFirst):
      "\(shown(field)) may be \(dayFirst.dayText) (day first) or \(monthFirst.dayText) (month first); "
        + "say which with --dates day-first or month-first"
    }
  }
}
