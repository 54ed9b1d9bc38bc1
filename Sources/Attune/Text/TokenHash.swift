import CKernels

/// The 64-bit hash of a token's folded bytes.
///
/// Sixteen bytes are one multiplication: the two halves are mixed with constants and multiplied to 128 bits, whose
/// halves are folded together (the construction of wyhash, Wang Yi 2019). Bytes after the end count as zero, and the
/// length counts too. Only the first `limit` bytes of a longer token count.
package enum TokenHash {
  static let limit = 128

  @inline(__always)
  static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  /// - Parameters:
  ///   - low: bytes 0..<8, little-endian, zero after the end.
  ///   - high: bytes 8..<16, the same.
  @inline(__always)
  static func hash(low: UInt64, high: UInt64, length: Int, seed: UInt64 = ATTUNE_HASH_LOW) -> UInt64 {
    mix(low ^ seed, high ^ ATTUNE_HASH_HIGH ^ UInt64(truncatingIfNeeded: length))
  }

  /// Hashes folded bytes of any length. `bytes` need not be padded.
  static func hash(_ bytes: UnsafePointer<UInt8>, length: Int) -> UInt64 {
    hash(all: bytes, length: min(length, limit))
  }

  /// The hash of all bytes, however many: of records, not of tokens.
  package static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    bytes.baseAddress.map { hash(all: $0, length: bytes.count) } ?? hash(low: 0, high: 0, length: 0)
  }

  @inline(__always)
  private static func hash(all bytes: UnsafePointer<UInt8>, length: Int) -> UInt64 {
    var seed: UInt64 = ATTUNE_HASH_LOW
    var at = 0
    while length - at > 16 {
      seed = mix(
        load(bytes + at, 8) ^ seed, load(bytes + at + 8, 8) ^ ATTUNE_HASH_HIGH)
      at += 16
    }
    let rest = length - at
    return hash(
      low: load(bytes + at, min(rest, 8)), high: load(bytes + at + 8, max(0, rest - 8)), length: length, seed: seed)
  }

  /// Up to eight bytes, little-endian, without reading past them.
  @inline(__always)
  static func load(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    if count == 8 { return UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self).littleEndian }
    var value: UInt64 = 0
    var index = 0
    while index < count {
      value |= UInt64(bytes[index]) << UInt64(8 * index)
      index += 1
    }
    return value
  }

  /// The hash of a constant, for tables that are built once.
  package static func hash(_ text: StaticString) -> UInt64 {
    hash(text.utf8Start, length: text.utf8CodeUnitCount)
  }
}
