/// JSON documents in memory.
package enum JSONDocument {
  /// Why bytes are not one value of JSON; nil where they are.
  /// - Complexity: O(bytes)
  package static func fault(in document: [UInt8]) -> String? {
    let marked = document.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let padded = document[marked...] + [UInt8](repeating: 0x20, count: Chunk.padding)
    return padded.withUnsafeBufferPointer { bytes in
      let value = UnsafeBufferPointer(rebasing: bytes[..<(document.count - marked)])
      do throws(RecordProblem.Reason) {
        try JSONFieldFinder(names: []).parse(value)
      } catch {
        if case .invalidJSON(let reason) = error { return reason }
      }
      return nil
    }
  }

  /// A line of each record of a document: of the elements of an array, or of the values that follow each other.
  ///
  /// - Parameter name: of the document, in messages.
  /// - Throws: `StreamError.cutDocument` for an array or a value that does not end.
  /// - Complexity: O(bytes)
  package static func lines(of document: UnsafeBufferPointer<UInt8>, name: String) throws(StreamError) -> [UInt8] {
    let records = JSONRecords(path: [], isFound: true, name: name)
    var lines: [UInt8] = []
    lines.reserveCapacity(document.count + 1)
    try records.split(document, into: &lines)
    try records.finish(&lines)
    if let failure = records.failure { throw failure }
    return lines
  }
}
