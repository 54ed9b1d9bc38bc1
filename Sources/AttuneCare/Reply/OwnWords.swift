/// What of a message its writer wrote: without the quoted message below or between, and without the signature.
///
/// Quoted are lines that begin with `>`, and everything behind a line such as "On Monday Ann wrote:", "-----Original
/// Message-----" or "From: …" followed by "Sent:" or "To:". A line of "--" begins a signature.
enum OwnWords {
  /// The parts to read, in bytes, in order.
  static func parts(of text: UnsafeBufferPointer<UInt8>, into parts: inout [Range<Int>]) {
    parts.removeAll(keepingCapacity: true)
    // Without an early end, so that many bytes are compared at a time.
    var isPlain = true
    for byte in text where byte == newline || byte == UInt8(ascii: ">") { isPlain = false }
    if isPlain {
      if !text.isEmpty { parts.append(0..<text.count) }
      return
    }
    var start = 0
    var open: Int?
    while start < text.count {
      let end = text[start...].firstIndex(of: newline) ?? text.count
      let line = UnsafeBufferPointer(rebasing: text[start..<end])
      if endsOwnWords(line, rest: UnsafeBufferPointer(rebasing: text[end...])) { break }
      if isQuoted(line) {
        if let first = open { parts.append(first..<start) }
        open = nil
      } else if open == nil {
        open = start
      }
      start = end + 1
    }
    if let first = open, first < min(start, text.count) { parts.append(first..<min(start, text.count)) }
  }

  private static let newline: UInt8 = 0x0A

  private static func isQuoted(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    let first = line.drop { $0 == 0x20 || $0 == 0x09 }
    // "> text", but not a heart broken or an arrow.
    return first.first == UInt8(ascii: ">") && !first.dropFirst().starts(with: [UInt8(ascii: ":")])
  }

  /// Whether a line begins what is no longer the writer's own.
  private static func endsOwnWords(_ line: UnsafeBufferPointer<UInt8>, rest: UnsafeBufferPointer<UInt8>) -> Bool {
    var end = line.count
    while end > 0, line[end - 1] <= 0x20 { end -= 1 }
    let trimmed = line[..<end].drop { $0 <= 0x20 }
    guard let first = trimmed.first else { return false }
    switch first {
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "*"):
      let mark = trimmed.prefix { $0 == first }.count
      if mark == trimmed.count { return mark >= 2 }
      return mark >= 3 && (has(trimmed, "original") || has(trimmed, "forwarded"))
    case UInt8(ascii: "O"), UInt8(ascii: "o"):
      return starts(trimmed, "on ") && ends(trimmed, "wrote:")
    case UInt8(ascii: "F"), UInt8(ascii: "f"):
      guard starts(trimmed, "from:") else { return false }
      let next = rest.dropFirst().prefix { $0 != newline }.drop { $0 <= 0x20 }
      return ["sent:", "to:", "date:", "subject:"].contains { starts(next, $0) }
    default:
      return ends(trimmed, "wrote:") && trimmed.contains(UInt8(ascii: "@"))
    }
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }

  private static func starts(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ text: String) -> Bool {
    bytes.lazy.map(lower).starts(with: text.utf8)
  }

  private static func ends(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ text: String) -> Bool {
    bytes.count >= text.utf8.count && starts(bytes[(bytes.endIndex - text.utf8.count)...], text)
  }

  private static func has(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ text: String) -> Bool {
    bytes.indices.contains { starts(bytes[$0...], text) }
  }
}
