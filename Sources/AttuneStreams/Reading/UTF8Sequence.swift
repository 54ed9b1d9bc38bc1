import CSIMDJSON

/// One character of UTF-8, or what stands where one should.
enum UTF8Sequence {
  /// A character of so many bytes.
  case valid(Int)
  /// So many bytes are no character (the longest beginning of one, as Unicode recommends).
  case invalid(Int)
  /// The bytes end within a character.
  case incomplete

  /// - Parameter bytes: at least one.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    let lead = bytes[0]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0..<0x80:
      self = .valid(1)
      return
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if lead == 0xE0 { second = 0xA0...0xBF }
      if lead == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if lead == 0xF0 { second = 0x90...0xBF }
      if lead == 0xF4 { second = 0x80...0x8F }
    default:
      self = .invalid(1)
      return
    }
    for place in 1..<length {
      guard place < bytes.count else {
        self = .incomplete
        return
      }
      guard (place == 1 ? second : 0x80...0xBF).contains(bytes[place]) else {
        self = .invalid(place)
        return
      }
    }
    self = .valid(length)
  }

  /// How many bytes at the end begin a character that is not whole: 0 to 3.
  static func openEnd(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    for count in 1...3 where count <= bytes.count {
      let last = UnsafeBufferPointer(rebasing: bytes[(bytes.count - count)...])
      if last[0] & 0xC0 == 0x80 { continue }
      if case .incomplete = UTF8Sequence(last) { return count }
      return 0
    }
    return 0
  }
}

/// Counts what is not UTF-8 in bytes that pass by in pieces.
struct UTF8Check {
  private(set) var invalid = 0
  /// The place of the first invalid sequence, in bytes from the beginning.
  private(set) var first = 0
  private var passed = 0
  /// The beginning of a character at the end of the last piece.
  private var open: [UInt8] = []

  mutating func pass(_ piece: UnsafeBufferPointer<UInt8>) {
    var at = 0
    let start = passed - open.count
    if !open.isEmpty {
      // The character ends within its next bytes, or it is none.
      while at < piece.count, case .incomplete = open.withUnsafeBufferPointer({ UTF8Sequence($0) }) {
        open.append(piece[at])
        at += 1
      }
      switch open.withUnsafeBufferPointer({ UTF8Sequence($0) }) {
      case .incomplete:
        passed += piece.count
        return
      case .valid: break
      case .invalid:
        at -= 1
        note(start)
      }
      open = []
    }
    let rest = UnsafeBufferPointer(rebasing: piece[at...])
    let end = rest.count - UTF8Sequence.openEnd(rest)
    if end > 0, !attune_is_utf8(rest.baseAddress!, end) {
      scan(UnsafeBufferPointer(rebasing: rest[..<end]), passed + at)
    }
    open += rest[end...]
    passed += piece.count
  }

  mutating func finish() {
    if !open.isEmpty { note(passed - open.count) }
    open = []
  }

  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) {
    var at = 0
    while at < bytes.count {
      switch UTF8Sequence(UnsafeBufferPointer(rebasing: bytes[at...])) {
      case .valid(let count): at += count
      case .invalid(let count):
        note(place + at)
        at += count
      case .incomplete:
        // Behind it begins another character.
        note(place + at)
        return
      }
    }
  }

  private mutating func note(_ place: Int) {
    if invalid == 0 { first = place }
    invalid += 1
  }
}
