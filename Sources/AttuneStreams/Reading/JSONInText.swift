/// Tells JSON from lines of text in inputs whose name says that they are text, or says nothing: JSON lines in a log, or a
/// document that comes through a pipe.
///
/// | the input begins with | it is JSON if |
/// |---|---|
/// | `{` | a key, a colon and the beginning of a value follow, or `}` |
/// | `[` | such an object follows, or a string and a comma or a bracket, or `]` |
///
/// Where the first object or array ends on the first line, nothing may stand behind it but another one: "{sic} he wrote" and
/// `["nice"] she said` are text. The first line decides, so that nobody who writes lines is waited for.
enum JSONInText {
  /// - Parameters:
  ///   - bytes: the text from its beginning.
  ///   - isEnd: nothing comes behind them.
  /// - Returns: whether it is JSON; nil when more must be seen.
  /// - Complexity: O(bytes of the first line)
  static func isJSON(_ bytes: UnsafeBufferPointer<UInt8>, isEnd: Bool) -> Bool? {
    var scan = Scan(bytes: bytes, at: bytes.starts(with: ByteOrderMark.utf8) ? 3 : 0)
    let open: Bool? = isEnd ? false : nil
    guard let first = scan.next() else { return open }
    let start = scan.at - 1
    let isOpening: Bool? =
      switch first {
      case UInt8(ascii: "{"): scan.opensObject()
      case UInt8(ascii: "["): scan.opensArray()
      default: false
      }
    guard let isOpening, isOpening else { return isOpening ?? open }
    let line = UnsafeBufferPointer(rebasing: bytes[start...].prefix { $0 != 0x0A })
    guard let length = JSONShape.Arrays(of: line).end else {
      // It goes on behind its line, or has broken off there.
      return isEnd || start + line.count < bytes.count || bytes.count >= TableInText.window ? true : nil
    }
    scan.at = start + length
    var next = scan.next()
    if next == UInt8(ascii: ",") { next = scan.next() }
    if next == first || scan.hasLineEnd(from: start + length) { return true }
    return next == nil ? isEnd ? true : nil : false
  }

  private struct Scan {
    let bytes: UnsafeBufferPointer<UInt8>
    var at: Int

    /// The next byte that is no blank; nil at the end of what is there.
    mutating func next() -> UInt8? {
      while at < bytes.count {
        at += 1
        if !JSONRecords.isBlank(bytes[at - 1]) { return bytes[at - 1] }
      }
      return nil
    }

    /// Whether a line ends between a place and the byte that was read last.
    func hasLineEnd(from start: Int) -> Bool { bytes[min(start, at)..<at].contains(0x0A) }

    /// Behind the brace of an object; nil when more must be seen.
    mutating func opensObject() -> Bool? {
      guard let byte = next() else { return nil }
      if byte == UInt8(ascii: "}") { return true }
      guard byte == UInt8(ascii: "\"") else { return false }
      guard let isString = passString() else { return nil }
      guard isString else { return false }
      guard let colon = next() else { return nil }
      guard colon == UInt8(ascii: ":") else { return false }
      guard let value = next() else { return nil }
      return Self.beginnings.contains(value)
    }

    /// Behind the bracket of an array.
    mutating func opensArray() -> Bool? {
      guard let byte = next() else { return nil }
      switch byte {
      case UInt8(ascii: "]"): return true
      case UInt8(ascii: "{"): return opensObject()
      case UInt8(ascii: "\""):
        guard let isString = passString() else { return nil }
        guard isString else { return false }
        return next().map { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "]") }
      default: return false
      }
    }

    /// Goes behind a string whose quote has been read. A line break is no part of one.
    private mutating func passString() -> Bool? {
      while at < bytes.count {
        let byte = bytes[at]
        at += byte == UInt8(ascii: "\\") ? 2 : 1
        if byte == UInt8(ascii: "\"") { return true }
        if byte == 0x0A { return false }
      }
      return nil
    }

    /// Of values, and a brace of the next record where one breaks off behind its colon.
    private static let beginnings = Set("\"{[-0123456789tfn".utf8)
  }
}
