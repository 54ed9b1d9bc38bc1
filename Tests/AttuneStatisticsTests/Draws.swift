#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension RandomNumberGenerator {
  /// Of the standard normal distribution (Box & Muller 1958).
  mutating func normal() -> Double {
    let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &self))).squareRoot()
    return radius * cos(2 * Double.pi * Double.random(in: 0..<1, using: &self))
  }

  /// How many of `count` draws fall to each share.
  mutating func multinomial(_ count: Int, _ shares: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: shares.count)
    for _ in 0..<count {
      var left = Double.random(in: 0..<1, using: &self)
      let index = shares.firstIndex { share in
        left -= share
        return left < 0
      }
      counts[index ?? shares.count - 1] += 1
    }
    return counts
  }
}
