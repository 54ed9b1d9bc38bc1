import CTextScan

/// Memory for the words that `attune_scan` finds in a piece of a text.
final class WordMemory {
  fileprivate let words: UnsafeMutablePointer<attune_word>
  fileprivate let level: Int32

  /// The best that this processor can do.
  static let bestLevel =
    [ATTUNE_SCAN_AVX512, ATTUNE_SCAN_AVX2, ATTUNE_SCAN_NEON].map { Int32($0.rawValue) }
    .first { attune_scan_supports($0) != 0 } ?? Int32(ATTUNE_SCAN_PLAIN.rawValue)

  init(level: Int32 = bestLevel) {
    self.level = level
    words = .allocate(onOwnLines: ATTUNE_SCAN_WORDS)
    words.initialize(to: attune_word(hash: 0, start: .max, length: 0, flags: 0))
  }

  deinit { words.deallocate() }
}

/// The words of a text, which are found piece by piece as the tokenizer gets on:
///
///     text   |............|scanned............................|......
///                         ^start        ^next                 ^end
struct ScannedWords {
  private let words: UnsafeMutablePointer<attune_word>
  private let level: Int32
  /// The word that comes next, if the tokenizer gets to where it begins.
  private(set) var next: UnsafePointer<attune_word>
  private(set) var start = 0
  private var end = 0

  init(_ memory: WordMemory) {
    words = memory.words
    next = UnsafePointer(memory.words)
    level = memory.level
  }

  /// Whether between the word that was taken last and the next one there is nothing that the next one's `boundary` does
  /// not tell.
  @inline(__always)
  var isNextPlain: Bool { next.pointee.flags & UInt8(ATTUNE_WORD_ODD.rawValue) == 0 }

  /// The next word.
  @inline(__always)
  mutating func take() -> Word {
    defer { next += 1 }
    return Word(scanned: next.pointee, piece: start)
  }

  /// Whether `word` is short, belongs to the sentence of the word before it and, unless it `mayBeginClause`, to the
  /// clause, and is followed by a plain one.
  @inline(__always)
  static func isPlain(_ word: UnsafePointer<attune_word>, mayBeginClause: Bool) -> Bool {
    let boundaries = UInt8(ATTUNE_WORD_SENTENCE.rawValue | (mayBeginClause ? 0 : ATTUNE_WORD_CLAUSE.rawValue))
    return word[0].flags & boundaries | word[1].flags & UInt8(ATTUNE_WORD_ODD.rawValue) == 0 && word[0].length <= 16
  }

  /// Goes on behind the word before `word`, and gives it.
  @inline(__always)
  mutating func skip(to word: UnsafePointer<attune_word>) -> Word {
    next = word
    return Word(scanned: word[-1], piece: start)
  }

  /// The word that begins at `place`, a letter or digit; nil when it was not found because it begins with three equal
  /// ones, or before `place`.
  @inline(__always)
  mutating func take(at place: Int, _ text: UnsafePointer<UInt8>, _ textEnd: Int) -> Word? {
    if place >= end { scan(text, from: place, to: textEnd) }
    let offset = UInt32(truncatingIfNeeded: place &- start)
    while next.pointee.start < offset { next += 1 }
    return next.pointee.start == offset ? take() : nil
  }

  @inline(never)
  private mutating func scan(_ text: UnsafePointer<UInt8>, from place: Int, to textEnd: Int) {
    start = place
    end = place + attune_scan(level, text + place, textEnd - place, words)
    next = UnsafePointer(words)
  }

  struct Word {
    let scanned: attune_word
    let piece: Int

    @inline(__always) var hash: UInt64 { scanned.hash }
    @inline(__always) var start: Int { piece &+ Int(scanned.start) }
    @inline(__always) var length: Int { Int(scanned.length) }
    @inline(__always) var end: Int { start &+ length }
    /// What separates it from the word before.
    @inline(__always) var boundary: Token.Boundary {
      scanned.flags & 2 != 0 ? .sentence : scanned.flags & 1 != 0 ? .clause : .none
    }
    /// Whether it may be a number or all capitals.
    @inline(__always) var isOdd: Bool { scanned.flags & UInt8(ATTUNE_WORD_ODD.rawValue) != 0 }
  }
}
