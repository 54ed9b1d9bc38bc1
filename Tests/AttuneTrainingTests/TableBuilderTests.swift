import AttuneStatistics
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
    let built = TableBuilder(entries, classes: classes)
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
    let built = TableBuilder(entries, classes: 3)
    #expect(abs(built.weightStep * Float(FeatureTable.weightLimit) - 3) < 0.001)
  }

  @Test func theOrderOfTheEntriesDoesNotMatter() {
    let entries = entries(3000, classes: 3, seed: 1)
    let forward = TableBuilder(entries, classes: 3)
    let backward = TableBuilder(entries.reversed(), classes: 3)
    let areSame = forward.lines == backward.lines
    #expect(areSame)
    let (first, second) = (forward.dropped.map { entries[$0].hash }, backward.dropped.map { entries[2999 - $0].hash })
    #expect(first == second && !first.isEmpty)
  }

  // MARK: Extending

  private func model(_ entries: [TableBuilder.Entry], classes: Int) throws -> (model: Model, dropped: [Int]) {
    let built = TableBuilder(entries, classes: classes)
    let bytes = ModelFile.encode(
      .init(
        labels: (0..<classes).map { "label \($0)" }, card: [], weightStep: built.weightStep,
        calibration: Calibration(classes: classes), prior: Array(repeating: 1 / Float(classes), count: classes),
        lines: built.lines, rows: built.rows,
        dense: DenseLayer(
          inputs: CueFeatures.count, outputs: classes,
          weights: Array(repeating: 0, count: CueFeatures.count * classes))))
    return (try Model.load(bytes: bytes), built.dropped)
  }

  /// Old features keep their weights, some get new ones, and new features are placed where there is room.
  @Test(arguments: [500, 5000], [2, 3, 5])
  func extending(count: Int, classes: Int) throws {
    let old = entries(count, classes: classes, seed: UInt64(count))
    let (base, dropped) = try model(old, classes: classes)
    let placed = Array(Set(old.indices).subtracting(dropped)).sorted()
    var changes = entries(count / 5, classes: classes, seed: UInt64(count + 1))
    let changed = Array(placed.prefix(50))
    for index in changed {
      var entry = old[index]
      entry.logits = entry.logits.map { -$0 }
      changes.append(entry)
    }
    let extended = TableBuilder(extending: base, by: changes)
    #expect(extended.weightStep == base.weightStep)
    #expect(extended.lines.count == base.table.lineCount * FeatureTable.lineBytes)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: extended.lines.count, alignment: 64)
    defer { memory.deallocate() }
    memory.copyBytes(from: extended.lines)
    extended.rows.withUnsafeBufferPointer { rows in
      let table = FeatureTable(
        lines: UnsafeRawPointer(memory.baseAddress!), lineCount: base.table.lineCount,
        rows: extended.rows.isEmpty ? nil : rows.baseAddress, rowWidth: classes - 1)
      func holds(_ entry: TableBuilder.Entry) -> Bool {
        guard let slot = table.slot(of: entry.hash) else { return false }
        return table.value(slot: slot, column: 2) == entry.valence
          && zip(1..<classes, entry.logits).allSatisfy {
            abs(Float(table.logit(slot: slot, class: $0)) * base.weightStep - $1) <= base.weightStep * 0.51
              || abs($1) > 1.99
          }
      }
      let areDropped = Set(extended.dropped)
      let lost = changes.indices.filter { !areDropped.contains($0) && !holds(changes[$0]) }
      #expect(lost.isEmpty)
      let isChanged = Set(changes.map(\.hash))
      // A new feature may have the place and key of an old one, by a chance of some in 65,536.
      let forgotten = placed.filter { !isChanged.contains(old[$0].hash) && !holds(old[$0]) }
      #expect(forgotten.count <= 1)
      for index in extended.dropped {
        let line = FeatureTable.line(of: changes[index].hash, lineCount: table.lineCount)
        let keys = table.address(line: line).load(as: SIMD8<UInt16>.self)
        let isFull = keys.indices.allSatisfy { keys[$0] != 0 }
        let isTwin = table.slot(of: changes[index].hash) != nil
        #expect(isFull || isTwin)
      }
    }
    #expect(extended.dropped.count < changes.count / 2)
  }

  /// Of two features with one key in one line the one that matters more has the place.
  @Test func twinsInOneLine() throws {
    let entry = { (hash: UInt64, logit: Float, importance: Float) in
      TableBuilder.Entry(hash: hash, logits: [logit, logit], valence: 7, importance: importance)
    }
    let (base, _) = try model([entry(0x1_0005, 1, 1)], classes: 3)
    for twins in [
      [entry(0x2_0005, 0.5, 2), entry(0x3_0005, -0.5, 3)], [entry(0x3_0005, -0.5, 3), entry(0x2_0005, 0.5, 2)],
    ] {
      let extended = TableBuilder(extending: base, by: twins)
      #expect(extended.dropped.map { twins[$0].hash } == [0x2_0005])
      let weight = extended.lines.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 16, as: Int16.self) }
      #expect(abs(Float(weight) * base.weightStep + 0.5) < 0.01)
    }
  }

  @Test func nothingToBuild() {
    let built = TableBuilder([], classes: 3)
    #expect(built.lines == [UInt8](repeating: 0, count: 64))
    #expect(built.dropped.isEmpty)
  }
}
