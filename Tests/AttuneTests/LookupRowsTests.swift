import CKernels
import TestSupport
import Testing

@testable import Attune

/// Rows under the slots of a table are found whatever the processor can do.
@Suite struct LookupRowsTests {
  private static let levels = [ATTUNE_PLAIN, ATTUNE_AVX2, ATTUNE_AVX512]
    .map { Int32($0.rawValue) }.filter { attune_supports($0) != 0 }

  @Test(arguments: levels)
  func rowsAreThoseOfMarkedSlots(level: Int32) {
    var generator = SplitMix64(seed: 5)
    let lineCount = 40
    let entries = (0..<200).map { _ in HandmadeModel.Entry(hash: generator.next(), weights: [1, 2]) }
    let (bytes, _) = HandmadeModel.table(entries, lineCount: lineCount, classes: 3)
    let lines = UnsafeMutablePointer<UInt8>.allocate(cacheAligned: bytes.count)
    defer { lines.deallocate() }
    lines.initialize(from: bytes, count: bytes.count)
    var row: UInt64 = 0
    let blocks = (0..<lineCount / 8).map { _ in
      let slots = generator.next() & generator.next()
      defer { row += UInt64(slots.nonzeroBitCount) }
      return attune_block(slots: slots, first_row: row)
    }
    var filter = [UInt64](repeating: 0, count: lineCount / 16)
    for line in 0..<lineCount {
      for slot in 0..<8 where blocks[line / 8].slots >> UInt64(line % 8 * 8 + slot) & 1 == 1 {
        let key = UnsafeRawPointer(lines + 64 * line).load(fromByteOffset: 2 * slot, as: UInt16.self)
        let bit = LocatedFeature(line: UInt32(line), key: key, context: 0).bits >> UInt64(ATTUNE_FILTER_SHIFT)
        filter[Int(bit / 64)] |= 1 << (bit % 64)
      }
    }
    for _ in 0..<50 {
      let features = (0..<Int.random(in: 0...700, using: &generator)).map { _ in
        let hash = Bool.random(using: &generator) ? entries.randomElement(using: &generator)!.hash : generator.next()
        return LocatedFeature(
          line: UInt32(FeatureTable.line(of: hash, lineCount: lineCount)), key: FeatureTable.key(of: hash), context: 0)
      }
      let expected = features.compactMap { feature -> UInt32? in
        let line = Int(feature.line)
        let slot = (0..<8).first {
          UnsafeRawPointer(lines + 64 * line).load(fromByteOffset: 2 * $0, as: UInt16.self) == feature.key
        }
        guard let slot else { return nil }
        let (block, bit) = (blocks[line / 8], UInt64(line % 8 * 8 + slot))
        guard block.slots >> bit & 1 == 1 else { return nil }
        return UInt32(block.first_row) + UInt32((block.slots & (1 << bit - 1)).nonzeroBitCount)
      }
      let candidates = [UInt64](unsafeUninitializedCapacity: features.count + 8) { candidates, count in
        count = attune_lookup_candidates(
          level, filter, features.map(\.bits), features.count, candidates.baseAddress)
      }
      #expect(
        candidates
          == features.map(\.bits).filter {
            let bit = $0 >> UInt64(ATTUNE_FILTER_SHIFT)
            return filter[Int(bit / 64)] >> (bit % 64) & 1 == 1
          })
      let found = [UInt32](unsafeUninitializedCapacity: features.count + 1) { rows, count in
        count = attune_lookup_rows(level, lines, blocks, candidates, candidates.count, lines, 0, rows.baseAddress)
      }
      #expect(found == expected)
    }
  }
}
