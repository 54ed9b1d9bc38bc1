import AttunePlatform

extension RandomNumberGenerator {
  /// Of 0..<1, from the upper 53 bits.
  mutating func share() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// True with this probability.
  mutating func chance(_ probability: Double) -> Bool { share() < probability }

  /// Of the standard normal distribution (Box & Muller 1958).
  mutating func normal() -> Double {
    let radius = (-2 * log(1 - share())).squareRoot()
    return radius * cos(2 * Double.pi * share())
  }

  /// How many of `count` draws fall to each share.
  mutating func multinomial(_ count: Int, _ shares: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: shares.count)
    for _ in 0..<count {
      var left = share()
      let index = shares.firstIndex { share in
        left -= share
        return left < 0
      }
      counts[index ?? shares.count - 1] += 1
    }
    return counts
  }
}
