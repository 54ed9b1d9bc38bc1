import Attune
import AttuneStatistics

/// Lays features out in the lines of a `FeatureTable`. A line that would overflow keeps its most important features.
struct TableBuilder {
  struct Entry {
    var hash: UInt64
    /// One logit for each class but the first, relative to it.
    var logits: [Float]
    var valence: Int16
    var importance: Float
  }

  /// Lines are filled to about this share.
  static let load = 0.7

  private(set) var lines: [UInt8]
  /// Logits of models with more than three classes.
  private(set) var rows: [Int16]
  let weightStep: Float
  /// Which entries found no place.
  private(set) var dropped: [Int] = []
  private let classes: Int
  private var lineCount: Int { lines.count / FeatureTable.lineBytes }

  /// A table of the entries alone.
  init(_ entries: [Entry], classes: Int) {
    let slots = FeatureTable.slotsPerLine
    let lineCount = max(1, Int((Double(entries.count) / (Double(slots) * Self.load)).rounded(.up)))
    // The few largest weights are clipped for the sake of all others' precision.
    let magnitudes = entries.flatMap { $0.logits.map(abs) }.sorted()
    let largest =
      magnitudes.isEmpty ? 1 : max(magnitudes[Int((Double(magnitudes.count - 1) * 0.99995).rounded(.up))], 1e-6)
    weightStep = largest / Float(FeatureTable.weightLimit)
    lines = Array(repeating: 0, count: lineCount * FeatureTable.lineBytes)
    rows = Array(repeating: 0, count: classes > 3 ? lineCount * slots * (classes - 1) : 0)
    self.classes = classes
    place(entries)
  }

  /// The table of a model with new weights for the entries that it has, and with those that it has not where there is
  /// room.
  init(extending base: Model, by entries: [Entry]) {
    let table = base.table
    let classes = base.labels.count
    weightStep = base.weightStep
    lines = Array(
      UnsafeRawBufferPointer(start: table.address(line: 0), count: table.lineCount * FeatureTable.lineBytes))
    rows = []
    if classes > 3 {
      for slot in 0..<table.lineCount * FeatureTable.slotsPerLine {
        for label in 1..<classes { rows.append(table.logit(slot: slot, class: label)) }
      }
    }
    self.classes = classes
    place(entries)
  }

  /// Puts each entry where its key already stands, or into the first empty slot of its line; of two for one slot the
  /// more important stays.
  private mutating func place(_ entries: [Entry]) {
    let slots = FeatureTable.slotsPerLine
    let lineCount = lineCount
    var isTaken = [Bool](repeating: false, count: lineCount * slots)
    let order = entries.indices.sorted {
      (entries[$0].importance, entries[$0].hash) > (entries[$1].importance, entries[$1].hash)
    }
    for index in order {
      let entry = entries[index]
      let line = FeatureTable.line(of: entry.hash, lineCount: lineCount)
      let key = FeatureTable.key(of: entry.hash)
      guard let slot = slot(of: key, line) ?? slot(of: 0, line), !isTaken[line * slots + slot] else {
        dropped.append(index)
        continue
      }
      isTaken[line * slots + slot] = true
      store(Int16(bitPattern: key), line, slot, column: 0)
      store(entry.valence, line, slot, column: 3)
      for (column, logit) in entry.logits.enumerated() {
        if classes <= 3 {
          store(quantized(logit), line, slot, column: column + 1)
        } else {
          rows[(line * slots + slot) * (classes - 1) + column] = quantized(logit)
        }
      }
    }
  }

  /// The first slot of a line that holds a key; 0 is the key of an empty one.
  private func slot(of key: UInt16, _ line: Int) -> Int? {
    lines.withUnsafeBytes { bytes in
      (0..<FeatureTable.slotsPerLine).first {
        bytes.loadUnaligned(fromByteOffset: line * FeatureTable.lineBytes + 2 * $0, as: UInt16.self) == key
      }
    }
  }

  private mutating func store(_ value: Int16, _ line: Int, _ slot: Int, column: Int) {
    lines.withUnsafeMutableBytes {
      $0.storeBytes(of: value, toByteOffset: line * FeatureTable.lineBytes + 16 * column + 2 * slot, as: Int16.self)
    }
  }

  private func quantized(_ weight: Float) -> Int16 {
    let limit = Float(FeatureTable.weightLimit)
    return Int16(saturating: Double(min(max(weight / weightStep, -limit), limit).rounded()))
  }

  /// How many features stand in lines.
  static func featureCount(_ lines: [UInt8]) -> Int {
    lines.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: FeatureTable.lineBytes).reduce(0) { count, line in
        let keys = bytes.loadUnaligned(fromByteOffset: line, as: SIMD8<UInt16>.self)
        return count + keys.indices.count { keys[$0] != 0 }
      }
    }
  }
}
