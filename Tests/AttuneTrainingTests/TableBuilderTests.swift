import Testing

@testable import Attune
@testable import AttuneTraining

@Suite struct TableBuilderTests {
  private func entries(_ count: Int, classes: Int, seed: UInt64) -> [TableBuilder.Entry] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      TableBuilder.Entry(
        hash: generator.next(), logits: (1..<classes).map { _ in Float.random(in: -2...2, using: &generator) },
        valence: .random(in: -256...256, using: &generator), importance: Float.random(in: 0...1, using: &generator))
    }
  }

  /// Every entry is found with its weights, or is one of those that the builder says it dropped.
  @Test(arguments: [500, 20_000], [2, 3, 5])
  func everyEntryIsFoundOrCounted(count: Int, classes: Int) throws {
    let entries = entries(count, classes: classes, seed: UInt64(count + classes))
    let built = TableBuilder.build(entries, classes: classes)
    let lineCount = built.lines.count / FeatureTable.lineBytes
    #expect(built.rows.count == (classes > 3 ? lineCount * 8 * (classes - 1) : 0))
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: built.lines.count, alignment: 64)
    defer { memory.deallocate() }
    memory.copyBytes(from: built.lines)
    built.rows.withUnsafeBufferPointer { rows in
      let table = FeatureTable(
        lines: UnsafeRawPointer(memory.baseAddress!), lineCount: lineCount,
        rows: built.rows.isEmpty ? nil : rows.baseAddress, rowWidth: classes - 1)
      var ownerOfSlot: [Int: TableBuilder.Entry] = [:]
      var missing: [TableBuilder.Entry] = []
      func weights(_ slot: Int) -> [Float] {
        (0..<classes - 1).map { column in
          Float(classes > 3 ? rows[slot * (classes - 1) + column] : table.value(slot: slot, column: column))
            * built.weightStep
        }
      }
      for entry in entries {
        if let slot = table.slot(of: entry.hash), table.value(slot: slot, column: 2) == entry.valence,
          zip(weights(slot), entry.logits).allSatisfy({ abs($0 - $1) <= built.weightStep * 0.51 || abs($1) > 1.99 })
        {
          ownerOfSlot[slot] = entry
        } else {
          missing.append(entry)
        }
      }
      #expect(missing.count == built.dropped.count)
      #expect(ownerOfSlot.count == entries.count - built.dropped.count)
      // What was dropped had to: its line is full, or another feature has its key, and those matter more.
      for entry in missing {
        let line = FeatureTable.line(of: entry.hash, lineCount: lineCount)
        let neighbours = (8 * line..<8 * line + 8).compactMap { ownerOfSlot[$0] }
        let twin = neighbours.first { FeatureTable.key(of: $0.hash) == FeatureTable.key(of: entry.hash) }
        #expect(twin != nil || neighbours.count == 8)
        #expect((twin.map { [$0] } ?? neighbours).allSatisfy { $0.importance >= entry.importance })
      }
    }
    #expect(Double(built.dropped.count) < 0.06 * Double(count) + 1)
  }

  /// Clipping a share of 0.005 % of the weights clips none of a few.
  @Test(arguments: [1, 2, 8, 100])
  func fewWeightsAreNotClipped(count: Int) {
    let entries = (0..<count).map { (index: Int) -> TableBuilder.Entry in
      let hash = UInt64(index) << 40 | UInt64(index + 1)
      return TableBuilder.Entry(hash: hash, logits: [0.5, index == 0 ? -3 : 1], valence: 0, importance: 1)
    }
    let built = TableBuilder.build(entries, classes: 3)
    #expect(abs(built.weightStep * Float(FeatureTable.weightLimit) - 3) < 0.001)
  }

  @Test func theOrderOfTheEntriesDoesNotMatter() {
    let entries = entries(3000, classes: 3, seed: 1)
    let forward = TableBuilder.build(entries, classes: 3)
    let backward = TableBuilder.build(entries.reversed(), classes: 3)
    let areSame = forward.lines == backward.lines
    #expect(areSame)
    let (first, second) = (forward.dropped.map { entries[$0].hash }, backward.dropped.map { entries[2999 - $0].hash })
    #expect(first == second && !first.isEmpty)
  }

  @Test func nothingToBuild() {
    let built = TableBuilder.build([], classes: 3)
    #expect(built.lines == [UInt8](repeating: 0, count: 64))
    #expect(built.dropped.isEmpty)
  }
}
