import AttuneFiles

/// What words mean, as vectors: those of words that are used alike point in the same direction. Of frequent words only;
/// `Files/vectors.py` makes them, and says how they are stored.
struct WordVectors: Sendable {
  /// The direction of a text, `dimensions` numbers whose squares add up to 1, or all of which are 0.
  typealias Direction = SIMD64<Float>

  static let shipped = WordVectors(attune_file_vectors().buffer)

  private static let dimensions = 64

  private let keys: [UInt32]
  /// A row for each key.
  private let rows: [Int8]

  /// - Parameter file: as `Files/vectors.py` writes it.
  init(_ file: UnsafeBufferPointer<UInt8>) {
    let count = file.count / (MemoryLayout<UInt32>.size + Self.dimensions)
    let bytes = UnsafeRawBufferPointer(file)
    keys = (0..<count).map {
      UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<UInt32>.size, as: UInt32.self))
    }
    rows = bytes.dropFirst(count * MemoryLayout<UInt32>.size).map { Int8(bitPattern: $0) }
  }

  /// - Parameter hash: of a word in small letters, as `SearchTerms` makes it.
  /// - Returns: nil for words that are not known.
  /// - Complexity: O(log words)
  func direction(of hash: UInt64) -> Direction? {
    let key = UInt32(truncatingIfNeeded: hash)
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    guard low < keys.count, keys[low] == key else { return nil }
    var row = Direction()
    for place in 0..<Self.dimensions { row[place] = Float(rows[low * Self.dimensions + place]) }
    return Self.normalized(row)
  }

  static func normalized(_ sum: Direction) -> Direction {
    let square = (sum * sum).sum()
    return square > 0 ? sum / square.squareRoot() : sum
  }
}
