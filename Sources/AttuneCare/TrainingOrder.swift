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
