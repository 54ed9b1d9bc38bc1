import AttuneStatistics
import CKernels
import Testing

struct RowSumTests {
  private static let levels = [ATTUNE_PLAIN, ATTUNE_AVX2, ATTUNE_AVX512].map { Int32($0.rawValue) }
    .filter { attune_supports($0) != 0 }

  /// One number after another.
  private static func naive(_ rows: [Int8], width: Int, _ numbers: [UInt32], _ start: [Int32]) -> [Int32] {
    var sums = start
    for number in numbers {
      for place in 0..<width { sums[place] += Int32(rows[Int(number) * width + place]) }
    }
    return sums
  }

  private static func sums(
    _ rows: [Int8], width: Int, _ numbers: [UInt32], _ start: [Int32], level: Int32
  ) -> [Int32] {
    var sums = start
    // A copy that ends with its last row: a kernel that reads on is found by a sanitizer.
    rows.withUnsafeBufferPointer { attune_add_rows(level, $0.baseAddress, width, numbers, numbers.count, &sums) }
    return sums
  }

  @Test(arguments: levels, [16, 17, 31, 32, 33, 47, 48, 50, 63, 64])
  func sumsAreThoseOfOneNumberAfterAnother(level: Int32, width: Int) {
    var generator = SeededGenerator(seed: UInt64(width))
    let rows = (0..<40 * width).map { _ in Int8.random(in: .min ... .max, using: &generator) }
    let start = (0..<width).map { _ in Int32.random(in: -1000...1000, using: &generator) }
    for count in [0, 1, 5, 255, 256, 257, 700] {
      let numbers = (0..<count).map { _ in UInt32.random(in: 0..<40, using: &generator) }
      #expect(
        Self.sums(rows, width: width, numbers, start, level: level)
          == Self.naive(rows, width: width, numbers, start))
    }
  }

  /// Two thousand times the least and the largest byte.
  @Test(arguments: levels, [Int8.min, Int8.max])
  func sumsDoNotOverflow(level: Int32, value: Int8) {
    let rows = [Int8](repeating: value, count: 50)
    let numbers = [UInt32](repeating: 0, count: 2000)
    let start = [Int32](repeating: 0, count: 50)
    #expect(
      Self.sums(rows, width: 50, numbers, start, level: level)
        == Array(repeating: 2000 * Int32(value), count: 50))
  }
}
