extension FixedWidthInteger {
  /// The whole part of a number that may be anything: the nearest that the type can hold, and 0 for NaN. `Int(value)` traps
  /// for what it cannot hold.
  @inlinable package init(saturating value: Double) {
    guard !value.isNaN else {
      self = 0
      return
    }
    self = Self(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
  }
}
