/// What a `LanguageDetector` takes of a text: its words, and how many letters of each script it has.
struct LanguageReading {
  /// The words in lower case, with a blank before and behind each: " two words ".
  private(set) var folded: [UInt8] = []
  private(set) var wordCount = 0
  /// Words that do not begin with a capital: many that do are names.
  private(set) var uncapitalizedCount = 0
  /// A bit for each of `folded`'s words that begins with a capital.
  private var capitalized = InlineArray<4, UInt64>(repeating: 0)
  /// By `Script.rawValue`.
  private var letters = InlineArray<32, Int>(repeating: 0)
  private var letterCount = 0
  private var englishWords = 0

  // Of the word that is being read.
  private var isCapitalized = false
  /// Its ASCII letters and apostrophes so far, eight bytes of it, and its length.
  private var spelled: UInt64 = 0
  private var spelledCount = 0

  /// Letters that a text needs in another script than the Latin one.
  private static let fewestLetters = 2
  /// So that words fit `capitalized`: there is a blank or an apostrophe behind each.
  static let byteLimit = 512

  /// - Parameter text: bytes that need not be UTF-8, of which at most `byteLimit` are read.
  init(_ text: UnsafeBufferPointer<UInt8>) {
    let count = min(text.count, Self.byteLimit)
    // A letter of two bytes may have one of three in lower case.
    folded = [UInt8](unsafeUninitializedCapacity: 2 * count + 8) { folded, end in
      guard let bytes = text.baseAddress else { return }
      folded[0] = 0x20
      end = 1
      read(bytes, count, folded.baseAddress!, &end)
    }
  }

  /// The script of more than half of the letters; nil for too few letters, and for none that is known.
  var script: Script? {
    guard letterCount >= Self.fewestLetters else { return nil }
    // Japanese is written in three scripts.
    let kana = letters[Int(Script.kana.rawValue)]
    if kana * 10 >= letterCount, 2 * (kana + letters[Int(Script.han.rawValue)]) > letterCount { return .kana }
    for number in letters.indices where 2 * letters[number] > letterCount { return Script(rawValue: UInt8(number)) }
    return nil
  }

  /// Two words or more, and one of seven, that only English has.
  var isEnglishByWords: Bool { englishWords >= 2 && 7 * englishWords >= wordCount }

  /// `folded` without the words that begin with a capital.
  var uncapitalized: [UInt8] {
    var words: [UInt8] = [0x20]
    words.reserveCapacity(folded.count)
    var word = 0
    for byte in folded.dropFirst() {
      if capitalized[word >> 6] >> UInt64(word & 63) & 1 == 0 { words.append(byte) }
      if byte == 0x20 { word += 1 }
    }
    return words
  }

  private mutating func read(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ folded: UnsafeMutablePointer<UInt8>, _ end: inout Int
  ) {
    let classes = ByteClass.table
    let english = EnglishWords.shared
    var place = 0
    while place < count {
      let byte = bytes[place]
      if classes[Int(byte)] == ByteClass.letter {
        if folded[end - 1] == 0x20 { isCapitalized = byte & 0x20 == 0 }
        folded[end] = byte | 0x20
        end += 1
        letters[Int(Script.latin.rawValue)] += 1
        letterCount += 1
        spell(byte | 0x20)
        place += 1
        continue
      }
      let (scalar, length) = UnicodeScan.decode(bytes, place, count)
      let isInWord = folded[end - 1] != 0x20
      place += length
      switch UnicodeScan.classify(scalar) {
      case .letter:
        if let script = Script(scalar) { letters[Int(script.rawValue)] += 1 }
        letterCount += 1
        let lower = UnicodeScan.fold(scalar)
        if !isInWord { isCapitalized = lower != scalar }
        append(lower, folded, &end)
      case .mark where isInWord: append(scalar, folded, &end)
      case .ignorable where isInWord: break
      case .apostrophe where isInWord:
        endWord(folded, &end)
        spell(UInt8(ascii: "'"))
      default:
        if isInWord { endWord(folded, &end) }
        endSpelling(english)
        place = Self.skipped(scalar, bytes, place - length, count) ?? place
      }
    }
    if folded[end - 1] != 0x20 { endWord(folded, &end) }
    endSpelling(english)
  }

  private mutating func append(_ scalar: UInt32, _ folded: UnsafeMutablePointer<UInt8>, _ end: inout Int) {
    guard let scalar = Unicode.Scalar(scalar), let bytes = UTF8.encode(scalar) else { return }
    for byte in bytes {
      folded[end] = byte
      end += 1
    }
    // More than any English word has.
    spelledCount += scalar.isASCII ? 1 : 9
    spelled = spelled << 8 | UInt64(scalar.value & 0x7F)
  }

  @inline(__always)
  private mutating func spell(_ byte: UInt8) {
    spelled = spelled << 8 | UInt64(byte)
    spelledCount += 1
  }

  @inline(__always)
  private mutating func endWord(_ folded: UnsafeMutablePointer<UInt8>, _ end: inout Int) {
    folded[end] = 0x20
    end += 1
    if isCapitalized {
      capitalized[wordCount >> 6] |= 1 << UInt64(wordCount & 63)
    } else {
      uncapitalizedCount += 1
    }
    wordCount += 1
  }

  @inline(__always)
  private mutating func endSpelling(_ english: EnglishWords) {
    if (1...8).contains(spelledCount), english.contains(spelled) { englishWords += 1 }
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

/// Frequent words that only English has, of at most eight letters, each as the number that its bytes make up.
private struct EnglishWords: @unchecked Sendable {  // Memory that is only read, and never freed.
  static let shared = EnglishWords()

  /// 0 where no word stands. A word stands in its own place or in one of the next.
  private let places: UnsafeMutablePointer<UInt64>
  private static let bits = 9

  private init() {
    places = .allocate(capacity: 1 << Self.bits)
    places.initialize(repeating: 0, count: 1 << Self.bits)
    for word in Self.words.split(separator: " ") {
      let number = word.utf8.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      places[place(of: number)] = number
    }
  }

  @inline(__always)
  func contains(_ word: UInt64) -> Bool { places[place(of: word)] == word }

  /// Where a word stands, or may be put.
  @inline(__always)
  private func place(of word: UInt64) -> Int {
    var place = Int((word &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - Self.bits))
    while places[place] != 0, places[place] != word { place = (place + 1) & (1 << Self.bits - 1) }
    return place
  }

  private static let words = """
    the and you this with that have your they not from what just but when would about out get got how who why their \
    them then these our she been because should could very were there which don't doesn't didn't can't it's i'm i've \
    its after again never always really some today tonight tomorrow going know think want people where than watching \
    thing things nothing anything much does isn't wasn't aren't won't you're that's what's let's i'll i'd he's she's \
    we're every before still only into other another having being makes getting looking wanna gonna though through \
    while until wait year years
    """
}
