import Attune
import AttuneStatistics
import Testing

@testable import AttuneTraining

@Suite struct VocabularyTests {
  @Test func numbersInTheOrderOfAppearance() {
    var vocabulary = Vocabulary()
    let numbers = [7, 9, 7, 0, 9].map { vocabulary.number(of: $0) }
    #expect(numbers == [0, 1, 0, 2, 1])
    #expect(vocabulary.hashes == [7, 9, 0])
    #expect(vocabulary.count == 3)
    #expect([7, 9, 0, 1].map { vocabulary.existing($0) } == [0, 1, 2, nil])
  }

  /// Beyond what the first table holds, and with hashes that want the same slot.
  @Test func growth() {
    var vocabulary = Vocabulary()
    var generator = SeededGenerator(seed: 5)
    var hashes = (0..<100_000).map { _ in generator.next() }
    for index in 0..<1000 { hashes[index] = UInt64(index) }
    for _ in 0..<2 {
      let numbers = hashes.map { vocabulary.number(of: $0) }
      #expect(numbers == Array(0..<100_000))
    }
    #expect(vocabulary.count == hashes.count)
    #expect(vocabulary.hashes == hashes)
  }
}
