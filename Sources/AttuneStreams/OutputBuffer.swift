/// Bytes to be written: grows, is never bounds-checked twice, and formats numbers without `String`.
package struct OutputBuffer: ~Copyable {
  package private(set) var bytes: UnsafeMutablePointer<UInt8>
  package private(set) var count = 0
  private var capacity: Int

  package init(capacity: Int = 1 << 16) {
    self.capacity = capacity
    bytes = .allocate(capacity: capacity)
  }

  deinit { bytes.deallocate() }

  mutating func removeAll(shrinkingTo limit: Int) {
    count = 0
    guard capacity > limit else { return }
    bytes.deallocate()
    capacity = limit
    bytes = .allocate(capacity: capacity)
  }

  /// Takes back what was written behind `count` bytes.
  mutating func truncate(to count: Int) { self.count = count }

  @inline(__always)
  mutating func reserve(_ more: Int) {
    if count &+ more > capacity { grow(more) }
  }

  @inline(never)
  private mutating func grow(_ more: Int) {
    capacity = max(2 * capacity, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = larger
  }

  @inline(__always)
  package mutating func append(_ byte: UInt8) {
    reserve(1)
    bytes[count] = byte
    count &+= 1
  }

  package mutating func append(_ source: UnsafeBufferPointer<UInt8>) {
    guard let base = source.baseAddress else { return }
    reserve(source.count)
    (bytes + count).update(from: base, count: source.count)
    count += source.count
  }

  /// The same for a few bytes, of which 16 can be read and `reserve` has made room for 16.
  @inline(__always)
  mutating func appendReserved(short source: UnsafePointer<UInt8>, count: Int) {
    let chunk = UnsafeRawPointer(source).loadUnaligned(as: (UInt64, UInt64).self)
    UnsafeMutableRawPointer(bytes + self.count).storeBytes(of: chunk, as: (UInt64, UInt64).self)
    self.count &+= count
  }

  mutating func append(_ source: Slice<UnsafeBufferPointer<UInt8>>) { append(UnsafeBufferPointer(rebasing: source)) }

  package mutating func append(_ source: [UInt8]) { source.withUnsafeBufferPointer { append($0) } }

  package mutating func append(_ text: StaticString) {
    append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// `separator` and a number with four decimals, rounded half away from zero; never "-0.0000".
  /// - Precondition: -9 < value < 9, and `reserve` has made room for 8 bytes.
  @inline(__always)
  mutating func appendReserved(_ separator: UInt8, fourDecimals value: Float) {
    var at = bytes + count
    at[0] = separator
    at += 1
    let steps = UInt32(abs(value) * 10_000 + 0.5)
    if value < 0, steps > 0 {
      at[0] = UInt8(ascii: "-")
      at += 1
    }
    let units = steps / 10_000
    at[0] = UInt8(truncatingIfNeeded: units) &+ UInt8(ascii: "0")
    at[1] = UInt8(ascii: ".")
    UnsafeMutableRawPointer(at + 2).storeBytes(
      of: Self.digits(steps &- units &* 10_000).littleEndian, as: UInt32.self)
    count = at + 6 - bytes
  }

  /// The four decimal digits of a number below 10,000, the first in the lowest byte.
  @inline(__always)
  private static func digits(_ number: UInt32) -> UInt32 {
    let high = number / 100
    // Two numbers below 100 side by side, divided by 10 at once: 103/1024 is a tenth, and a little more.
    let pairs = high | (number &- high &* 100) << 16
    let tens = (pairs &* 103) >> 10 & 0x000F_000F
    return (tens | (pairs &- tens &* 10) << 8) &+ 0x3030_3030
  }

  /// The same after making room, without a separator.
  package mutating func append(fourDecimals value: Float) {
    reserve(8)
    let start = count
    appendReserved(0, fourDecimals: value)
    (bytes + start).update(from: bytes + start + 1, count: count - start - 1)
    count -= 1
  }

  // MARK: Text in other formats

  /// A JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
  package mutating func append(jsonString text: UnsafeBufferPointer<UInt8>) {
    append(UInt8(ascii: "\""))
    var at = 0
    while at < text.count {
      let byte = text[at]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        append(UInt8(ascii: "\\"))
        append(byte)
        at += 1
      case 0x0A:
        append("\\n")
        at += 1
      case 0x0D:
        append("\\r")
        at += 1
      case 0x09:
        append("\\t")
        at += 1
      case 0..<0x20:
        append("\\u00")
        append(Self.hexadecimal(byte >> 4))
        append(Self.hexadecimal(byte & 15))
        at += 1
      case 0x80...:
        let length = Self.sequenceLength(text, at)
        if length == 0 {
          append("\u{FFFD}")
          at += 1
        } else {
          append(text[at..<at + length])
          at += length
        }
      default:
        append(byte)
        at += 1
      }
    }
    append(UInt8(ascii: "\""))
  }

  /// A CSV field, quoted where it must be.
  mutating func append(csvField text: UnsafeBufferPointer<UInt8>, delimiter: UInt8) {
    let needsQuotes = text.contains { $0 == delimiter || $0 == Field.quote || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes else { return append(text) }
    append(Field.quote)
    for byte in text {
      if byte == Field.quote { append(Field.quote) }
      append(byte)
    }
    append(Field.quote)
  }

  /// A TSV field: tabs and line breaks become blanks.
  mutating func append(tsvField text: UnsafeBufferPointer<UInt8>) {
    for byte in text { append(byte == 0x09 || byte == 0x0A || byte == 0x0D ? 0x20 : byte) }
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
  }

  /// The length of the valid UTF-8 sequence that begins with the high byte at `at`; 0 when it is none.
  private static func sequenceLength(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
    let first = text[at]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0
    guard length > 0, first <= 0xF4, at + length <= text.count else { return 0 }
    for index in at + 1..<at + length where text[index] & 0xC0 != 0x80 { return 0 }
    let second = text[at + 1]
    switch first {
    case 0xE0: return second >= 0xA0 ? length : 0
    case 0xED: return second < 0xA0 ? length : 0
    case 0xF0: return second >= 0x90 ? length : 0
    case 0xF4: return second < 0x90 ? length : 0
    default: return length
    }
  }
}

/// JSON for what is written once rather than a million times.
package enum JSONText {
  /// A string with its quotes.
  package static func string(_ text: String) -> String {
    var buffer = OutputBuffer(capacity: 64)
    var text = text
    text.withUTF8 { buffer.append(jsonString: $0) }
    return String(decoding: UnsafeBufferPointer(start: buffer.bytes, count: buffer.count), as: UTF8.self)
  }
}
