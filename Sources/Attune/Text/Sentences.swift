/// Finds the sentences of a text.
///
///     Sentences.ranges(of: "Dr. Lee waited 3.5 hours... then left. Why?")   // [0..<39, 40..<44]
///
/// A sentence ends at `.`, `!`, `?`, an ellipsis that a capital follows, a line break, and at emoji that a capital
/// follows; closing quotes and emoji after the mark belong to it. It does not end at the point of an abbreviation, a
/// decimal, an initial or a web address. A missing space after a mark ("late.The") does not matter.
public enum Sentences {
  /// The sentences in order, as ranges of UTF-8 bytes at character boundaries, without surrounding blanks.
  ///
  /// - Complexity: O(bytes)
  public static func ranges(of text: String) -> [Range<Int>] {
    var text = text
    return text.withUTF8 { text in
      var ranges: [Range<Int>] = []
      SentenceCutter(scratch: TokenizerScratch()).forEach(in: text) { ranges.append($0) }
      return ranges
    }
  }
}

/// Cuts texts into sentences, with memory of its own.
package struct SentenceCutter {
  private let scratch: TokenizerScratch

  package init(scratch: TokenizerScratch) { self.scratch = scratch }

  /// Calls `body` with every sentence that is not blank.
  package func forEach(in text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
    var tokenizer = Tokenizer(text, scratch: scratch)
    var token = Token()
    var previous: Token?
    var wasDotted = false
    var start = 0
    while tokenizer.next(&token) {
      defer { previous = token }
      guard let before = previous else { continue }
      let gap = before.end..<max(token.start, before.end)
      let isDotted = gap.count == 1 && text[gap.lowerBound] == UInt8(ascii: ".")
      if ends(before, gap, token, isAfterDot: wasDotted, text) {
        let cut = CharacterBorders.atOrBehind(Self.cut(gap, text), in: text)
        Self.give(start..<cut, text, body)
        start = cut
      }
      wasDotted = isDotted
    }
    // What stands behind the last token, such as a line of dashes, belongs to the last sentence.
    Self.give(start..<text.count, text, body)
  }

  // MARK: Ends

  /// Whether a sentence ends between two tokens.
  private func ends(
    _ before: Token, _ gap: Range<Int>, _ next: Token, isAfterDot: Bool, _ text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let between = UnsafeBufferPointer(rebasing: text[gap])
    if between.contains(where: { $0 == 0x0A || $0 == 0x0D }) { return true }
    // Marks, emoji and emoticons stay with what they comment on.
    switch next.kind {
    case .punctuation, .emoji, .emoticon: return false
    default: break
    }
    let isCapital = Self.beginsWithCapital(next, text)
    switch before.kind {
    case .emoji, .emoticon: return isCapital || next.boundary == .sentence
    case .punctuation where before.mark == .ellipsis: return isCapital
    case .punctuation: return true
    default: break
    }
    guard next.boundary == .sentence else { return false }
    let isSpaced = between.contains { $0 <= 0x20 || $0 >= 0x80 }
    guard between.contains(UInt8(ascii: ".")) else { return true }
    if before.kind == .url || before.kind == .mention { return isSpaced }
    let word = Self.folded(before, text)
    if word.count == 1, word[0] >= UInt8(ascii: "a"), word[0] <= UInt8(ascii: "z") {
      // "e.g. the", "at 9 a.m. The", "J. Smith"; "Plan b. it"
      if isAfterDot { return isSpaced && isCapital && !Self.isLatin(word[0]) }
      return isSpaced && !(Self.beginsWithCapital(before, text) && word[0] != UInt8(ascii: "i"))
    }
    let name = String(decoding: word, as: UTF8.self)
    if Self.titles.contains(name) { return false }
    if Self.shortened.contains(name) { return isSpaced && isCapital }
    if Self.numbered.contains(name) { return isSpaced && next.kind != .number }
    if isSpaced { return true }
    // "late.The", "late.they": but not "index.html"
    return word.count > 1
      && (isCapital || Self.openers.contains(String(decoding: Self.folded(next, text), as: UTF8.self)))
  }

  /// "e.g." and "i.e." never end a sentence.
  private static func isLatin(_ letter: UInt8) -> Bool { letter == UInt8(ascii: "g") || letter == UInt8(ascii: "e") }

  /// Behind these a name or the thing itself follows.
  private static let titles: Set<String> = [
    "mr", "mrs", "ms", "dr", "prof", "rev", "gen", "sgt", "capt", "lt", "hon", "mt", "vs", "cf", "approx", "eg", "ie",
    "incl", "resp", "viz",
  ]
  /// These may end a sentence or not.
  private static let shortened: Set<String> = [
    "etc", "inc", "ltd", "co", "corp", "jr", "sr", "dept", "st", "ave", "rd", "blvd", "hrs", "hr", "mins", "min", "max",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed",
    "thu", "thur", "thurs", "fri", "sat", "est", "govt", "misc", "temp", "ext",
  ]
  /// Behind these a number follows, or a sentence ends.
  private static let numbered: Set<String> = ["no", "nos", "fig", "art", "tel", "ref", "pp", "vol", "sec", "ch"]
  /// Words that begin sentences and end no file's name.
  private static let openers: Set<String> = [
    "the", "i", "we", "they", "but", "and", "this", "he", "she", "please", "there", "when", "then", "also", "if",
    "i'm", "it's", "they're", "we're", "very", "what", "why", "how", "you", "now", "because", "after",
  ]

  private static func folded(_ token: Token, _ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    guard token.end - token.start <= 16 else { return [] }
    return text[token.start..<token.end].map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
  }

  private static func beginsWithCapital(_ token: Token, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard token.kind == .word || token.kind == .mention else { return token.kind == .number }
    let first = text[token.start]
    if first < 0x80 { return first & 0x60 == 0x40 && first != UInt8(ascii: "@") }
    let (scalar, _) = Tokenizer.scalar(text.baseAddress!, token.start, token.end)
    return Unicode.Scalar(scalar)?.properties.isUppercase ?? false
  }

  // MARK: Cuts

  /// Where in the bytes between two tokens the next sentence begins: behind the last blank that something follows, or
  /// behind the marks when there is none.
  private static func cut(_ gap: Range<Int>, _ text: UnsafeBufferPointer<UInt8>) -> Int {
    if let newline = gap.first(where: { text[$0] == 0x0A || text[$0] == 0x0D }) { return newline }
    var place = gap.lowerBound
    while place < gap.upperBound, text[place] > 0x20 { place += 1 }
    if place < gap.upperBound { return place }
    // Without blanks: behind the point and what closes.
    place = gap.lowerBound
    while place < gap.upperBound {
      let (scalar, length) = Tokenizer.scalar(text.baseAddress!, place, gap.upperBound)
      guard let properties = Unicode.Scalar(scalar)?.properties, properties.generalCategory != .openPunctuation,
        properties.generalCategory != .initialPunctuation
      else { break }
      place += length
    }
    return place
  }

  private static func give(_ range: Range<Int>, _ text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, text[start] <= 0x20 { start += 1 }
    while end > start, text[end - 1] <= 0x20 { end -= 1 }
    guard start < end else { return }
    // A blank with an accent is a character of its own.
    body(max(range.lowerBound, CharacterBorders.atOrBefore(start, in: text))..<end)
  }
}
