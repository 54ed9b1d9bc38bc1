/// Hashtags of several words: "#NotHappy" is "Not" and "Happy".
extension Tokenizer {
  /// Goes on behind a byte that says nothing, but that of a hashtag.
  mutating func separator() {
    if text[index] == UInt8(ascii: "#") { hashtagEnd = endOfWordsInHashtag(from: index + 1) }
    index &+= 1
  }

  /// The next word of a hashtag.
  mutating func hashtagWord(_ token: inout Token) -> Bool {
    var at = index + 1
    while at < hashtagEnd, !beginsWordInHashtag(at) { at += 1 }
    // Of words that are long or elongated nothing was begun.
    return plainWord(from: index, to: at, &token)
  }

  /// The end of a hashtag that begins at `start`, if capitals tell that it is two words or more; else 0.
  ///
  /// Each has two letters or more, but for "I" and "A": "#iPhone" is one word.
  func endOfWordsInHashtag(from start: Int) -> Int {
    // Nearly all are one word in small letters, perhaps behind a capital.
    var at = start + 1
    while at < end, Self.isSmall(text[at]) { at += 1 }
    guard at < end, classes[Int(text[at])] <= ByteClass.digit else { return 0 }
    at = start
    var wordStart = start
    var words = 0
    while at < end, classes[Int(text[at])] <= ByteClass.digit {
      at += 1
      let isBehindHashtag = at == end || classes[Int(text[at])] > ByteClass.digit
      guard isBehindHashtag || beginsWordInHashtag(at) else { continue }
      guard isWordInHashtag(wordStart, at) else { return 0 }
      wordStart = at
      words += 1
    }
    guard words > 1, at == end || text[at] < 0x80 && text[at] != UInt8(ascii: "&") else { return 0 }
    return at
  }

  private func isWordInHashtag(_ start: Int, _ wordEnd: Int) -> Bool {
    let length = wordEnd - start
    guard length > 1 else { return [UInt8(ascii: "I"), UInt8(ascii: "A")].contains(text[start]) }
    let (low, high) = Self.load16(text, start, min(length, 16), end)
    return length <= 16 && !Self.hasTriple(low | Self.bit5, high | Self.bit5, length)
  }

  /// Behind a small letter or a digit, or before a small letter, a capital begins a word.
  private func beginsWordInHashtag(_ at: Int) -> Bool {
    guard Self.isCapital(text[at]) else { return false }
    return !Self.isCapital(text[at - 1]) || at + 1 < end && Self.isSmall(text[at + 1])
  }

  private static func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
  private static func isSmall(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
}
