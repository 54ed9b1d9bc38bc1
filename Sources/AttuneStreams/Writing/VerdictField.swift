import Attune

/// The verdict: `"sentiment"` in JSON, in tables `sentiment_label`, `sentiment_score` and a column for each class.
///
/// A class, because each record's writing would copy what a structure holds.
final class VerdictField: LeadingField {
  let field = "sentiment"
  let columns: [String]
  private let scorer: Scorer
  /// Ready to be written as a column or a JSON string; behind the model's come "unknown" and "mixed".
  private let labels: [[UInt8]]
  private let jsonLabels: [[UInt8]]
  private let unknown: Int
  /// Those of `labels` that are a column as they are and have at most 16 bytes, each in 16; others have length 0.
  private let shortLabels: [UInt8]
  private let shortLengths: [Int]
  /// Labels of a lower probability are given as unknown.
  private let minimumConfidence: Float
  /// Of the number beside the label: "score", or "confidence" for classes that are no sentiment.
  private let scoreName: StaticString
  /// Those that may call a text mixed.
  private let mixers: [any Annotator]

  /// - Parameter scorer: has finished the batch whose rows are written.
  init(_ scorer: Scorer, model: Model, minimumConfidence: Float = 0, annotators: [any Annotator] = []) {
    self.scorer = scorer
    self.minimumConfidence = minimumConfidence
    mixers = annotators.filter(\.labelsMixed)
    scoreName = model.isSentiment ? "score" : "confidence"
    let names = ["label", "\(scoreName)"]
    // A class of one of these names must not have its column twice.
    columns = (names + model.labels.map { names.contains($0) ? "class_" + $0 : $0 }).map { "sentiment_" + $0 }
    let allLabels = model.labels + [Verdict.unknown, MixedFeelings.label]
    labels = allLabels.map { Array($0.utf8) }
    unknown = model.labels.count
    shortLengths = labels.map { label in
      label.count <= 16 && label.allSatisfy { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
        ? label.count : 0
    }
    shortLabels = labels.flatMap { $0.prefix(16) + [UInt8](repeating: 0, count: max(0, 16 - $0.count)) }
    jsonLabels = allLabels.map { label in
      var buffer = OutputBuffer(capacity: 64)
      Array(label.utf8).withUnsafeBufferPointer { buffer.append(jsonString: $0) }
      return Array(UnsafeBufferPointer(start: buffer.bytes, count: buffer.count))
    }
  }

  /// The place of a text's label in `labels`.
  @inline(__always)
  private func label(_ row: Int) -> Int {
    if !mixers.isEmpty, mixers.contains(where: { $0.isMixed(row) }) { return unknown + 1 }
    guard let label = scorer.label(row), scorer.probabilities(row)[label] >= minimumConfidence else { return unknown }
    return label
  }

  // MARK: JSON

  @inline(__always)
  func writeJSON(_ row: Int, to out: inout OutputBuffer) {
    out.append("{\"label\":")
    out.append(jsonLabels[label(row)])
    out.append(",\"")
    out.append(scoreName)
    out.append("\":")
    out.append(fourDecimals: scorer.score(row))
    out.append(",\"probabilities\":{")
    for (index, probability) in scorer.probabilities(row).enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      out.append(jsonLabels[index])
      out.append(UInt8(ascii: ":"))
      out.append(fourDecimals: probability)
    }
    out.append(UInt8(ascii: "}"))
    if let language = scorer.language(row) {
      out.append(",\"language\":")
      out.append(jsonString: language)
    }
    out.append(UInt8(ascii: "}"))
  }

  // MARK: Columns

  @inline(__always)
  func writeColumns(_ row: Int, delimiter: UInt8, isCSV: Bool, to out: inout OutputBuffer) {
    let label = label(row)
    let length = shortLengths[label]
    if length > 0 {
      out.reserve(16)
      shortLabels.withUnsafeBufferPointer { out.appendReserved(short: $0.baseAddress! + 16 * label, count: length) }
    } else {
      let start = out.count
      out.append(labels[label])
      out.escape(from: start, delimiter: delimiter, isCSV: isCSV)
    }
    let probabilities = scorer.probabilities(row)
    out.reserve(max(8 * (probabilities.count + 1), 33))
    if probabilities.count == 3 {
      out.appendReserved(
        delimiter,
        fourDecimals: SIMD4(scorer.score(row), probabilities[0], probabilities[1], probabilities[2]))
    } else {
      out.appendReserved(delimiter, fourDecimals: scorer.score(row))
      for probability in probabilities { out.appendReserved(delimiter, fourDecimals: probability) }
    }
  }

  func writeColumn(_ column: Int, _ row: Int, to out: inout OutputBuffer) {
    switch column {
    case 0: out.append(labels[label(row)])
    case 1: out.append(fourDecimals: scorer.score(row))
    default: out.append(fourDecimals: scorer.probabilities(row)[column - 2])
    }
  }

  func writeProblem(_ reason: String, column: Int, to out: inout OutputBuffer) {
    if column == 0 { out.append("error" as StaticString) }
  }
}
