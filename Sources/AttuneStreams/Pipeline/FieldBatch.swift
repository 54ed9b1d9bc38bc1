/// Reads fields of JSON objects that are in memory, one a line. One caller at a time; its memory is used again.
package final class FieldBatch {
  private let chunk = Chunk(capacity: 4 << 10)
  private var fields: RecordFields

  private static let keptBytes = 1 << 20

  /// An object, valid during the call that is given it.
  package struct Object {
    /// Without its line end.
    package var bytes: UnsafeBufferPointer<UInt8>
    /// Empty where it has none, or null.
    package var fields: [UnsafeBufferPointer<UInt8>]
    /// Whether it has one of the watched keys.
    package var holdsWatched: Bool
    /// Why it cannot be read; its fields are then empty.
    package var problem: RecordProblem.Reason?
  }

  /// - Parameters:
  ///   - names: of the fields.
  ///   - strings: those of `names` of which numbers do not count.
  ///   - watched: keys of which objects tell whether they have one.
  package init(names: [String], strings: Set<String> = [], watched: [String] = []) {
    fields = RecordFields(format: .jsonl, names: names, strings: strings, watched: watched)
    chunk.format = .jsonl
  }

  /// Calls `body` for each object, in order.
  /// - Complexity: O(bytes)
  package func forEach(_ lines: UnsafeBufferPointer<UInt8>, _ body: (Object) -> Void) {
    chunk.fill(lines, keeping: Self.keptBytes)
    fields.begin(chunk)
    var scanner = RecordScanner(chunk)
    let records = chunk.records
    while let range = scanner.next() {
      let bytes = UnsafeBufferPointer(rebasing: records[range.start..<range.end])
      do throws(RecordProblem.Reason) {
        try fields.read(bytes, chunk)
        body(Object(bytes: bytes, fields: fields.bytes, holdsWatched: fields.holdsWatched))
      } catch {
        let none = fields.bytes.map { _ in UnsafeBufferPointer<UInt8>(start: nil, count: 0) }
        body(Object(bytes: bytes, fields: none, holdsWatched: false, problem: error))
      }
    }
  }
}
