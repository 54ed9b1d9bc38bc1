import Attune

/// Vectors of words from elsewhere, which a convolution starts from: words that no label teaches have a meaning then.
package struct WordVectors: Sendable {
  /// The hash of each word; 0 for what is not one token.
  package let hashes: [UInt64]
  /// Numbers of each word.
  package let dimensions: Int
  /// `[words × dimensions]`
  package let values: [Float]

  package init(hashes: [UInt64], dimensions: Int, values: [Float]) {
    precondition(values.count == hashes.count * dimensions)
    self.hashes = hashes
    self.dimensions = dimensions
    self.values = values
  }

  /// Reads words, one a line, and as many rows of little-endian half-precision numbers; nil when there are not the same
  /// number of them for each word, or one is not finite.
  package init?(words: [UInt8], halves: [UInt8]) {
    let scratch = TokenizerScratch()
    var lines = words.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard !lines.isEmpty, !halves.isEmpty, halves.count % (2 * lines.count) == 0 else { return nil }
    hashes = lines.map { Token.hash(ofSingle: String(decoding: $0, as: UTF8.self), scratch: scratch) ?? 0 }
    dimensions = halves.count / (2 * lines.count)
    values = stride(from: 0, to: halves.count, by: 2).map {
      Self.value(ofHalf: UInt16(halves[$0]) | UInt16(halves[$0 + 1]) << 8)
    }
    guard values.allSatisfy(\.isFinite) else { return nil }
  }

  /// IEEE 754 binary16, which not every compiler knows.
  static func value(ofHalf bits: UInt16) -> Float {
    let sign: Float = bits >> 15 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 31)
    let fraction = Float(bits & 1023)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default: return Float(sign: bits >> 15 == 0 ? .plus : .minus, exponent: exponent - 25, significand: 1024 + fraction)
    }
  }
}
