/// Seeded numbers for property tests: a failure comes back with the same seed on every machine.
public struct SeededDraws {
  private var state: UInt64

  /// - Parameter seed: the same seed gives the same numbers.
  public init(seed: UInt64) { state = seed }

  /// 0..<limit
  public mutating func index(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
}
