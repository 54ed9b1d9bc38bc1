import Attune

/// Training that goes on from a model instead of from nothing.
extension Trainer {
  /// How few texts would change a base's calibration much.
  static let calibratedTexts = 200.0

  /// Puts the weights of a model in the place of those of the features that it knows, and of all cues.
  func takeOver(_ base: Model, into model: inout LinearModel, _ hashes: [UInt64]) {
    let classes = model.classes
    for (feature, hash) in hashes.enumerated() {
      guard let slot = base.table.slot(of: hash) else { continue }
      for label in 0..<classes {
        model.sparse[feature * classes + label] = Float(base.table.logit(slot: slot, class: label)) * base.weightStep
      }
    }
    model.dense = base.dense.weights
  }
}

extension TableBuilder {
  /// The table of a model with new weights for the entries that it has, and with those that it has not where there is
  /// room.
  static func extend(_ base: Model, by entries: [Entry]) -> (
    lines: [UInt8], rows: [Int16], weightStep: Float, dropped: [Int]
  ) {
    let table = base.table
    let classes = base.labels.count
    let slots = FeatureTable.slotsPerLine
    let limit = Float(FeatureTable.weightLimit)
    var lines = Array(
      UnsafeRawBufferPointer(start: table.address(line: 0), count: table.lineCount * FeatureTable.lineBytes))
    var rows: [Int16] = []
    if classes > 3 {
      for slot in 0..<table.lineCount * slots {
        for label in 1..<classes { rows.append(table.logit(slot: slot, class: label)) }
      }
    }
    var dropped: [Int] = []
    var isTaken = [Bool](repeating: false, count: table.lineCount * slots)
    let order = entries.indices.sorted {
      (entries[$0].importance, entries[$0].hash) > (entries[$1].importance, entries[$1].hash)
    }
    lines.withUnsafeMutableBytes { bytes in
      for index in order {
        let entry = entries[index]
        let line = FeatureTable.line(of: entry.hash, lineCount: table.lineCount)
        let start = line * FeatureTable.lineBytes
        let key = FeatureTable.key(of: entry.hash)
        func keyAt(_ slot: Int) -> UInt16 { bytes.load(fromByteOffset: start + 2 * slot, as: UInt16.self) }
        guard let slot = (0..<slots).first(where: { keyAt($0) == key }) ?? (0..<slots).first(where: { keyAt($0) == 0 }),
          !isTaken[line * slots + slot]
        else {
          dropped.append(index)
          continue
        }
        isTaken[line * slots + slot] = true
        bytes.storeBytes(of: key, toByteOffset: start + 2 * slot, as: UInt16.self)
        for (column, logit) in entry.logits.enumerated() {
          let value = Int16(min(max(logit / base.weightStep, -limit), limit).rounded())
          if classes <= 3 {
            bytes.storeBytes(of: value, toByteOffset: start + 16 * (column + 1) + 2 * slot, as: Int16.self)
          } else {
            rows[(line * slots + slot) * (classes - 1) + column] = value
          }
        }
        bytes.storeBytes(of: entry.valence, toByteOffset: start + 48 + 2 * slot, as: Int16.self)
      }
    }
    return (lines, rows, base.weightStep, dropped)
  }
}
