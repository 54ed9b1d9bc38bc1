import AttuneFiles

/// The terms of texts that are searched: stems of words that tell something, and the groups of words that mean the same.
struct SearchTerms: Sendable {
  /// Read once.
  static let shipped = SearchTerms(
    stopwords: attune_file_stopwords().text, synonyms: attune_file_synonyms().text)

  private let stopwords: Set<UInt64>
  /// The numbers of the groups of a stem.
  private let groups: [UInt64: [UInt64]]

  /// - Parameters:
  ///   - stopwords: words that tell nothing, with blanks between them.
  ///   - synonyms: a group of words a line; lines that begin with # are comments.
  init(stopwords: String, synonyms: String) {
    var telling: [UInt64] = []
    Self.forEachWord(stopwords) { telling.append(Self.hash($0)) }
    self.stopwords = Set(telling)
    var groups: [UInt64: [UInt64]] = [:]
    for (number, line) in synonyms.split(separator: "\n").enumerated() where line.first != "#" {
      for word in line.split(separator: " ") {
        var joined = word.filter { $0 != "-" }
        let stem = joined.withUTF8 { Stem.hash($0) }
        if groups[stem]?.contains(UInt64(number)) != true { groups[stem, default: []].append(UInt64(number)) }
      }
    }
    self.groups = groups
  }

  /// The groups that a stem belongs to.
  func groups(of stem: UInt64) -> [UInt64] { groups[stem] ?? [] }

  /// A word that tells something.
  struct Word {
    /// In small letters, without what is behind an apostrophe.
    var letters: [UInt8]
    var stem: UInt64
    /// Its place among the word vectors; where they do not know a plural, that of the singular.
    var row: Int?
  }

  /// Bytes, by which longer words are told apart.
  private static let letterLimit = 40

  /// Calls `body` with each word that tells something.
  /// - Complexity: O(bytes)
  func forEach(in text: String, _ body: (Word) -> Void) {
    let vectors = WordVectors.shipped
    Self.forEachWord(text) { word in
      let hash = Self.hash(word)
      guard !stopwords.contains(hash) else { return }
      let letters = word.prefix(Self.letterLimit).prefix { $0 != UInt8(ascii: "'") && $0 != 0xE2 }
        .map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
      guard !letters.isEmpty else { return }
      var row = vectors.row(of: hash)
      if row == nil, letters.count > 3, letters.last == UInt8(ascii: "s") {
        row = letters.dropLast().withUnsafeBufferPointer { vectors.row(of: Self.hash($0)) }
      }
      body(Word(letters: letters, stem: Stem.hash(word), row: row))
    }
  }

  /// The words of a text in their order, in small letters; the stem of those that tell nothing is 0.
  func words(of text: String) -> [(word: String, stem: UInt64)] {
    var words: [(word: String, stem: UInt64)] = []
    Self.forEachWord(text) { word in
      let stem = stopwords.contains(Self.hash(word)) ? 0 : Stem.hash(word)
      words.append((String(decoding: word, as: UTF8.self).lowercased(), stem))
    }
    return words
  }

  /// Of a word as it stands, in small letters.
  private static func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in word {
      if byte == UInt8(ascii: "'") || byte == 0xE2 { break }
      hash = (hash ^ UInt64(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)) &* 0x100_0000_01B3
    }
    return hash
  }

  /// Letters, digits and what is not ASCII make words.
  private static func forEachWord(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    var word: [UInt8] = []
    func finish() {
      guard !word.isEmpty else { return }
      word.withUnsafeBufferPointer(body)
      word.removeAll(keepingCapacity: true)
    }
    var isLetter = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
        word.append(byte)
        isLetter = true
      case UInt8(ascii: "'"): if isLetter { word.append(byte) }
      default:
        finish()
        isLetter = false
      }
    }
    finish()
  }
}
