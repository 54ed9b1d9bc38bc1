/// An annotator that chooses which records are wanted.
package protocol RecordChooser: Annotator {
  /// - Parameters:
  ///   - row: the text's number in the batch.
  ///   - text: its bytes.
  ///   - fields: the pipeline's `chooserFields` of the record, empty where it has none.
  /// - Returns: what is handed over with the record; nil when it is not wanted.
  func choose(_ row: Int, text: UnsafeBufferPointer<UInt8>, fields: [UnsafeBufferPointer<UInt8>]) -> (any Sendable)?
}

/// A record that was chosen.
package struct ChosenRecord {
  /// What the chooser gave.
  package var payload: any Sendable
  /// The record as it is written, with its line end; valid during the call.
  package var output: UnsafeBufferPointer<UInt8>
  package var path: String
  /// From 1; the first line of the record.
  package var line: Int
}
