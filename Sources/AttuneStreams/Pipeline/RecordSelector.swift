/// An annotator that chooses which records are wanted.
package protocol RecordSelector: Annotator {
  /// - Parameters:
  ///   - row: the text's number in the batch.
  ///   - text: its bytes.
  ///   - fields: the pipeline's `selectorFields` of the record, empty where it has none.
  /// - Returns: what is handed over with the record; nil when it is not wanted.
  func select(_ row: Int, text: UnsafeBufferPointer<UInt8>, fields: [UnsafeBufferPointer<UInt8>]) -> (any Sendable)?
}

/// A record that was chosen.
package struct SelectedRecord {
  /// What the selector gave.
  package var payload: any Sendable
  /// The record as it is written, with its line end; valid during the call.
  package var output: UnsafeBufferPointer<UInt8>
  /// Where the values of the pipeline's `lateField` belong in `output`.
  package var gaps: [LateField.Gap]
  package var path: String
  /// From 1; the first line of the record.
  package var line: Int

  /// The record with its gaps filled.
  /// - Parameter writeValue: writes the value of a column, or that of the field in JSON.
  package func output(filling writeValue: (_ column: Int, inout OutputBuffer) -> Void) -> [UInt8] {
    Self.fill(output, gaps, writeValue)
  }

  /// The record with its gaps, to be filled after the call.
  package var kept: KeptRecord { KeptRecord(bytes: Array(output), gaps: gaps) }

  fileprivate static func fill(
    _ output: UnsafeBufferPointer<UInt8>, _ gaps: [LateField.Gap],
    _ writeValue: (_ column: Int, inout OutputBuffer) -> Void
  ) -> [UInt8] {
    var out = OutputBuffer(capacity: output.count + 64)
    var start = 0
    for gap in gaps {
      out.append(output[start..<gap.offset])
      writeValue(gap.column, &out)
      start = gap.offset
    }
    out.append(output[start...])
    return Array(UnsafeBufferPointer(start: out.bytes, count: out.count))
  }
}

/// A chosen record that is written later.
package struct KeptRecord: Sendable {
  package let bytes: [UInt8]
  fileprivate let gaps: [LateField.Gap]

  /// The record with its gaps filled; see `SelectedRecord.output`.
  package func output(filling writeValue: (_ column: Int, inout OutputBuffer) -> Void) -> [UInt8] {
    bytes.withUnsafeBufferPointer { SelectedRecord.fill($0, gaps, writeValue) }
  }
}
