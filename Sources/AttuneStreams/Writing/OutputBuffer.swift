import Attune

/// Bytes to be written: grows, is never bounds-checked twice, and formats numbers without `String`.
package struct OutputBuffer: ~Copyable {
  // Safe: counts are sizes of memory, far below 2^63, and the preconditions bound each step of the decimals.
  package private(set) var bytes: UnsafeMutablePointer<UInt8>
  package private(set) var count = 0
  private var capacity: Int

  package init(capacity: Int = 1 << 16) {
    self.capacity = capacity
    bytes = .allocate(capacity: capacity)
  }

  deinit { bytes.deallocate() }

  package mutating func removeAll(shrinkingTo limit: Int) {
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

  /// `separator` and a number with four decimals as C's `%.4f` writes it; but never "-0.0000".
  /// - Precondition: -9 < value < 9, and `reserve` has made room for 8 bytes.
  @inline(__always)
  mutating func appendReserved(_ separator: UInt8, fourDecimals value: Float) {
    bytes[count] = separator
    count &+= 1
    appendReserved(fourDecimals: value)
  }

  /// The same without a separator.
  @inline(__always)
  private mutating func appendReserved(fourDecimals value: Float) {
    var at = bytes + count
    let steps = Self.steps(value)
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

  /// Ten-thousandths in a value, rounded to even. Exact: the product of 24 and 14 bits fits a `Double`, and 2^52 on top
  /// leaves no room for a fraction.
  @inline(__always)
  private static func steps(_ value: Float) -> UInt32 {
    UInt32(truncatingIfNeeded: (Double(value).magnitude * 10_000 + 0x1p52).bitPattern)
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

  /// Four numbers with four decimals as above, a separator in front of each.
  /// - Precondition: all lie within ±1, only the first may be negative, and `reserve` has made room for 33 bytes.
  @inline(__always)
  mutating func appendReserved(_ separator: UInt8, fourDecimals values: SIMD4<Float>) {
    let start = UnsafeMutableRawPointer(bytes + count)
    // Two numbers in each of two words.
    @inline(__always) func steps(_ index: Int) -> UInt64 { UInt64(Self.steps(values[index])) }
    let first = Self.chunks(steps(0) | steps(1) &<< 32)
    let second = Self.chunks(steps(2) | steps(3) &<< 32)
    start.storeBytes(of: UInt16(separator) | UInt16(UInt8(ascii: "-")) &<< 8, as: UInt16.self)
    // A number that is rounded to 0 has no sign.
    var at = start + (values[0] < 0 && first.0 != Self.zero ? 2 : 1)
    at.storeBytes(of: first.0, as: UInt64.self)
    at += 6
    let behind = UInt64(separator)
    at.storeBytes(of: first.1 &<< 8 | behind, as: UInt64.self)
    (at + 7).storeBytes(of: second.0 &<< 8 | behind, as: UInt64.self)
    (at + 14).storeBytes(of: second.1 &<< 8 | behind, as: UInt64.self)
    count = at + 21 - UnsafeMutableRawPointer(bytes)
  }

  /// Two numbers of 0...10,000 in a word, as "0.0000" to "1.0000" each, the first byte lowest.
  @inline(__always)
  private static func chunks(_ steps: UInt64) -> (UInt64, UInt64) {
    let each: UInt64 = 0x0000_0001_0000_0001
    let units = (steps &+ each &* 6384) &>> 14 & each
    let rest = steps &- units &* 10_000
    // Rest / 100 and its remainder, then / 10.
    let hundreds = (rest &* 5243) &>> 19 & (each &* 0x7F)
    let pairs = hundreds | (rest &- hundreds &* 100) &<< 16
    let tens = (pairs &* 103) &>> 10 & (each &* 0x000F_000F)
    let digits = (tens | (pairs &- tens &* 10) &<< 8) | each &* 0x3030_3030
    let point = Self.zero & 0xFFFF
    return (
      point | units & 1 | (digits & 0xFFFF_FFFF) &<< 16, point | units &>> 32 | (digits &>> 32) &<< 16
    )
  }

  /// "0.0000"
  private static let zero: UInt64 = 0x3030_3030_2E30

  /// A number with four decimals as above, after making room and without a separator.
  package mutating func append(fourDecimals value: Float) {
    reserve(8)
    appendReserved(fourDecimals: value)
  }

  // MARK: Text in other formats

  /// A JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
  package mutating func append(jsonString text: UnsafeBufferPointer<UInt8>) {
    JSONString.append(text, shortens: true) { append($0) }
  }

  /// A CSV field, in quotes where it needs them.
  /// - Parameter guardsFormulas: see `CSVField`.
  mutating func append(csvField text: UnsafeBufferPointer<UInt8>, delimiter: UInt8, guardsFormulas: Bool = false) {
    CSVField.append(text, delimiter: delimiter, guardsFormulas: guardsFormulas) { append($0) }
  }

  /// A TSV field: tabs and line breaks become blanks.
  mutating func append(tsvField text: UnsafeBufferPointer<UInt8>) {
    for byte in text { append(byte == 0x09 || byte == 0x0A || byte == 0x0D ? 0x20 : byte) }
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
