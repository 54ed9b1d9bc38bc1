/// How the lines of an input end. LF and CRLF are told apart where records are cut. CR alone, as on the first Macintoshes
/// and from some exports of Excel, is told by the beginning of the input, and made LF as the bytes arrive.
///
/// | format | lines end with CR alone when |
/// |---|---|
/// | csv, tsv | a CR stands in the header outside quotes, and neither LF nor the end behind it |
/// | jsonl | the first line, as LF ends it, is several objects with CRs between them |
/// | text | the first `window` bytes, or all, have no LF, and a CR with something behind it |
///
/// In a text of other line ends a CR is a byte like any other: programs that show their progress write many.
struct LineEnds {
  /// Bytes that are searched for the first LF.
  static let window = 1 << 20

  /// Whether bytes go through `mend`.
  private(set) var areReturns = false
  /// The last byte was a CR, so that an LF now is the second half of a CRLF.
  private var isBehindReturn = false

  mutating func beginMending(_ chunk: Chunk) {
    areReturns = true
    chunk.count = mend(chunk.bytes, chunk.count)
  }

  /// Ends every line with LF, in place.
  /// - Returns: how many bytes are left; of CRLF only one.
  mutating func mend(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    var end = 0
    for index in 0..<count {
      let byte = bytes[index]
      if byte == 0x0A, isBehindReturn {
        isBehindReturn = false
        continue
      }
      isBehindReturn = byte == 0x0D
      bytes[end] = isBehindReturn ? 0x0A : byte
      end += 1
    }
    return end
  }

  static func areReturns(text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !text.contains(0x0A), let first = text.firstIndex(of: 0x0D) else { return false }
    return text[first...].contains { $0 != 0x0D }
  }

  static func areReturns(jsonl: UnsafeBufferPointer<UInt8>) -> Bool {
    let isWhole = jsonl.count < window || jsonl.contains(0x0A)
    let line = jsonl.prefix { $0 != 0x0A }
    guard line.contains(0x0D) else { return false }
    let all = line.split(separator: 0x0D).filter { !$0.allSatisfy(isBlank) }
    let parts = isWhole ? all[...] : all.dropLast()
    return parts.count > 1
      && parts.allSatisfy { part in
        guard let first = part.first(where: { !isBlank($0) }), let last = part.last(where: { !isBlank($0) }) else {
          return false
        }
        return "{[".utf8.contains(first) && "}],".utf8.contains(last)
      }
  }

  /// - Parameter header: the header as LF ends it, or what has arrived of it.
  static func areReturns(header: UnsafeBufferPointer<UInt8>, isQuoted: Bool) -> Bool {
    var isInside = false
    for (index, byte) in header.enumerated() {
      if byte == Field.quote, isQuoted { isInside.toggle() }
      guard !isInside else { continue }
      if byte == 0x0A { return false }
      guard byte == 0x0D, let next = header[index...].first(where: { $0 != 0x0D }) else { continue }
      return next != 0x0A
    }
    return false
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
