/// What the numbers of a figure are, and how a person reads them.
package enum Unit: String, Sendable, Encodable {
  /// Shares, shown as per cent.
  case percent
  /// Net scores, shown from -100 to +100.
  case points
  /// Times, shown in the unit that suits them.
  case seconds
  /// Times in seconds that are known to whole days.
  case days
  /// Amounts in the unit of their column.
  case plain

  /// "83.9 %", "+17.1", "2 h 15 min", "12.40"
  package func text(_ value: Double) -> String {
    switch self {
    case .percent: Digits.text(value * 100, decimals: 1) + " %"
    case .points: (value * 1000).rounded() == 0 ? "0.0" : Digits.signed(value * 100, decimals: 1)
    case .seconds: Self.time(value)
    case .days: value == 0 ? "same day" : Self.days(value)
    case .plain: Digits.amount(value)
    }
  }

  /// With a sign; differences of shares are points.
  package func differenceText(_ value: Double) -> String {
    switch self {
    case .percent, .points: Digits.signed(value * 100, decimals: 1)
    // What is shown as no difference has no unit to tell.
    case .seconds where value.magnitude < 0.05, .days where value == 0: "0"
    case .seconds: (value < 0 ? "-" : "+") + Self.time(value.magnitude)
    case .days: (value < 0 ? "-" : "+") + Self.days(value.magnitude)
    case .plain: Digits.signed(Digits.amount(value))
    }
  }

  /// The same beside a value: of times that are told in minutes or more, no seconds are told.
  func roundedDifferenceText(_ value: Double, beside other: Double?) -> String {
    guard self == .seconds, let other, other.magnitude >= Self.minutesFrom else { return differenceText(value) }
    let minutes = (value / 60).rounded()
    return minutes == 0 ? "0 min" : differenceText(minutes * 60)
  }

  /// What differences are counted in, if they are counted in anything.
  package var differenceName: String { self == .percent || self == .points ? " points" : "" }

  /// As a value is shown beside another, such as the end of an interval beside its figure: times both in hours or both in
  /// days, unless they are far apart.
  package func text(_ value: Double, beside other: Double?) -> String {
    guard self == .seconds, let other else { return text(value) }
    return Self.time(value, daysFrom: other < Self.twoDays ? 5 * Self.twoDays : Self.twoDays / 2)
  }

  /// Whether values are times in seconds.
  package var isTime: Bool { self == .seconds || self == .days }

  /// What files of figures call it: the unit of the values, however these are shown.
  package var code: String { self == .days ? Self.seconds.rawValue : rawValue }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(code)
  }

  /// "2 d", "1.5 d"
  private static func days(_ seconds: Double) -> String {
    let days = seconds / 86_400
    return Digits.text(days, decimals: days == days.rounded() ? 0 : 1) + " d"
  }

  private static let twoDays = 48.0 * 3600
  /// Seconds from which on a time is told without any.
  private static let minutesFrom = 599.5

  /// - Parameter daysFrom: seconds that are told in days.
  private static func time(_ seconds: Double, daysFrom: Double = twoDays) -> String {
    if seconds < 0 { return "-" + time(-seconds, daysFrom: daysFrom) }
    // The next unit's first value, which rounding may reach, is told in the next unit.
    if seconds < 59.95 { return Digits.text(seconds, decimals: seconds < 10 ? 1 : 0) + " s" }
    let minutes = (seconds / 60).rounded()
    if seconds < minutesFrom { return pair(seconds.rounded(), 60, " min", " s") }
    if minutes < 60 { return Digits.text(minutes, decimals: 0) + " min" }
    if minutes < daysFrom / 60 { return pair(minutes, 60, " h", " min") }
    return pair((seconds / 3600).rounded(), 24, " d", " h")
  }

  private static func pair(_ value: Double, _ size: Double, _ large: String, _ small: String) -> String {
    let whole = (value / size).rounded(.down)
    let rest = value - whole * size
    return Digits.text(whole, decimals: 0) + large + (rest > 0 ? " " + Digits.text(rest, decimals: 0) + small : "")
  }
}

/// Numbers with so many decimals, without a locale.
package enum Digits {
  /// Rounded half away from zero; no minus before zero. A dash for what is no number.
  package static func text(_ value: Double, decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
    guard value.isFinite else { return "–" }
    let steps = (value.magnitude * scale).rounded()
    // Beyond that, decimals mean nothing.
    guard steps < 1e15 else { return "\(value)" }
    var digits = String(Int(steps))
    digits = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
    let sign = value < 0 && steps > 0 ? "-" : ""
    return sign + digits.dropLast(decimals) + (decimals > 0 ? "." + digits.suffix(decimals) : "")
  }

  /// "12.40", "37,113"
  package static func amount(_ value: Double) -> String {
    guard value.magnitude >= 999.995, value.magnitude < 1e15 else { return text(value, decimals: 2) }
    return count(Int(value.rounded()))
  }

  package static func signed(_ value: Double, decimals: Int) -> String {
    signed(text(value, decimals: decimals))
  }

  /// - Parameter text: what `text` or `amount` gives.
  fileprivate static func signed(_ text: String) -> String {
    text.hasPrefix("-") || text == "–" ? text : "+" + text
  }

  /// "0.032", "< 0.001"
  package static func pValue(_ value: Double) -> String {
    value < 0.001 ? "< 0.001" : text(value, decimals: value < 0.1 ? 3 : 2)
  }

  /// "8,432"
  package static func count(_ value: Int) -> String {
    var groups: [Substring] = []
    var digits = Substring(String(value.magnitude))
    while digits.count > 3 {
      groups.append(digits.suffix(3))
      digits = digits.dropLast(3)
    }
    return (value < 0 ? "-" : "") + ([digits] + groups.reversed()).joined(separator: ",")
  }
}
