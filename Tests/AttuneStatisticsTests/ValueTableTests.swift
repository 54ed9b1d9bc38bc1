import Testing

@testable import AttuneStatistics

@Suite struct ValueTableTests {
  /// A dictionary counts the same.
  @Test(arguments: [1, 7, 300, 20_000])
  func countsAsADictionaryDoes(different: Int) {
    var generator = SeededGenerator(seed: UInt64(different))
    var (table, plain) = (ValueTable(), [Double: Int]())
    for _ in 0..<(3 * different) {
      let number = Double(Int.random(in: 0..<different, using: &generator))
      let choices: [Double] = [number, number / 8, -number, number * 1e-300, number * 1e300]
      let value = choices[Int.random(in: choices.indices, using: &generator)]
      let times = Int.random(in: 1...4, using: &generator)
      #expect(table.add(value, times: times) == (plain[value] == nil))
      plain[value, default: 0] += times
    }
    #expect(table.count == plain.count)
    #expect(Dictionary(uniqueKeysWithValues: table.entries.map { ($0.value, $0.count) }) == plain)
    #expect(plain.allSatisfy { table[$0.key] == $0.value } && table[-0.25] == plain[-0.25] ?? 0)
  }

  @Test func bothZerosAreOneValue() {
    var table = ValueTable()
    table.add(-0.0, times: 1)
    #expect(!table.add(0, times: 2) && table[0] == 3)
  }

  /// Values in the order of another table's slots crowd no table.
  @Test func mergingTakesNoLongerThanCounting() {
    var generator = SeededGenerator(seed: 2)
    var all = ValueCounts()
    for _ in 0..<100_000 { all.append(Double.random(in: 0..<1000, using: &generator)) }
    func time(_ work: () -> Void) -> Duration { (0..<3).map { _ in ContinuousClock().measure(work) }.min()! }
    let values = all.sorted.map(\.value).shuffled(using: &generator)
    let counting = time { _ = ValueCounts(values) }
    let merging = time {
      var copy = ValueCounts()
      copy.merge(all)
    }
    #expect(merging < counting * 5)
  }
}
