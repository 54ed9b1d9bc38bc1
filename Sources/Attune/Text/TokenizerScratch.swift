/// Memory of a tokenizer that is used from text to text. Above all it is where a word that needs decoding is written in
/// folded form: once with at most two of a run of the same letter, and once with runs of three or more cut to one.
package final class TokenizerScratch {
  private static let capacity = TokenHash.limit + 4
  let tokens: TokenMemory
  let batch = TokenBatchMemory()
  // The tables are at hand here without a check whether they have been made.
  let classes = ByteClass.table
  let cueWords = CueWords.table
  let twice: UnsafeMutablePointer<UInt8>
  private let once: UnsafeMutablePointer<UInt8>
  private var twiceCount = 0
  private var onceCount = 0
  private var lastLength = 0

  package convenience init() { self.init(tokens: TokenMemory()) }

  init(tokens: TokenMemory) {
    self.tokens = tokens
    twice = .allocate(cacheAligned: Self.capacity)
    once = .allocate(cacheAligned: Self.capacity)
    twice.initialize(repeating: 0, count: Self.capacity)
    once.initialize(repeating: 0, count: Self.capacity)
  }

  deinit {
    twice.deallocate()
    once.deallocate()
  }

  func removeAll() {
    twiceCount = 0
    onceCount = 0
  }

  /// - Parameter run: how many times in a row the scalar has now come.
  func append(_ scalar: UInt32, run: Int) {
    if run <= 2 {
      if twiceCount < TokenHash.limit { twiceCount += encode(scalar, twice + twiceCount) }
      lastLength = 0
      if onceCount < TokenHash.limit {
        lastLength = encode(scalar, once + onceCount)
        onceCount += lastLength
      }
    } else if run == 3 {
      onceCount -= lastLength
    }
  }

  /// The hash of the word with runs cut to two.
  var hashTwice: UInt64 { TokenHash.hash(twice, length: twiceCount) }
  /// The hash of the word with runs of three or more cut to one.
  var hashOnce: UInt64 { TokenHash.hash(once, length: onceCount) }

  /// The word whose hash is `hash`, if it is one of the two.
  func text(of hash: UInt64) -> String? {
    if hash == hashTwice {
      return String(decoding: UnsafeBufferPointer(start: twice, count: twiceCount), as: UTF8.self)
    }
    if hash == hashOnce { return String(decoding: UnsafeBufferPointer(start: once, count: onceCount), as: UTF8.self) }
    return nil
  }

  private func encode(_ scalar: UInt32, _ out: UnsafeMutablePointer<UInt8>) -> Int {
    switch scalar {
    case 0..<0x80:
      out[0] = UInt8(scalar)
      return 1
    case 0x80..<0x800:
      out[0] = UInt8(0xC0 | scalar >> 6)
      out[1] = UInt8(0x80 | scalar & 0x3F)
      return 2
    case 0x800..<0x10000:
      out[0] = UInt8(0xE0 | scalar >> 12)
      out[1] = UInt8(0x80 | scalar >> 6 & 0x3F)
      out[2] = UInt8(0x80 | scalar & 0x3F)
      return 3
    default:
      out[0] = UInt8(0xF0 | scalar >> 18)
      out[1] = UInt8(0x80 | scalar >> 12 & 0x3F)
      out[2] = UInt8(0x80 | scalar >> 6 & 0x3F)
      out[3] = UInt8(0x80 | scalar & 0x3F)
      return 4
    }
  }
}
