/// Says of most features that a `FeatureTable` does not know them, from memory that is an eighth of the table's and stays in
/// the second cache: four of ten pairs of words are new to the model, and their lines are not asked for.
///
/// A word of 64 bits for each line of the table; a feature of the line sets the bit that the low six bits of its key name.
final class FeatureFilter: @unchecked Sendable {  // Written before `init` ends; only read afterwards.
  let words: UnsafePointer<UInt64>

  init(_ table: FeatureTable) {
    let words = UnsafeMutablePointer<UInt64>.allocate(onOwnLines: table.lineCount)
    for line in 0..<table.lineCount {
      let keys = table.address(line: line).load(as: SIMD8<UInt16>.self)
      var word: UInt64 = 0
      for index in 0..<FeatureTable.slotsPerLine where keys[index] != 0 { word |= Self.bit(keys[index]) }
      words[line] = word
    }
    self.words = UnsafePointer(words)
  }

  deinit { words.deallocate() }

  @inline(__always)
  private static func bit(_ key: UInt16) -> UInt64 { 1 &<< UInt64(key) }

  /// 1 for every feature that the table knows and some that it does not, else 0.
  @inline(__always)
  static func mayHold(_ words: UnsafePointer<UInt64>, line: Int, key: UInt16) -> Int {
    Int(truncatingIfNeeded: words[line] &>> UInt64(key) & 1)
  }
}
