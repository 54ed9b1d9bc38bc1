/// JSON documents in memory.
package enum JSONDocument {
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
