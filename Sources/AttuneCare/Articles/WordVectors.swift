import AttuneFiles
import AttunePlatform

/// What words mean, as vectors: those of words that are used alike point in the same direction. Of frequent words only;
/// `Files/vectors.py` makes them, and says how they are stored.
struct WordVectors: Sendable {
  static let shipped = WordVectors(attune_file_vectors().buffer)

  private static let dimensions = 128
  private static let bytesPerWord = MemoryLayout<UInt32>.size + MemoryLayout<UInt16>.size + dimensions

  private let keys: [UInt32]
  private let ranks: [UInt16]
  /// A row for each key.
  private let rows: [Int8]

  /// - Parameter file: as `Files/vectors.py` writes it.
  init(_ file: UnsafeBufferPointer<UInt8>) {
    let count = file.count / Self.bytesPerWord
    let bytes = UnsafeRawBufferPointer(file)
    let rankStart = count * MemoryLayout<UInt32>.size
    let rowStart = rankStart + count * MemoryLayout<UInt16>.size
    keys = (0..<count).map {
      UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<UInt32>.size, as: UInt32.self))
    }
    ranks = (0..<count).map {
      UInt16(
        littleEndian: bytes.loadUnaligned(
          fromByteOffset: rankStart + $0 * MemoryLayout<UInt16>.size, as: UInt16.self))
    }
    rows = bytes[rowStart...].map { Int8(bitPattern: $0) }
  }

  /// Where a word is; nil for words that are not known.
  ///
  /// - Parameter hash: of a word in small letters, as `SearchTerms` makes it.
  /// - Complexity: O(log words)
  func row(of hash: UInt64) -> Int? {
    let key = UInt32(truncatingIfNeeded: hash)
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < keys.count && keys[low] == key ? low : nil
  }

  /// Where a word points.
  func direction(_ row: Int) -> Direction {
    var direction = Direction()
    for place in 0..<Self.dimensions {
      direction.parts[place / 8][place % 8] = Float(rows[row * Self.dimensions + place])
    }
    return direction.normalized
  }

  /// How rare a word is in English, 0.2 to 1: words that everybody uses tell little, even where no article has them.
  ///
  /// - Parameter row: nil for a word that is not known, which is a rare one.
  func rarity(_ row: Int?) -> Float { log(Float(row.map { Int(ranks[$0]) } ?? Self.rankOfOthers) + 10) / 10 }

  /// The rank that is taken for words that are not known.
  private static let rankOfOthers = 20_000

  /// A vector of 128 numbers whose squares add up to 1, or all of which are 0; while it is summed up, of any length.
  struct Direction: Sendable {
    fileprivate var parts = [SIMD8<Float>](repeating: .zero, count: WordVectors.dimensions / 8)

    /// Adds another one, times a weight.
    mutating func add(_ other: Direction, _ weight: Float) {
      for place in parts.indices { parts[place] += weight * other.parts[place] }
    }

    /// The cosine of the angle to another one.
    func likeness(_ other: Direction) -> Float {
      var sum = SIMD8<Float>()
      for place in parts.indices { sum += parts[place] * other.parts[place] }
      return sum.sum()
    }

    var normalized: Direction {
      let square = likeness(self)
      guard square > 0 else { return self }
      var normalized = self
      for place in parts.indices { normalized.parts[place] /= square.squareRoot() }
      return normalized
    }
  }
}
