extension [Int] {
  /// An order that depends on the seed alone, for the passes of small trainings whose results are part of the program.
  ///
  /// - Parameter seed: moves on, so that the next pass has another order.
  mutating func shuffle(by seed: inout UInt64) {
    for index in indices.reversed() {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      swapAt(index, Int(seed >> 33) % (index + 1))
    }
  }
}

/// Features of a small training, by their hashes, and how many examples have each.
extension [UInt32: Float] {
  /// Those that two examples have.
  static func known(in examples: some Sequence<[UInt32]>) -> Self {
    var counts: Self = [:]
    for features in examples { for feature in Set(features) { counts[feature, default: 0] += 1 } }
    return counts.filter { $0.value > 1 }
  }

  /// Of the features that fall into one slot, the one that is worth most.
  func winners(of slot: (UInt32) -> Int, by worth: (UInt32) -> Float) -> Self {
    var chosen: [Int: UInt32] = [:]
    for feature in keys.sorted() {
      let slot = slot(feature)
      if chosen[slot].map({ worth(feature) > worth($0) }) ?? true { chosen[slot] = feature }
    }
    let winners = Set(chosen.values)
    return filter { winners.contains($0.key) }
  }
}
