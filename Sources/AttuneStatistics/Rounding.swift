/// Tells rounding from data. Numbers that mean the same may differ in their last places, as 0.1 + 0.2 and 0.3 do; a spread of
/// that size is none, and no test is to be made of it.
package enum Rounding {
  /// The share of a magnitude up to which a difference is rounding: some 450 units of the last place. Means of a million
  /// values lose less, and people write down fewer digits.
  package static let share = 1e-13

  /// a - b, and 0 where it is rounding.
  package static func difference(_ a: Double, _ b: Double) -> Double {
    let difference = a - b
    return difference.magnitude <= share * max(a.magnitude, b.magnitude) ? 0 : difference
  }

  /// Whether values from `lowest` to `highest` are one value.
  package static func isConstant(_ lowest: Double, _ highest: Double) -> Bool { difference(highest, lowest) == 0 }
}

extension Double {
  /// nil for what is infinite or no number, which no figure may be.
  package var finite: Double? { isFinite ? self : nil }
}
