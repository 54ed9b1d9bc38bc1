import Attune

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

  /// - Returns: the lines, the rows (empty for up to three classes), the size of a weight's unit, and which entries
  ///   found no place.
  static func build(_ entries: [Entry], classes: Int) -> (
    lines: [UInt8], rows: [Int16], weightStep: Float, dropped: [Int]
  ) {
    let slots = FeatureTable.slotsPerLine
    let lineCount = max(1, Int((Double(entries.count) / (Double(slots) * load)).rounded(.up)))
    // The few largest weights are clipped for the sake of all others' precision.
    let magnitudes = entries.flatMap { $0.logits.map(abs) }.sorted()
    let largest =
      magnitudes.isEmpty ? 1 : max(magnitudes[Int((Double(magnitudes.count - 1) * 0.99995).rounded(.up))], 1e-6)
    let step = largest / Float(FeatureTable.weightLimit)
    func quantized(_ weight: Float) -> Int16 {
      Int16(min(max(weight / step, -Float(FeatureTable.weightLimit)), Float(FeatureTable.weightLimit)).rounded())
    }
    var lines = [UInt8](repeating: 0, count: lineCount * FeatureTable.lineBytes)
    var filled = [UInt8](repeating: 0, count: lineCount)
    var rows = [Int16](repeating: 0, count: classes > 3 ? lineCount * slots * (classes - 1) : 0)
    var dropped: [Int] = []
    let order = entries.indices.sorted {
      (entries[$0].importance, entries[$0].hash) > (entries[$1].importance, entries[$1].hash)
    }
    lines.withUnsafeMutableBytes { bytes in
      for index in order {
        let entry = entries[index]
        let line = FeatureTable.line(of: entry.hash, lineCount: lineCount)
        let base = line * FeatureTable.lineBytes
        let key = FeatureTable.key(of: entry.hash)
        let used = Int(filled[line])
        let isTaken = (0..<used).contains { bytes.load(fromByteOffset: base + 2 * $0, as: UInt16.self) == key }
        guard used < slots, !isTaken else {
          dropped.append(index)
          continue
        }
        bytes.storeBytes(of: key, toByteOffset: base + 2 * used, as: UInt16.self)
        if classes <= 3 {
          for (column, logit) in entry.logits.enumerated() {
            bytes.storeBytes(of: quantized(logit), toByteOffset: base + 16 * (column + 1) + 2 * used, as: Int16.self)
          }
        } else {
          for (column, logit) in entry.logits.enumerated() {
            rows[(line * slots + used) * (classes - 1) + column] = quantized(logit)
          }
        }
        bytes.storeBytes(of: entry.valence, toByteOffset: base + 48 + 2 * used, as: Int16.self)
        filled[line] += 1
      }
    }
    return (lines, rows, step, dropped)
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
