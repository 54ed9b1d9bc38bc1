import AttuneStatistics

/// Retention of the period before a date and of the one from it, or of two groups in the last period.
struct RetentionChange: Sendable {
  var name: String
  var before: Retention?
  var after: Retention?
  /// What it is of, in words.
  var text: String
}

extension Comparison {
  /// nil where it is not wanted.
  var retention: RetentionChange? {
    guard let visits else { return nil }
    let length = visits.length
    var change = RetentionChange(
      name: RetentionFigure.name(days: length),
      text: "retention: the dates do not span the required periods of \(length) days")
    let sample = visits.sampling > 1 ? ", based on one in \(Digits.count(visits.sampling)) customers" : ""
    guard let days = span?.days else { return change }
    func day(_ day: Day, _ offset: Int) -> Day { Day(number: day.number + offset) }
    switch split {
    case .date(let date):
      guard days.lowerBound <= day(date, -2 * length), day(date, length - 1) <= days.upperBound else { return change }
      change.before = visits.retention(from: day(date, -length))
      change.after = visits.retention(from: date)
      change.text =
        "retention: of the customers of \(length) days, those with a record in the next \(length), from "
        + "\(day(date, -length).isoText) and from \(date.isoText) on\(sample)"
    case .groups:
      guard let span, let start = visits.lastStart(span) else { return change }
      change.before = visits.retention(from: start, side: 0)
      change.after = visits.retention(from: start, side: 1)
      change.text =
        "retention: of the customers of the \(length) days before \(start.isoText), those with a record in the "
        + "\(length) days from then on\(sample)"
    }
    return change
  }
}
