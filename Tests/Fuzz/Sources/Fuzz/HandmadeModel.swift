import TestSupport

@testable import Attune

/// Small models with known weights, built without the trainer.
enum HandmadeModel {
  struct Entry {
    var hash: UInt64
    /// One weight for each class but the first.
    var weights: [Int16]
    var valence: Int16 = 0
  }

  /// Lays entries out as `FeatureTable` describes. Entries that find their line full are left out.
  static func table(_ entries: [Entry], lineCount: Int, classes: Int) -> (lines: [UInt8], rows: [Int16]) {
    var lines = [UInt8](repeating: 0, count: lineCount * FeatureTable.lineBytes)
    var rows = [Int16](repeating: 0, count: classes > 3 ? lineCount * FeatureTable.slotsPerLine * (classes - 1) : 0)
    func put(_ value: UInt16, at place: Int) {
      lines[place] = UInt8(truncatingIfNeeded: value)
      lines[place + 1] = UInt8(truncatingIfNeeded: value >> 8)
    }
    var used = [Int](repeating: 0, count: lineCount)
    for entry in entries {
      let line = FeatureTable.line(of: entry.hash, lineCount: lineCount)
      let slot = used[line]
      guard slot < FeatureTable.slotsPerLine else { continue }
      let base = line * FeatureTable.lineBytes + 2 * slot
      put(FeatureTable.key(of: entry.hash), at: base)
      for (column, weight) in entry.weights.enumerated() {
        if classes > 3 {
          rows[(line * FeatureTable.slotsPerLine + slot) * (classes - 1) + column] = weight
        } else {
          put(UInt16(bitPattern: weight), at: base + 16 * (column + 1))
        }
      }
      put(UInt16(bitPattern: entry.valence), at: base + 48)
      used[line] += 1
    }
    return (lines, rows)
  }

  /// A model that knows a few words: "good" speaks for the last label, "bad" for the first.
  static func contents(labels: [String] = ["negative", "neutral", "positive"]) -> ModelFile.Contents {
    let classes = labels.count
    func weights(_ value: Int16) -> [Int16] { (1..<classes).map { $0 == classes - 1 ? value : value / 2 } }
    let table = table(
      [
        Entry(hash: hash("good"), weights: weights(900), valence: 120),
        Entry(hash: hash("bad"), weights: weights(-900), valence: -130),
        Entry(hash: hash("food"), weights: weights(10)),
      ],
      lineCount: 2, classes: classes)
    var calibration = Calibration(classes: classes)
    calibration.constant = 1.25
    calibration.perLength = -0.125
    calibration.biases = (0..<classes).map { Float($0) / 16 }
    var generator = SplitMix64(seed: 3)
    return ModelFile.Contents(
      labels: labels, card: [.init(key: "data", value: "made by hand"), .init(key: "note", value: "a: b")],
      weightStep: 1 / 256, calibration: calibration,
      prior: (0..<classes).map { _ in 1 / Float(classes) }, lines: table.lines, rows: table.rows,
      dense: DenseLayer(
        inputs: CueFeatures.count, outputs: classes,
        weights: (0..<CueFeatures.count * classes).map { _ in Float.random(in: -0.25...0.25, using: &generator) }))
  }

  /// A deep part that knows some words, with random numbers up to the limits.
  static func convolution(
    of words: [String], filters: Int = 64, layers: Int = 2, classes: Int = 3, seed: UInt64 = 1, doubt: Doubt? = nil
  ) -> Convolution.Contents {
    var generator = SplitMix64(seed: seed)
    let row = Convolution.window * filters
    let limit = Int8(Convolution.productLimit)
    return Convolution.Contents(
      filters: filters, step: 1 / 65_536, doubt: doubt ?? .always(classes: classes),
      biases: (0..<filters).map { _ in .random(in: -7...7, using: &generator) },
      weights: (0..<classes * 2 * layers * filters).map { _ in .random(in: -900...900, using: &generator) },
      second: layers == 2 ? second(filters: filters, &generator) : nil,
      products: (0..<(TokenShape.count + words.count) * row).map {
        $0 < row ? 0 : .random(in: -limit...limit, using: &generator)
      },
      hashes: words.map { Token.hash(ofSingle: $0)! })
  }

  /// The first two filters have the largest weights that can be, above 0 and below it.
  private static func second(filters: Int, _ generator: inout SplitMix64) -> Convolution.Contents.Second {
    let inputs = Convolution.secondWindow * filters
    let limit = Int8(Convolution.secondLimit / 4)
    var weights = (0..<inputs * filters).map { _ in Int8.random(in: -limit...limit, using: &generator) }
    for quad in Convolution.secondQuads(inputs: inputs) {
      for (input, weight) in zip(quad, [127, 3, 1, 127] as [Int8]) {
        (weights[input * filters], weights[input * filters + 1]) = (weight, -weight)
      }
    }
    return .init(
      weights: weights, biases: (0..<filters).map { _ in .random(in: -9000...9000, using: &generator) },
      shifts: (0..<filters).map { $0 < 2 ? 12 : .random(in: 6...9, using: &generator) })
  }

  static let bytes = ModelFile.encode(contents())
}
