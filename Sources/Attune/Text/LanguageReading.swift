/// What a `LanguageDetector` takes of a text: its words, and how many letters of each script it has.
struct LanguageReading {
  /// The words in lower case, with a blank before and behind each: " two words ".
  private(set) var folded: [UInt8] = [0x20]
  private(set) var wordCount = 0
  /// The same without the words that begin with a capital, of which many are names.
  private(set) var uncapitalized: [UInt8] = [0x20]
  private(set) var uncapitalizedCount = 0
  private var wordStart = 1
  private var isCapitalized = false
  /// By `Script.rawValue`.
  private var letters = InlineArray<32, Int>(repeating: 0)
  private var letterCount = 0
  private var englishWords = 0
  /// The word of ASCII letters and apostrophes so far, eight bytes of it, and its length.
  private var spelled: UInt64 = 0
  private var spelledCount = 0

  /// Letters that a text needs in another script than the Latin one.
  private static let fewestLetters = 2

  init() {
    folded.reserveCapacity(640)
    uncapitalized.reserveCapacity(640)
  }

  /// The script of more than half of the letters; nil for too few letters, and for none that is known.
  var script: Script? {
    guard letterCount >= Self.fewestLetters else { return nil }
    // Japanese is written in three scripts.
    let kana = letters[Int(Script.kana.rawValue)]
    if kana * 10 >= letterCount, 2 * (kana + letters[Int(Script.han.rawValue)]) > letterCount { return .kana }
    return Script.allCases.first { 2 * letters[Int($0.rawValue)] > letterCount }
  }

  /// Two words or more, and one of seven, that only English has.
  var isEnglishByWords: Bool { englishWords >= 2 && 7 * englishWords >= wordCount }

  /// Of at most eight letters.
  private static let english = Set(
    [
      "the", "and", "you", "this", "with", "that", "have", "your", "they", "not", "from", "what", "just", "but", "when",
      "would", "about", "out", "get", "got", "how", "who", "why", "their", "them", "then", "these", "our", "she",
      "been",
      "because", "should", "could", "very", "were", "there", "which", "don't", "doesn't", "didn't", "can't", "it's",
      "i'm",
      "i've", "its", "after", "again", "never", "always", "really", "some", "today", "tonight", "tomorrow", "going",
      "know", "think", "want", "people", "where", "than", "watching", "thing",
      "things", "nothing", "anything", "much", "does", "isn't", "wasn't", "aren't", "won't", "you're", "that's",
      "what's", "let's", "i'll", "i'd", "he's", "she's", "we're", "every", "before", "still", "only",
      "into", "other", "another", "having", "being", "makes", "getting", "looking",
      "wanna", "gonna", "though", "through", "while", "until", "wait", "year", "years",
    ].map { $0.utf8.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } })

  /// Reads bytes that need not be UTF-8.
  mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
    guard let bytes = text.baseAddress else { return }
    var place = 0
    while place < text.count {
      let (scalar, length) = UnicodeScan.decode(bytes, place, text.count)
      switch UnicodeScan.classify(scalar) {
      case .letter: append(scalar)
      case .mark where isInWord: append(mark: scalar)
      case .ignorable where isInWord: break
      case .apostrophe where isInWord:
        endWord()
        spell(UInt8(ascii: "'"))
      default:
        endWord()
        endSpelling()
        if let end = Self.skipped(scalar, bytes, place, text.count) {
          place = end
          continue
        }
      }
      place += length
    }
    endWord()
    endSpelling()
  }

  private var isInWord: Bool { folded.last != 0x20 }

  @inline(__always)
  private mutating func append(_ scalar: UInt32) {
    if let script = Script(scalar) { letters[Int(script.rawValue)] += 1 }
    letterCount += 1
    let lower = UnicodeScan.fold(scalar)
    if !isInWord { isCapitalized = lower != scalar }
    if lower < 0x80 {
      folded.append(UInt8(truncatingIfNeeded: lower))
      spell(UInt8(truncatingIfNeeded: lower))
    } else {
      append(mark: lower)
    }
  }

  private mutating func append(mark scalar: UInt32) {
    guard let scalar = Unicode.Scalar(scalar), let bytes = UTF8.encode(scalar) else { return }
    folded += bytes
    spelledCount += 9
  }

  private mutating func spell(_ byte: UInt8) {
    spelled = spelled << 8 | UInt64(byte)
    spelledCount += 1
  }

  private mutating func endWord() {
    guard isInWord else { return }
    folded.append(0x20)
    wordCount += 1
    if !isCapitalized {
      uncapitalized += folded[wordStart...]
      uncapitalizedCount += 1
    }
    wordStart = folded.count
  }

  private mutating func endSpelling() {
    if (1...8).contains(spelledCount), Self.english.contains(spelled) { englishWords += 1 }
    spelled = 0
    spelledCount = 0
  }

  /// The end of a hashtag, a mention, an address or a tag that begins here; nil for none.
  private static func skipped(
    _ scalar: UInt32, _ bytes: UnsafePointer<UInt8>, _ place: Int, _ end: Int
  ) -> Int? {
    var at = place + 1
    switch scalar {
    case 0x40, 0x23:
      // "@name", "#tag"
      while at < end, bytes[at] == 0x5F || bytes[at] >= 0x80 || isWord(bytes[at]) { at += 1 }
      return at
    case 0x3A where at + 1 < end && bytes[at] == 0x2F && bytes[at + 1] == 0x2F:
      // "http://…"
      while at < end, bytes[at] > 0x20 { at += 1 }
      return at
    case 0x3C:
      // "<b>"
      while at < min(place + 200, end), bytes[at] != 0x3E { at += 1 }
      return at < end && bytes[at] == 0x3E ? at + 1 : nil
    default: return nil
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    let byteClass = ByteClass.table[Int(byte)]
    return byteClass == ByteClass.letter || byteClass == ByteClass.digit
  }
}
