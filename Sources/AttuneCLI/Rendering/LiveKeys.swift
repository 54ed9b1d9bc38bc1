/// What is typed, from the bytes that a terminal sends; sequences and characters may come in pieces.
struct LiveKeys {
  enum Key: Equatable {
    case text(String)
    case backspace, delete, left, right, up, down, home, end
    /// Control-U.
    case clear
    /// Control-D, or Escape alone.
    case finish
  }

  private var rest: [UInt8] = []
  /// Longer sequences are none.
  private static let limit = 32

  /// - Parameter bytes: what one reading gave.
  mutating func keys(_ bytes: some Sequence<UInt8>) -> [Key] {
    rest += bytes
    var keys: [Key] = []
    if rest == [0x1B] {
      rest = []
      return [.finish]
    }
    while let (key, length) = next() {
      rest.removeFirst(length)
      if case .text(let text)? = key, case .text(let before)? = keys.last {
        keys[keys.count - 1] = .text(before + text)
      } else if let key {
        keys.append(key)
      }
    }
    return keys
  }

  /// The next key, nil for what is none, with its bytes; nil where more bytes are needed.
  private func next() -> (Key?, length: Int)? {
    guard let first = rest.first else { return nil }
    switch first {
    case 0x04: return (.finish, 1)
    case 0x7F, 0x08: return (.backspace, 1)
    case 0x15: return (.clear, 1)
    case 0x01: return (.home, 1)
    case 0x05: return (.end, 1)
    case 0x0D, 0x0A: return (.text("\n"), 1)
    case 0x1B: return sequence()
    case 0..<0x20: return (nil, 1)
    default: return character(first)
    }
  }

  private func character(_ first: UInt8) -> (Key?, length: Int)? {
    let length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard rest.count >= length else { return nil }
    // A byte that begins no character is shown as one that stands for it.
    let bytes = rest[..<length]
    guard let text = String(validating: bytes, as: UTF8.self) else { return (.text("\u{FFFD}"), 1) }
    return (.text(text), length)
  }

  /// Of a terminal in its usual or its application mode: ESC [ A, ESC O A, ESC [ 3 ~.
  private func sequence() -> (Key?, length: Int)? {
    guard rest.count > 1 else { return nil }
    guard rest[1] == UInt8(ascii: "[") || rest[1] == UInt8(ascii: "O") else { return (nil, 2) }
    guard let end = rest.indices.dropFirst(2).first(where: { 0x40...0x7E ~= rest[$0] }) else {
      return rest.count < Self.limit ? nil : (nil, rest.count)
    }
    let parameter = String(decoding: rest[2..<end], as: UTF8.self)
    let key: Key?
    switch (rest[end], parameter) {
    case (UInt8(ascii: "A"), _): key = .up
    case (UInt8(ascii: "B"), _): key = .down
    case (UInt8(ascii: "C"), _): key = .right
    case (UInt8(ascii: "D"), _): key = .left
    case (UInt8(ascii: "H"), _), (UInt8(ascii: "~"), "1"), (UInt8(ascii: "~"), "7"): key = .home
    case (UInt8(ascii: "F"), _), (UInt8(ascii: "~"), "4"), (UInt8(ascii: "~"), "8"): key = .end
    case (UInt8(ascii: "~"), "3"): key = .delete
    default: key = nil
    }
    return (key, end + 1)
  }
}
