/// Cuts a stream of bytes behind its line ends, as they come: nothing that is whole waits for more, but for empty lines, which
/// are no records at the end of a stream, and records in front of another one.
struct LineCutter {
  enum Piece: Sendable {
    /// Whole lines.
    case lines([UInt8])
    /// A line that is longer than `limit`, which is passed over.
    case tooLong
  }

  /// Bytes of the longest line, and of empty lines that are held.
  let limit: Int
  /// Empty lines behind all that was handed out.
  private var empty: [UInt8] = []
  /// The line that has not ended.
  private var kept: [UInt8] = []
  private var isSkipping = false

  init(limit: Int) { self.limit = limit }

  /// - Complexity: O(bytes)
  mutating func cut(_ bytes: some BidirectionalCollection<UInt8>) -> [Piece] {
    var rest = bytes[...]
    if isSkipping {
      guard let end = rest.firstIndex(of: 0x0A) else { return [] }
      isSkipping = false
      rest = rest[rest.index(after: end)...]
    }
    var pieces: [Piece] = []
    if let end = rest.lastIndex(of: 0x0A) {
      kept += rest[...end]
      let lines = kept
      kept = Array(rest[rest.index(after: end)...])
      // The line of the last byte that is not blank is a record.
      let last = lines.lastIndex { !Self.isBlank($0) }
      let start = last.flatMap { lines[$0...].firstIndex(of: 0x0A) }.map { $0 + 1 } ?? 0
      if start > 0 { pieces.append(.lines(taken(lines[..<start]))) }
      empty += lines[start...]
      if empty.count > limit { pieces.append(.lines(taken([]))) }
    } else {
      kept += rest
    }
    if kept.count > limit {
      kept = []
      isSkipping = true
      if !empty.isEmpty { pieces.append(.lines(taken([]))) }
      pieces.append(.tooLong)
    }
    return pieces
  }

  /// The last line, which lacks its end.
  mutating func end() -> [Piece] {
    defer { (kept, empty) = ([], []) }
    return kept.allSatisfy(Self.isBlank) ? [] : [.lines(taken(kept[...]))]
  }

  /// Lines with the empty ones in front of them.
  private mutating func taken(_ lines: ArraySlice<UInt8>) -> [UInt8] {
    defer { empty = [] }
    return empty + lines
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D || byte == 0
  }
}
