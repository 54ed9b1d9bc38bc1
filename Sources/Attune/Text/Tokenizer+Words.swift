import CTextScan

/// Words, numbers and what grows out of them: URLs and e-mail addresses.
extension Tokenizer {
  /// A word of which the first byte is an ASCII letter or digit.
  @inline(__always)
  mutating func word(_ token: inout Token) -> Bool {
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
  func noteForm(_ token: inout Token) {
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
  func wordBytesEnd(_ from: Int) -> Int {
    var at = from
    while at &+ 16 <= end {
      let count = Int(attune_word_bytes(text + at))
      at &+= count
      if count < 16 { return at }
    }
    while at < end, classes[Int(text[at])] <= ByteClass.digit { at &+= 1 }
    return at
  }

  static let bit5: UInt64 = 0x2020_2020_2020_2020
  static let bit6: UInt64 = 0x4040_4040_4040_4040

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

  mutating func url(from start: Int, to urlEnd: Int, _ token: inout Token) -> Bool {
    emit(.url, Addresses.urlHash, from: start, to: urlEnd, &token)
    return true
  }

  /// The first 16 bytes at `start`; what lies behind the text reads as zero.
  @inline(__always)
  func load16(_ start: Int, _ length: Int) -> (low: UInt64, high: UInt64) {
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
  func hasTriple(_ low: UInt64, _ high: UInt64, _ length: Int) -> Bool {
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
  func isWord(_ at: Int) -> Bool {
    guard at < end else { return false }
    switch UnicodeScan.classify(scalar(at).scalar) {
    case .letter, .digit: return true
    default: return false
    }
  }
}
