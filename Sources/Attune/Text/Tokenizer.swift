import CTextScan

/// Cuts one text, given as UTF-8 bytes, into tokens.
///
/// The rules, in the order in which they are tried where a token may begin:
///
/// - A *word* is letters and digits with inner apostrophes and hyphens ("don’t", "well-made"); between two digits
///   `.`, `,`, `:` and `/` are inner as well ("3.5", "10/10", "12:30"). A word of which the first character is a digit
///   is a *number*. `#` before a word is skipped: the word counts.
/// - "http://…", "www.…", "name.com/…" and e-mail addresses are one *url*; "@name" is one *mention*.
/// - A run of `!` and `?`, and two or more dots or "…", are one *punctuation* token.
/// - *Emoticons* (`Emoticons`) and *emoji*, the latter with skin tone, joined and flag sequences as one token.
/// - Anything else separates. `.`, `!`, `?` and line breaks end a sentence; `,`, `;`, `:`, brackets and dashes a clause.
///   An HTML tag counts as a line break, an HTML character reference as the character that it stands for.
///
/// Hashes are of the folded text: lower case, "’" as "'", without soft hyphens and zero-width characters. Bytes that
/// are not UTF-8 separate. ASCII words take a path without decoding; everything else takes `word(slowlyFrom:)`, which
/// gives the same result for ASCII.
package struct Tokenizer {
  private let text: UnsafePointer<UInt8>
  private let end: Int
  private let classes = ByteClass.table
  private let folding: FoldingBuffer
  private var index = 0
  /// See `Addresses.urlEnd`.
  private var hostless = 0
  private var boundary = Token.Boundary.sentence

  /// - Parameters:
  ///   - text: UTF-8 bytes that outlive the tokenizer; need not be valid, padded or terminated.
  ///   - folding: a buffer that the caller keeps from text to text; one tokenizer uses it at a time.
  package init(_ text: UnsafeBufferPointer<UInt8>, folding: FoldingBuffer) {
    self.text = text.baseAddress ?? UnsafePointer(folding.twice)
    self.end = text.count
    self.folding = folding
  }

  /// Reads the next token into `token`; false at the end of the text.
  @inline(__always)
  package mutating func next(_ token: inout Token) -> Bool {
    while index < end {
      switch classes[Int(text[index])] {
      case ByteClass.letter, ByteClass.digit: return word(&token)
      case ByteClass.space, ByteClass.other: index += 1
      case let byteClass: if symbol(byteClass, &token) { return true }
      }
    }
    return false
  }

  // MARK: Words

  /// A word of which the first byte is an ASCII letter or digit.
  @inline(__always)
  private mutating func word(_ token: inout Token) -> Bool {
    let start = index
    var at = start + 1
    while true {
      at = wordBytesEnd(at)
      guard at < end else { break }
      let stop = text[at]
      if stop == 0x20 { break }
      switch inner(stop, at, start) {
      case .no: break
      case .yes:
        at += 2
        continue
      case .slow: return word(slowlyFrom: start, &token)
      case .url(let urlEnd): return url(from: start, to: urlEnd, &token)
      }
      break
    }
    let length = at &- start
    guard length <= 16 else { return word(slowlyFrom: start, &token) }
    var (low, high) = load16(start, length)
    let lowMask = length >= 8 ? ~0 : (1 &<< UInt64(truncatingIfNeeded: 8 &* length)) &- 1
    low &= lowMask
    // Of the bytes of a word only letters have bit 6 set, and only small letters bits 5 and 6.
    var small = low & Self.bit6 & (low << 1)
    low |= Self.bit5 & lowMask
    if length <= 8 {
      high = 0
      if Self.zeroBytes((low ^ (low >> 8)) | ~(lowMask >> 8)) != 0, hasTriple(low, high, length) {
        return word(slowlyFrom: start, &token)
      }
    } else {
      let highMask = length == 16 ? ~0 : (1 &<< UInt64(truncatingIfNeeded: 8 &* (length &- 8))) &- 1
      high &= highMask
      small |= high & Self.bit6 & (high << 1)
      high |= Self.bit5 & highMask
      if hasTriple(low, high, length) { return word(slowlyFrom: start, &token) }
    }
    token.hash = TokenHash.hash(low: low, high: high, length: length)
    token.start = start
    token.end = at
    token.traits = Token.Traits(wordAfter: boundary)
    if small == 0 || low & 0x40 == 0 { noteForm(&token) }
    boundary = .none
    index = at < end && text[at] == 0x20 ? at &+ 1 : at
    return true
  }

  /// Completes the traits of a word without small letters or with a digit first.
  @inline(never)
  private func noteForm(_ token: inout Token) {
    if classes[Int(text[token.start])] == ByteClass.digit {
      token.traits = Token.Traits(.number, after: token.boundary)
    }
    var letters = 0
    for at in token.start..<token.end where classes[Int(text[at])] == ByteClass.letter {
      if text[at] & 0x20 != 0 { return }
      letters += 1
    }
    token.isCapitals = letters > 1
  }

  /// The first byte from `from` on that is no ASCII letter or digit.
  @inline(__always)
  private func wordBytesEnd(_ from: Int) -> Int {
    var at = from
    while at &+ 16 <= end {
      let count = Int(attune_word_bytes(text + at))
      at &+= count
      if count < 16 { return at }
    }
    while at < end, classes[Int(text[at])] <= ByteClass.digit { at &+= 1 }
    return at
  }

  private static let bit5: UInt64 = 0x2020_2020_2020_2020
  private static let bit6: UInt64 = 0x4040_4040_4040_4040

  /// Not zero when a byte of `word` is; the lowest bit that is set then belongs to the first such byte.
  @inline(__always)
  private static func zeroBytes(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  private enum Inner { case no, yes, slow, url(end: Int) }

  /// Whether the word that began at `start` goes on behind `stop`, the byte at `at`.
  @inline(never)
  private mutating func inner(_ stop: UInt8, _ at: Int, _ start: Int) -> Inner {
    if stop >= 0x80 || stop == UInt8(ascii: "&") { return .slow }
    guard at + 1 < end else { return .no }
    let next = text[at + 1]
    let nextClass = classes[Int(next)]
    switch stop {
    case UInt8(ascii: "'"), UInt8(ascii: "-"):
      if nextClass <= ByteClass.digit { return .yes }
      return nextClass == ByteClass.high || nextClass == ByteClass.ampersand ? .slow : .no
    case UInt8(ascii: "@"):
      return nextClass <= ByteClass.digit ? .url(end: Addresses.domainEnd(text, at, end)) : .no
    case UInt8(ascii: "_"), UInt8(ascii: "+"):
      return Addresses.emailEnd(text, from: at, end).map { .url(end: $0) } ?? .no
    case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "/"):
      if nextClass == ByteClass.digit, classes[Int(text[at - 1])] == ByteClass.digit { return .yes }
      if stop == UInt8(ascii: "."), let emailEnd = Addresses.emailEnd(text, from: at, end) {
        return .url(end: emailEnd)
      }
      if stop == UInt8(ascii: ":") || stop == UInt8(ascii: "."),
        let urlEnd = Addresses.urlEnd(text, start, at, end, hostless: &hostless)
      {
        return .url(end: urlEnd)
      }
      return .no
    default: return .no
    }
  }

  private mutating func url(from start: Int, to urlEnd: Int, _ token: inout Token) -> Bool {
    emit(.url, Addresses.urlHash, from: start, to: urlEnd, &token)
    return true
  }

  /// The first 16 bytes at `start`; what lies behind the text reads as zero.
  @inline(__always)
  private func load16(_ start: Int, _ length: Int) -> (low: UInt64, high: UInt64) {
    if start &+ 16 <= end {
      let raw = UnsafeRawPointer(text + start)
      return (
        raw.loadUnaligned(as: UInt64.self).littleEndian,
        raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self).littleEndian
      )
    }
    return (TokenHash.load(text + start, min(length, 8)), TokenHash.load(text + start + 8, max(0, length - 8)))
  }

  /// Whether a byte of the word stands three times in a row. Bytes from `length` on are zero.
  private func hasTriple(_ low: UInt64, _ high: UInt64, _ length: Int) -> Bool {
    guard length > 2 else { return false }
    // Byte i is zero where bytes i, i+1 and i+2 of the word are the same.
    let zeroLow = Self.zeroBytes((low ^ (low >> 8 | high << 56)) | (low ^ (low >> 16 | high << 48)))
    let zeroHigh = Self.zeroBytes((high ^ (high >> 8)) | (high ^ (high >> 16)))
    if zeroLow | zeroHigh == 0 { return false }
    let first = zeroLow != 0 ? zeroLow.trailingZeroBitCount / 8 : 8 + zeroHigh.trailingZeroBitCount / 8
    return first < length - 2
  }

  /// The same as `word`, scalar by scalar: for words with other than ASCII letters, long and elongated ones.
  @inline(never)
  private mutating func word(slowlyFrom start: Int, _ token: inout Token) -> Bool {
    folding.removeAll()
    var at = start
    var letters = 0
    var hasSmall = false
    var startsWithDigit = false
    var isElongated = false
    var last: UInt32 = 0
    var run = 0
    scan: while at < end {
      let (scalar, length) = scalar(at)
      switch UnicodeScan.classify(scalar) {
      case .letter:
        let folded = UnicodeScan.fold(scalar)
        letters += 1
        if folded == scalar { hasSmall = true }
        run = folded == last ? run + 1 : 1
        last = folded
        if run > 2 { isElongated = true }
        folding.append(folded, run: run)
        at += length
      case .digit:
        if at == start { startsWithDigit = true }
        last = 0
        folding.append(scalar, run: 1)
        at += length
      case .ignorable:
        at += length
      case .mark:
        last = 0
        folding.append(scalar, run: 1)
        at += length
      case .apostrophe where isWord(at + length):
        last = 0
        folding.append(0x27, run: 1)
        at += length
      case .hyphen where isWord(at + length):
        last = 0
        folding.append(0x2D, run: 1)
        at += length
      default:
        guard length == 1, at > start, at + 1 < end else { break scan }
        switch inner(text[at], at, start) {
        case .yes:
          last = 0
          folding.append(scalar, run: 1)
          at += 1
        case .url(let urlEnd): return url(from: start, to: urlEnd, &token)
        case .no, .slow: break scan
        }
      }
    }
    emit(startsWithDigit ? .number : .word, folding.hashTwice, from: start, to: at, &token)
    token.isElongated = isElongated
    token.onceHash = folding.hashOnce
    token.isCapitals = letters > 1 && !hasSmall
    return true
  }

  /// Whether a letter or a digit stands at `at`.
  private func isWord(_ at: Int) -> Bool {
    guard at < end else { return false }
    switch UnicodeScan.classify(scalar(at).scalar) {
    case .letter, .digit: return true
    default: return false
    }
  }

  /// The scalar at `at`, with character references resolved.
  private func scalar(_ at: Int) -> (scalar: UInt32, length: Int) {
    if text[at] == UInt8(ascii: "&"), let entity = Entities.decode(text, at, end) { return entity }
    return UnicodeScan.decode(text, at, end)
  }

  // MARK: Symbols

  /// Reads what begins at `index` with other than a letter, a digit or a blank: a token, or only a boundary.
  @inline(never)
  private mutating func symbol(_ byteClass: UInt8, _ token: inout Token) -> Bool {
    switch byteClass {
    case ByteClass.newline:
      index += 1
      boundary = .sentence
      return false
    case ByteClass.stop:
      return dots(&token)
    case ByteClass.exclamation:
      return marks(&token)
    case ByteClass.at:
      let nameEnd = Addresses.mentionEnd(text, index, end)
      guard nameEnd > index + 1 else {
        index += 1
        return false
      }
      emit(.mention, Addresses.mentionHash, from: index, to: nameEnd, &token)
      return true
    case ByteClass.clause:
      return clause(length: 1, &token)
    default:
      return scalarSymbol(&token)
    }
  }

  private mutating func dots(_ token: inout Token) -> Bool {
    let start = index
    while index < end {
      let (scalar, length) = scalar(index)
      guard scalar == 0x2E || scalar == 0x2026 else { break }
      index += length
    }
    if index - start == 1 {
      boundary = max(boundary, .sentence)
      return false
    }
    emit(.punctuation, Self.ellipsis, mark: .ellipsis, from: start, to: index, &token)
    boundary = .sentence
    return true
  }

  private mutating func marks(_ token: inout Token) -> Bool {
    let start = index
    var exclamations = 0
    var questions = 0
    scan: while index < end {
      let (scalar, length) = scalar(index)
      switch UnicodeScan.classify(scalar) {
      case .exclamation: exclamations += 1
      case .question: questions += 1
      case .ignorable: if index == start { break scan }
      default: break scan
      }
      index += length
    }
    let hash =
      questions == 0
      ? Self.exclamations[min(exclamations, 3) - 1]
      : exclamations == 0 ? Self.questions[min(questions, 3) - 1] : Self.interrobang
    emit(.punctuation, hash, mark: questions > 0 ? .question : .exclamation, from: start, to: index, &token)
    token.isElongated = exclamations + questions > 2
    boundary = .sentence
    return true
  }

  /// A byte that may begin an emoticon or a tag and else ends a clause.
  private mutating func clause(length: Int, _ token: inout Token) -> Bool {
    if let emoticon = Emoticons.match(text, index, end) {
      emit(.emoticon, emoticon.hash, from: index, to: index + emoticon.length, &token)
      token.isElongated = emoticon.isElongated
      return true
    }
    if text[index] == UInt8(ascii: "<"), let tagEnd = Addresses.tagEnd(text, index, end) {
      index = tagEnd
      boundary = .sentence
      return false
    }
    boundary = max(boundary, .clause)
    index += length
    return false
  }

  /// A scalar outside ASCII or a character reference.
  private mutating func scalarSymbol(_ token: inout Token) -> Bool {
    let (scalar, length) = scalar(index)
    switch UnicodeScan.classify(scalar) {
    case .letter, .digit: return word(slowlyFrom: index, &token)
    case .ellipsis: return dots(&token)
    case .exclamation, .question: return marks(&token)
    case .emoji: return emoji(&token)
    case .clause, .hyphen:
      if scalar == 0x3C, Self.isHeart(text, index + length, end) {
        emit(.emoticon, Emoticons.heart, from: index, to: index + length + 1, &token)
        return true
      }
      boundary = max(boundary, .clause)
    case .sentence: boundary = .sentence
    default:
      if scalar == 0x3C, Self.isHeart(text, index + length, end) {
        emit(.emoticon, Emoticons.heart, from: index, to: index + length + 1, &token)
        return true
      }
    }
    index += length
    return false
  }

  /// "3" behind "&lt;": an escaped heart.
  private static func isHeart(_ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Bool {
    at < end && text[at] == UInt8(ascii: "3") && (at + 1 == end || ByteClass.table[Int(text[at + 1])] > ByteClass.digit)
  }

  /// One emoji with all that belongs to it. Skin tones and presentation selectors are part of the token, not of its hash.
  private mutating func emoji(_ token: inout Token) -> Bool {
    let start = index
    folding.removeAll()
    let (first, firstLength) = scalar(index)
    index += firstLength
    folding.append(first, run: 1)
    let isRegional = (0x1F1E6...0x1F1FF).contains(first)
    scan: while index < end {
      let (next, length) = scalar(index)
      switch next {
      case 0xFE0E, 0xFE0F, 0x1F3FB...0x1F3FF, 0x20E3: break
      case 0xE0020...0xE007F: folding.append(next, run: 1)
      case 0x1F1E6...0x1F1FF where isRegional && index == start + firstLength: folding.append(next, run: 1)
      case 0x200D:
        guard index + length < end else { break scan }
        let (joined, joinedLength) = scalar(index + length)
        guard UnicodeScan.classify(joined) == .emoji else { break scan }
        folding.append(joined, run: 1)
        index += joinedLength
      default: break scan
      }
      index += length
    }
    emit(.emoji, folding.hashTwice, from: start, to: index, &token)
    return true
  }

  /// Fills in a token that is neither capitals nor elongated, and goes on behind it.
  private mutating func emit(
    _ kind: Token.Kind, _ hash: UInt64, mark: Token.Mark = .exclamation, from start: Int, to tokenEnd: Int,
    _ token: inout Token
  ) {
    token.hash = hash
    token.start = start
    token.end = tokenEnd
    token.traits = Token.Traits(kind, after: boundary, mark: mark)
    boundary = .none
    index = tokenEnd
  }

  private static let ellipsis = TokenHash.hash("...")
  private static let interrobang = TokenHash.hash("!?")
  private static let exclamations = [TokenHash.hash("!"), TokenHash.hash("!!"), TokenHash.hash("!!!")]
  private static let questions = [TokenHash.hash("?"), TokenHash.hash("??"), TokenHash.hash("???")]
}
