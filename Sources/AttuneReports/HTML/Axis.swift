import AttunePlatform
import Attune

/// A scale of a chart with round marks: 1, 2 or 5 times a power of ten of what is shown, or the parts of hours and days.
struct Axis {
  let range: ClosedRange<Double>
  /// From the lowest to the highest; the ends of `range` are marks.
  let marks: [Double]
  let unit: Unit
  /// Whether values are differences, which have signs.
  private let isSigned: Bool

  /// - Parameters:
  ///   - values: what has to be on it.
  ///   - count: about how many marks.
  /// - Returns: nil without values, and where they are too far apart to be drawn.
  init?(_ values: [Double], unit: Unit, marks count: Int = 4, isSigned: Bool = false) {
    guard let lowest = values.min(), let highest = values.max(), (highest - lowest).isFinite,
      max(highest.magnitude, lowest.magnitude) < 1e15
    else { return nil }
    let limits = isSigned ? Unit.plain.range : unit.range
    self.isSigned = isSigned
    let width = max(highest - lowest, unit == .plain || unit.isTime ? max(highest.magnitude, 1) * 0.01 : 0.02)
    let step = Self.step(width / Double(max(count - 1, 1)), unit)
    let margin = highest - lowest > 0 ? 0 : width / 2
    // The marks around the values, as far as there can be values.
    let first = max(((lowest - margin) / step).rounded(.down), (limits.lowerBound / step).rounded(.up))
    let last = min(((highest + margin) / step).rounded(.up), (limits.upperBound / step).rounded(.down))
    guard first < last, last - first < 100 else { return nil }
    marks = (Int(saturating: first)...Int(saturating: last)).map { Double($0) * step }
    range = marks[0]...marks[marks.count - 1]
    self.unit = unit
  }

  /// The smallest round step that is at least so large.
  private static func step(_ least: Double, _ unit: Unit) -> Double {
    if unit.isTime, let step = times.first(where: { $0 >= least * 0.999 }) { return step }
    let scale = unit == .percent || unit == .points ? 100.0 : unit.isTime ? 1 / 86_400 : 1
    let shown = least * scale
    let power = pow(10, log10(shown).rounded(.down))
    let factor = [1.0, 2, 5, 10].first { $0 * power >= shown * 0.999 } ?? 10
    return factor * power / scale
  }

  /// Seconds, up to a day.
  private static let times: [Double] =
    [1, 2, 5, 10, 15, 30].map { $0 } + [1, 2, 5, 10, 15, 30].map { $0 * 60 } + [1, 2, 3, 6, 12, 24].map { $0 * 3600 }

  /// In 0...1, and at the ends for what lies beyond them.
  func share(_ value: Double) -> Double {
    min(max((value - range.lowerBound) / (range.upperBound - range.lowerBound), 0), 1)
  }

  /// "80 %", "+5", "2 h", without decimals that no mark needs.
  func text(_ value: Double) -> String {
    let text = unsigned(value)
    return isSigned && value > 0 && !text.hasPrefix("+") ? "+" + text : text
  }

  private func unsigned(_ value: Double) -> String {
    let isFraction = { (marks: [Double]) in marks.contains { abs($0 - $0.rounded()) > 1e-9 } }
    switch unit {
    case .percent:
      let decimals = isFraction(marks.map { $0 * 100 }) ? 1 : 0
      return Digits.text(value * 100, decimals: decimals) + " %"
    case .points:
      let decimals = isFraction(marks.map { $0 * 100 }) ? 1 : 0
      let text = Digits.text(value * 100, decimals: decimals)
      return value > 0 ? "+" + text : text
    case .seconds, .days: return value == 0 ? "0" : unit.text(value)
    case .plain:
      if !isFraction(marks) { return Digits.count(Int(saturating: value)) }
      let decimals = (1...6).first { places in !isFraction(marks.map { $0 * pow(10, Double(places)) }) } ?? 6
      return Digits.text(value, decimals: decimals)
    }
  }

  /// Where the axis begins, if that is not 0: "Axis from 60 %, not from 0."
  var base: String? {
    range.contains(0) ? nil : "Axis from \(text(range.lowerBound)), not from 0."
  }
}
