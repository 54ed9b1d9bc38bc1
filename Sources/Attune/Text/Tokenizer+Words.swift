import CKernels

/// Words, numbers and what grows out of them: URLs and e-mail addresses.
extension Tokenizer {
  /// A token found by `scanned`, of which nothing must be looked at again.
  @inline(__always)
  mutating func take(_ next: UnsafePointer<attune_token>, _ token: inout Token) {
    fill(&token, next.pointee)
    scanned.skip(to: next + 1)
  }

  @inline(__always)
  private func fill(_ token: inout Token, _ found: attune_token) {
    token.hash = found.hash
    token.start = scanned.place(of: found)
    token.end = token.start &+ Int(found.length)
    token.traits = Token.Traits(found.traits)
  }

  /// A word of which the first byte, at `index`, is an ASCII letter or digit.
  mutating func word(_ token: inout Token) -> Bool {
    guard let found = scanned.take(at: index, text, end) else { return oddWord(from: index, at: index, &token) }
    fill(&token, found)
    token.traits.boundary = boundary
    return ScannedTokens.isOdd(found) ? oddScannedWord(&token) : isBehindScanned()
  }

  private mutating func isBehindScanned() -> Bool {
    isAtScanned = true
    return true
  }

  /// The end of the text, or a token that was found by `scanned` but may be more than it seems.
  @inline(never)
  mutating func oddToken(_ token: inout Token) -> Bool {
    let found = scanned.next.pointee
    guard !ScannedTokens.isEnd(found) else {
      index = end
      return false
    }
    isAtScanned = false
    scanned.skip(to: scanned.next + 1)
    fill(&token, found)
    boundary = token.boundary
    if token.kind == .word || token.kind == .number { return oddScannedWord(&token) }
    index = token.start
    return unscannedToken(&token)
  }

  /// A word that may be longer than was found, or behind which stands more than the next token.
  private mutating func oddScannedWord(_ token: inout Token) -> Bool {
    isAtScanned = false
    // The blank says that the word is complete.
    if token.end &- token.start <= 16, token.end == end || text[token.end] == 0x20 {
      index = token.end
      boundary = .none
      return true
    }
    return oddWord(from: token.start, at: token.end, &token)
  }

  /// A word that is long or elongated, or behind which stands more than a blank or plain punctuation.
  ///
  /// - Parameter at: not behind the first place where the word may end.
  @inline(never)
  mutating func oddWord(from start: Int, at: Int, _ token: inout Token) -> Bool {
    var at = at
    scan: while true {
      while at < end, classes[Int(text[at])] <= ByteClass.digit { at &+= 1 }
      guard at < end, text[at] != 0x20 else { break }
      switch inner(text[at], at, start) {
      case .no: break scan
      case .yes: at += 2
      case .slow: return word(slowlyFrom: start, &token)
      case .url(let urlEnd): return url(from: start, to: urlEnd, &token)
      }
    }
    return plainWord(from: start, to: at, &token) || word(slowlyFrom: start, &token)
  }

  /// A word of ASCII letters, digits and what joins them; false for one that is long or elongated.
  mutating func plainWord(from start: Int, to at: Int, _ token: inout Token) -> Bool {
    let (low, high) = Self.load16(text, start, min(at - start, 16), end)
    let length = at - start
    guard length <= 16, !Self.hasTriple(low | Self.bit5, high | Self.bit5, length) else { return false }
    let lowMask = length >= 8 ? ~0 : Self.low(8 &* length)
    let highMask = length <= 8 ? 0 : length == 16 ? ~0 : Self.low(8 &* (length &- 8))
    emit(
      .word, TokenHash.hash(low: (low | Self.bit5) & lowMask, high: (high | Self.bit5) & highMask, length: length),
      from: start, to: at, &token)
    Self.noteForm(text, &token)
    return true
  }

  /// `count` ones, less than 64.
  private static func low(_ count: Int) -> UInt64 { (1 &<< UInt64(truncatingIfNeeded: count)) &- 1 }

  /// Completes the traits of a word that may have no small letters or a digit first.
  @inline(never)
  private static func noteForm(_ text: UnsafePointer<UInt8>, _ token: inout Token) {
    if text[token.start] & 0x40 == 0 { token.traits = Token.Traits(.number, after: token.boundary) }
    var letters = 0
    // Of the bytes of a word only letters have bit 6 set.
    for at in token.start..<token.end where text[at] & 0x40 != 0 {
      if text[at] & 0x20 != 0 { return }
      letters += 1
    }
    token.isCapitals = letters > 1
  }

  static let bit5: UInt64 = 0x2020_2020_2020_2020

  /// Not zero when a byte of `word` is; the lowest bit that is set then belongs to the first such byte.
  @inline(__always)
  static func zeroBytes(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  enum Inner { case no, yes, slow, url(end: Int) }

  /// Whether the word that began at `start` goes on behind `stop`, the byte at `at`.
  @inline(never)
  mutating func inner(_ stop: UInt8, _ at: Int, _ start: Int) -> Inner {
    if stop >= 0x80 || stop == UInt8(ascii: "&") { return .slow }
    guard at + 1 < end else { return .no }
    let next = text[at + 1]
    let nextClass = classes[Int(next)]
    switch stop {
    case UInt8(ascii: "'"), UInt8(ascii: "-"):
      if nextClass <= ByteClass.digit { return .yes }
      return nextClass == ByteClass.high || nextClass == ByteClass.ampersand ? .slow : .no
    case UInt8(ascii: "`"):
      return nextClass <= ByteClass.digit || nextClass == ByteClass.high || nextClass == ByteClass.ampersand
        ? .slow : .no
    case UInt8(ascii: "\\"): return isEscapedApostrophe(at) ? .slow : .no
    case UInt8(ascii: "@"):
      return nextClass <= ByteClass.digit ? .url(end: Addresses.domainEnd(text, at, end)) : .no
    case UInt8(ascii: "<"):
      return Markup.wordEnd(behind: at, text, end) == nil ? .no : .slow
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

  mutating func url(from start: Int, to urlEnd: Int, _ token: inout Token) -> Bool {
    emit(.url, Addresses.urlHash, from: start, to: urlEnd, &token)
    return true
  }

  /// The `length` bytes at `start`, at most 16, and some of those behind.
  @inline(__always)
  static func load16(_ text: UnsafePointer<UInt8>, _ start: Int, _ length: Int, _ end: Int) -> (
    low: UInt64, high: UInt64
  ) {
    guard start &+ 16 <= end else { return loadLast16(text, start, length, end) }
    let raw = UnsafeRawPointer(text + start)
    return (
      raw.loadUnaligned(as: UInt64.self).littleEndian,
      raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self).littleEndian
    )
  }

  /// The same where the text ends; no byte behind it is read.
  @inline(never)
  static func loadLast16(_ text: UnsafePointer<UInt8>, _ start: Int, _ length: Int, _ end: Int) -> (
    low: UInt64, high: UInt64
  ) {
    guard end >= 16 else {
      return (TokenHash.load(text + start, min(length, 8)), TokenHash.load(text + start + 8, max(0, length - 8)))
    }
    // Safe: `start` + 16 is behind the end, and `start` before it: the shift is by 8...120 bits.
    let shift = UInt64(truncatingIfNeeded: 8 &* (start &+ 16 &- end))
    let last = UnsafeRawPointer(text + end - 16)
    let low = last.loadUnaligned(as: UInt64.self).littleEndian
    let high = last.loadUnaligned(fromByteOffset: 8, as: UInt64.self).littleEndian
    return shift < 64 ? (low &>> shift | high &<< (64 &- shift), high &>> shift) : (high &>> (shift &- 64), 0)
  }

  /// Whether a byte of the word stands three times in a row. Bytes from `length` on are zero.
  static func hasTriple(_ low: UInt64, _ high: UInt64, _ length: Int) -> Bool {
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
  mutating func word(slowlyFrom start: Int, _ token: inout Token) -> Bool {
    scratch.removeAll()
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
        scratch.append(folded, run: run)
        at += length
      case .digit:
        if at == start { startsWithDigit = true }
        last = 0
        scratch.append(scalar, run: 1)
        at += length
      case .ignorable:
        at += length
      case .mark:
        last = 0
        scratch.append(scalar, run: 1)
        at += length
      case .apostrophe where isWord(at + length):
        last = 0
        scratch.append(0x27, run: 1)
        at += length
      case .hyphen where isWord(at + length):
        last = 0
        scratch.append(0x2D, run: 1)
        at += length
      default:
        guard length == 1, at > start, at + 1 < end else { break scan }
        if text[at] == UInt8(ascii: "<"), let behind = Markup.wordEnd(behind: at, text, end) {
          at = behind
          continue
        }
        if isEscapedApostrophe(at) {
          at += 1
          continue
        }
        switch inner(text[at], at, start) {
        case .yes:
          last = 0
          scratch.append(scalar, run: 1)
          at += 1
        case .url(let urlEnd): return url(from: start, to: urlEnd, &token)
        case .no, .slow: break scan
        }
      }
    }
    emit(startsWithDigit ? .number : .word, scratch.hashTwice, from: start, to: at, &token)
    token.isElongated = isElongated
    token.onceHash = scratch.hashOnce
    token.isCapitals = letters > 1 && !hasSmall
    return true
  }

  /// Whether `\'` stands at `at`, as texts have it that were escaped for a program, and the word goes on behind it.
  func isEscapedApostrophe(_ at: Int) -> Bool {
    at + 2 < end && text[at] == UInt8(ascii: "\\") && text[at + 1] == UInt8(ascii: "'") && isWord(at + 2)
  }

  /// Whether a letter or a digit stands at `at`.
  @inline(__always)
  func isWord(_ at: Int) -> Bool { at < end && Self.isWord(Self.scalar(text, at, end).scalar) }

  static func isWord(_ scalar: UInt32) -> Bool {
    switch UnicodeScan.classify(scalar) {
    case .letter, .digit: true
    default: false
    }
  }
}
