/// Whole records of one input, read by one worker: memory that is used again and again.
final class Chunk {
  /// Bytes behind the records that may be read by kernels that look ahead.
  static let padding = 64

  struct Join {
    /// Its number among the wanted fields.
    var field: Int
    var columns: [Int]
  }

  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  var count = 0
  /// The chunk's place in the stream, from 0.
  var sequence = 0
  /// The input's name in messages.
  var path = ""
  /// Set for the first chunk of an input: the line at which its records begin, from 1.
  var firstLine: Int?
  var format = RecordFormat.text
  var table: Table?
  /// Where the wanted fields stand in `table`.
  var columns: [Int] = []
  /// The columns of wanted fields that are joined of several; -2 stands in `columns` for each of these fields.
  var joins: [Join] = []
  /// The output begins with a header before this chunk's records.
  var needsHeader = false
  /// See `RecordCutter.hopelessEnd`, at the start of the chunk.
  var hopelessEnd = 0
  /// Whether no records of the input follow.
  var endsInput = false
  /// Instead of records the chunk stands for one record that is longer than can be held.
  var isTooLong = false
  /// Lines of that record.
  var skippedLines = 1

  init(capacity: Int) {
    self.capacity = capacity
    bytes = .allocate(capacity: capacity + Self.padding)
  }

  deinit { bytes.deallocate() }

  var records: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes, count: count) }

  func records(from start: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: bytes + start, count: count - start)
  }

  /// Makes room for `capacity` bytes and keeps what is there.
  func reserve(_ capacity: Int) {
    guard capacity > self.capacity else { return }
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + Self.padding)
    larger.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = larger
    self.capacity = capacity
  }

  /// Gives back what a very long record needed.
  func shrink(to capacity: Int) {
    guard self.capacity > 4 * capacity, count <= capacity else { return }
    let smaller = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + Self.padding)
    smaller.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = smaller
    self.capacity = capacity
  }
}
