import AttuneModels
import CKernels

/// Tells whether a text is in another language than English, and in which: by its script where one language has it, else by
/// n-grams of its letters (Cavnar & Trenkle 1994; naive Bayes over hashed n-grams). Immutable.
///
/// English is what a text is taken for unless another language is clearly more likely; two words that only English has, among
/// seven, make it English. Hashtags, mentions and addresses count for nothing.
struct LanguageDetector: @unchecked Sendable {  // Read-only memory of the program.
  static let shared = LanguageDetector()

  /// How much more likely than English a language must be: the logarithm, in units of the profiles. It may be a little less
  /// likely where the text has few words that a model of English knows; the words that are no names must not speak for English
  /// either. Short texts, and those of names, must be clear. Chosen on tweets and on sentences of programs in 40 languages.
  private static let marginOfHardlyKnown = -3 * units
  static let margin = 5 * units
  private static let marginOfOthers = -6 * units
  static let marginOfShort = 10 * units
  private static let fewestWords = 5
  private static let fewestOthers = 3
  private static let units: Int32 = 12
  private let rows: UnsafePointer<Int8>
  private let rowCount: UInt64
  /// Codes of ISO 639-1, in the order of a row.
  let codes: [Code]
  let english: Int
  /// The places of the languages of a script.
  let ofScript: [Script: [Int]]

  /// Up to four bytes of ASCII.
  typealias Code = UInt32

  private init() {
    let bytes = UnsafeRawPointer(attune_language_profiles()!)
    func number(_ index: Int) -> UInt32 { UInt32(littleEndian: bytes.load(fromByteOffset: 4 * index, as: UInt32.self)) }
    let count = Int(number(0))
    rowCount = UInt64(number(1))
    codes = (0..<count).map { number(2 + $0) }
    let header = 8 + 4 * count
    precondition(
      attune_language_profiles_size() == header + count * Int(rowCount) && rowCount.nonzeroBitCount == 1,
      "languages.bin is cut")
    precondition((16...64).contains(count), "attune_add_rows takes no such rows")
    rows = (bytes + header).assumingMemoryBound(to: Int8.self)
    let names = codes.map(Self.name)
    english = names.firstIndex(of: "en")!
    let others: [Script: [String]] = [
      .cyrillic: ["ru", "uk", "bg", "sr", "mk", "be", "kk", "mn"], .arabic: ["ar", "fa", "ur"],
      .devanagari: ["hi", "mr", "ne"],
    ]
    var ofScript = others.mapValues { $0.compactMap(names.firstIndex) }
    let taken = Set(ofScript.values.joined())
    ofScript[.latin] = names.indices.filter { !taken.contains($0) }
    self.ofScript = ofScript
  }

  static func name(_ code: Code) -> String {
    String(
      decoding: (0..<4).map { UInt8(truncatingIfNeeded: code >> (8 * UInt32($0))) }.filter { $0 != 0 }, as: UTF8.self)
  }

  /// The code of ISO 639-1 of a text that is not English; nil for English, and where nothing is clear.
  ///
  /// - Parameter isHardlyKnown: a model of English knows few of its words.
  /// - Complexity: O(bytes), of which at most 512 are looked at; some microseconds for a short text.
  func language(of text: UnsafeBufferPointer<UInt8>, isHardlyKnown: Bool) -> String? {
    let reading = LanguageReading(text)
    guard let script = reading.script else { return nil }
    guard let candidates = ofScript[script] else { return script.language }
    if script == .latin, reading.isEnglishByWords || reading.wordCount < 2 { return nil }
    let sums = sums(reading.folded)
    let best = candidates.lazy.filter { $0 != english }.max { sums[$0] < sums[$1] }!
    if script == .latin {
      let needed = isHardlyKnown ? Self.marginOfHardlyKnown : Self.margin
      guard isForeign(reading, margin: sums[best] - sums[english], needed: needed, candidates) else { return nil }
    }
    return Self.name(codes[best])
  }

  /// - Parameter margin: how much more likely than English the most likely language is.
  private func isForeign(_ reading: LanguageReading, margin: Int32, needed: Int32, _ candidates: [Int]) -> Bool {
    let (words, others) = (reading.wordCount, reading.uncapitalizedCount)
    guard words >= Self.fewestWords, others >= Self.fewestOthers, 2 * others >= words else {
      return margin >= Self.marginOfShort
    }
    guard margin >= needed else { return false }
    let sums = sums(reading.uncapitalized)
    return candidates.contains { $0 != english && sums[$0] - sums[english] >= Self.marginOfOthers }
  }

  /// One number a language: how likely it makes the words, which are UTF-8 with a blank before and behind each.
  func sums(_ words: [UInt8], level: Int32 = Processor.level) -> [Int32] {
    let count = codes.count
    return [Int32](unsafeUninitializedCapacity: count) { sums, initialized in
      sums.initialize(repeating: 0)
      initialized = count
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Int(ATTUNE_NGRAMS_PER_BYTE) * words.count) { numbers in
        let found = attune_ngram_rows(words, words.count, rowCount, numbers.baseAddress)
        attune_add_rows(level, rows, count, numbers.baseAddress, found, sums.baseAddress)
      }
    }
  }
}

/// A script, and the language that alone has it, as far as the detector knows.
enum Script: UInt8, CaseIterable {
  case latin, cyrillic, arabic, devanagari
  case greek, armenian, hebrew, bengali, gurmukhi, gujarati, oriya, tamil, telugu, kannada, malayalam, sinhala, thai,
    lao
  case tibetan, myanmar, georgian, ethiopic, khmer, hangul, kana, han

  /// nil for those of several languages.
  var language: String? {
    switch self {
    case .latin, .cyrillic, .arabic, .devanagari: nil
    case .greek: "el"
    case .armenian: "hy"
    case .hebrew: "he"
    case .bengali: "bn"
    case .gurmukhi: "pa"
    case .gujarati: "gu"
    case .oriya: "or"
    case .tamil: "ta"
    case .telugu: "te"
    case .kannada: "kn"
    case .malayalam: "ml"
    case .sinhala: "si"
    case .thai: "th"
    case .lao: "lo"
    case .tibetan: "bo"
    case .myanmar: "my"
    case .georgian: "ka"
    case .ethiopic: "am"
    case .khmer: "km"
    case .hangul: "ko"
    case .kana: "ja"
    case .han: "zh"
    }
  }

  /// Of a letter, by the blocks of the Unicode chart; nil for scripts that the detector does not know.
  init?(_ scalar: UInt32) {
    switch scalar {
    case 0..<0x250, 0x1E00..<0x1F00: self = .latin
    case 0x370..<0x400, 0x1F00..<0x2000: self = .greek
    case 0x400..<0x530, 0x1C80..<0x1C90: self = .cyrillic
    case 0x530..<0x590: self = .armenian
    case 0x590..<0x600: self = .hebrew
    case 0x600..<0x780, 0x8A0..<0x900, 0xFB50..<0xFE00, 0xFE70..<0xFEFF: self = .arabic
    case 0x900..<0x980: self = .devanagari
    case 0x980..<0xA00: self = .bengali
    case 0xA00..<0xA80: self = .gurmukhi
    case 0xA80..<0xB00: self = .gujarati
    case 0xB00..<0xB80: self = .oriya
    case 0xB80..<0xC00: self = .tamil
    case 0xC00..<0xC80: self = .telugu
    case 0xC80..<0xD00: self = .kannada
    case 0xD00..<0xD80: self = .malayalam
    case 0xD80..<0xE00: self = .sinhala
    case 0xE00..<0xE80: self = .thai
    case 0xE80..<0xF00: self = .lao
    case 0xF00..<0x1000: self = .tibetan
    case 0x1000..<0x10A0: self = .myanmar
    case 0x10A0..<0x1100, 0x1C90..<0x1CC0: self = .georgian
    case 0x1100..<0x1200, 0x3130..<0x3190, 0xAC00..<0xD7B0: self = .hangul
    case 0x1200..<0x13A0: self = .ethiopic
    case 0x1780..<0x1800: self = .khmer
    case 0x3040..<0x3100, 0x31F0..<0x3200, 0xFF66..<0xFF9E: self = .kana
    case 0x3400..<0x4DC0, 0x4E00..<0xA000, 0xF900..<0xFB00, 0x20000..<0x32000: self = .han
    default: return nil
    }
  }
}
