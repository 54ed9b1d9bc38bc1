extension RecordRange {
  /// The object of a line, without what an array puts around it whose objects stand on a line each, as `duckdb -json`
  /// and SQLite write them: "[{…},", "{…},", "{…}]". Any other line as it is.
  func trimmingArray(_ bytes: UnsafeBufferPointer<UInt8>) -> RecordRange {
    guard end > start else { return self }
    var object = self
    if bytes[start] == UInt8(ascii: "[") { object.start += 1 }
    if bytes[end - 1] == UInt8(ascii: ",") || bytes[end - 1] == UInt8(ascii: "]") { object.end -= 1 }
    guard object.start < object.end, bytes[object.start] == UInt8(ascii: "{"),
      bytes[object.end - 1] == UInt8(ascii: "}")
    else { return self }
    return object
  }
}
