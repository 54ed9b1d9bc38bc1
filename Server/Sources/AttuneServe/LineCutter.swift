/// Cuts a stream of bytes behind its line ends, as they come: nothing that is whole waits for more.
struct LineCutter {
  enum Piece: Sendable {
    /// Whole lines.
    case lines([UInt8])
    /// A line that is longer than `limit`, which is passed over.
    case tooLong
  }

  /// Bytes of the longest line.
  let limit: Int
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
      pieces.append(.lines(kept))
      kept = Array(rest[rest.index(after: end)...])
    } else {
      kept += rest
    }
    if kept.count > limit {
      kept = []
      isSkipping = true
      pieces.append(.tooLong)
    }
    return pieces
  }

  /// The last line, which lacks its end.
  mutating func end() -> [Piece] {
    defer { kept = [] }
    return kept.isEmpty ? [] : [.lines(kept)]
  }
}
