import Attune

/// The form of the output.
package enum OutputFormat: String, CaseIterable, Sendable {
  case tsv, jsonl, csv

  /// What goes out when nothing else is asked for.
  package init(of input: RecordFormat) {
    switch input {
    case .text, .tsv: self = .tsv
    case .jsonl: self = .jsonl
    case .csv: self = .csv
    }
  }
}

/// Writes records with their verdicts.
///
/// | input | tsv | jsonl | csv |
/// |---|---|---|---|
/// | text | verdict, no header | `{"text":…,"sentiment":…}` | text and verdict under a header |
/// | jsonl | verdict, no header | the object's bytes and `"sentiment"` | text and verdict under a header |
/// | csv, tsv | columns and verdict under a header | the columns as strings and `"sentiment"` | columns and verdict under a header |
struct VerdictWriter {
  let input: RecordFormat
  let output: OutputFormat
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
  private let annotators: [any Annotator]
  /// How many columns each of them has.
  private let columnCounts: [Int]
  private let hasPlainColumns: [Bool]
  /// Those that may call a text mixed.
  private let mixers: [any Annotator]

  init(
    input: RecordFormat, output: OutputFormat, labels: [String], isSentiment: Bool, minimumConfidence: Float,
    annotators: [any Annotator] = []
  ) {
    self.annotators = annotators
    columnCounts = annotators.map(\.columns.count)
    hasPlainColumns = annotators.map(\.hasPlainColumns)
    mixers = annotators.filter(\.labelsMixed)
    self.minimumConfidence = minimumConfidence
    scoreName = isSentiment ? "score" : "confidence"
    self.input = input
    self.output = output
    let allLabels = labels + [Verdict.unknown, MixedFeelings.label]
    self.labels = allLabels.map { Array($0.utf8) }
    unknown = labels.count
    shortLengths = self.labels.map { label in
      label.count <= 16 && label.allSatisfy { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
        ? label.count : 0
    }
    shortLabels = self.labels.flatMap { $0.prefix(16) + [UInt8](repeating: 0, count: max(0, 16 - $0.count)) }
    jsonLabels = allLabels.map { label in
      var buffer = OutputBuffer(capacity: 64)
      Array(label.utf8).withUnsafeBufferPointer { buffer.append(jsonString: $0) }
      return Array(UnsafeBufferPointer(start: buffer.bytes, count: buffer.count))
    }
  }

  /// What the verdict's columns are separated by.
  private func delimiter(_ table: Table?) -> UInt8 {
    guard output == .csv else { return UInt8(ascii: "\t") }
    return table.map { $0.isQuoted ? $0.delimiter : UInt8(ascii: ",") } ?? UInt8(ascii: ",")
  }

  /// Whether records keep their bytes, as in csv to csv.
  private var keepsBytes: Bool { input == .csv && output == .csv || input == .tsv && output == .tsv }

  private func lineEnd(_ table: Table?) -> [UInt8] { keepsBytes ? table?.lineEnd ?? [0x0A] : [0x0A] }

  // MARK: Header

  func writeHeader(_ table: Table?, to out: inout OutputBuffer) {
    if output == .jsonl || output == .tsv && !input.isTable { return }
    let delimiter = delimiter(table)
    if let table {
      if keepsBytes {
        out.append(table.header)
      } else {
        for (index, column) in table.columns.enumerated() {
          if index > 0 { out.append(delimiter) }
          append(Array(column.utf8), delimiter, &out)
        }
      }
    } else {
      out.append("text")
    }
    for name in ["label", "\(scoreName)"].map({ Array($0.utf8) }) + labels[..<unknown] {
      out.append(delimiter)
      append(Array("sentiment_".utf8) + name, delimiter, &out)
    }
    for annotator in annotators {
      for column in annotator.columns {
        out.append(delimiter)
        append(Array(column.utf8), delimiter, &out)
      }
    }
    out.append(lineEnd(table))
  }

  @inline(__always)
  private func append(_ bytes: [UInt8], _ delimiter: UInt8, _ out: inout OutputBuffer) {
    bytes.withUnsafeBufferPointer { append($0, delimiter, &out) }
  }

  @inline(__always)
  private func appendLabel(_ label: Int, _ delimiter: UInt8, _ out: inout OutputBuffer) {
    let length = shortLengths[label]
    guard length > 0 else { return append(labels[label], delimiter, &out) }
    out.reserve(16)
    shortLabels.withUnsafeBufferPointer { out.appendReserved(short: $0.baseAddress! + 16 * label, count: length) }
  }

  private func append(_ field: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8, _ out: inout OutputBuffer) {
    if output == .csv { out.append(csvField: field, delimiter: delimiter) } else { out.append(tsvField: field) }
  }

  // MARK: Records

  /// - Parameters:
  ///   - record: without its line end.
  ///   - text: the record's text, when the output repeats it.
  ///   - row: the text's number in the scorer's batch.
  func write(
    _ record: UnsafeBufferPointer<UInt8>, text: UnsafeBufferPointer<UInt8>, table: Table?, _ scorer: Scorer, row: Int,
    to out: inout OutputBuffer
  ) {
    switch output {
    case .jsonl:
      switch input {
      case .jsonl: appendOpenObject(record, &out)
      case .text:
        out.append("{\"text\":")
        out.append(jsonString: record)
      case .csv, .tsv: appendOpenObject(record, table, &out)
      }
      appendSentiment(scorer, row, &out)
      if !annotators.isEmpty { appendAnnotations(row, &out) }
      out.append("}\n")
    case .csv, .tsv:
      let delimiter = delimiter(table)
      if appendColumns(record, text: text, table, delimiter, &out) { out.append(delimiter) }
      appendLabel(label(scorer, row), delimiter, &out)
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
      if !annotators.isEmpty { appendAnnotationColumns(row, delimiter, &out) }
      if keepsBytes { out.append(lineEnd(table)) } else { out.append(0x0A) }
    }
  }

  /// Writes a record that could not be read in its place.
  func write(
    _ record: UnsafeBufferPointer<UInt8>, problem: RecordProblem.Reason, table: Table?, to out: inout OutputBuffer
  ) {
    let reason = Array("\(problem)".utf8)
    switch output {
    case .jsonl:
      if case .invalidJSON = problem {
        out.append("{\"record\":")
        out.append(jsonString: record)
      } else if input == .jsonl, problem != .notAnObject, !record.isEmpty {
        appendOpenObject(record, &out)
      } else {
        out.append(input == .text ? "{\"text\":" : "{\"record\":")
        out.append(jsonString: record)
      }
      if out.bytes[out.count - 1] != UInt8(ascii: "{") { out.append(UInt8(ascii: ",")) }
      out.append("\"error\":")
      reason.withUnsafeBufferPointer { out.append(jsonString: $0) }
      out.append("}\n")
    case .csv, .tsv:
      let delimiter = delimiter(table)
      if input.isTable, let table {
        appendAllColumns(record, table, delimiter, &out)
        out.append(delimiter)
      } else if output == .csv {
        append(record, delimiter, &out)
        out.append(delimiter)
      }
      out.append("error")
      for _ in 0..<unknown + 1 + columnCounts.reduce(0, +) { out.append(delimiter) }
      out.append(lineEnd(table))
    }
  }

  /// The place of a text's label in `labels`.
  @inline(__always)
  private func label(_ scorer: Scorer, _ row: Int) -> Int {
    if !mixers.isEmpty, mixers.contains(where: { $0.isMixed(row) }) { return unknown + 1 }
    guard let label = scorer.label(row), scorer.probabilities(row)[label] >= minimumConfidence else { return unknown }
    return label
  }

  // MARK: JSON

  /// A JSON object's bytes without its closing brace and the blanks around it.
  private func appendOpenObject(_ object: UnsafeBufferPointer<UInt8>, _ out: inout OutputBuffer) {
    var end = object.count
    while end > 0, object[end - 1] != UInt8(ascii: "}") { end -= 1 }
    end -= 1
    while end > 0, object[end - 1] <= 0x20 { end -= 1 }
    var start = 0
    while start < end, object[start] <= 0x20 { start += 1 }
    out.append(object[start..<max(start, end)])
  }

  /// A table's record as an object of strings, without the closing brace.
  private func appendOpenObject(_ record: UnsafeBufferPointer<UInt8>, _ table: Table?, _ out: inout OutputBuffer) {
    out.append(UInt8(ascii: "{"))
    guard let table else { return }
    var fields = FieldScanner(record, delimiter: table.delimiter, isQuoted: table.isQuoted)
    for (index, column) in table.columns.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      Array(column.utf8).withUnsafeBufferPointer { out.append(jsonString: $0) }
      out.append(UInt8(ascii: ":"))
      (fields.next()?.content(of: record) ?? []).withUnsafeBufferPointer { out.append(jsonString: $0) }
    }
  }

  private func appendSentiment(_ scorer: Scorer, _ row: Int, _ out: inout OutputBuffer) {
    out.append(",\"sentiment\":{\"label\":")
    out.append(jsonLabels[label(scorer, row)])
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
    out.append("}}")
  }

  private func appendAnnotations(_ row: Int, _ out: inout OutputBuffer) {
    for annotator in annotators where !annotator.field.isEmpty {
      out.append(",\"")
      out.append(annotator.field)
      out.append("\":")
      annotator.writeJSON(row, to: &out)
    }
  }

  // MARK: Columns

  private func appendAnnotationColumns(_ row: Int, _ delimiter: UInt8, _ out: inout OutputBuffer) {
    for index in annotators.indices {
      let annotator = annotators[index]
      for column in 0..<columnCounts[index] {
        out.append(delimiter)
        let start = out.count
        annotator.writeColumn(column, row, to: &out)
        if !hasPlainColumns[index] { out.escape(from: start, delimiter: delimiter, isCSV: output == .csv) }
      }
    }
  }

  /// The record's own columns; false when the output has only the verdict's.
  private func appendColumns(
    _ record: UnsafeBufferPointer<UInt8>, text: UnsafeBufferPointer<UInt8>, _ table: Table?, _ delimiter: UInt8,
    _ out: inout OutputBuffer
  ) -> Bool {
    if keepsBytes {
      out.append(record)
    } else if let table {
      appendAllColumns(record, table, delimiter, &out)
    } else if output == .csv {
      append(text, delimiter, &out)
    } else {
      return false
    }
    return true
  }

  /// As many columns as the header has: missing ones are empty, and what is too much, or malformed, goes into the last.
  private func appendAllColumns(
    _ record: UnsafeBufferPointer<UInt8>, _ table: Table, _ delimiter: UInt8, _ out: inout OutputBuffer
  ) {
    var fields = FieldScanner(record, delimiter: table.delimiter, isQuoted: table.isQuoted)
    for index in table.columns.indices {
      if index > 0 { out.append(delimiter) }
      guard let field = fields.next() else { continue }
      if index == table.columns.count - 1, fields.next() != nil {
        append(UnsafeBufferPointer(rebasing: record[field.range.lowerBound...]), delimiter, &out)
      } else {
        append(field.content(of: record), delimiter, &out)
      }
    }
  }
}
