/// Everything that does not begin with a letter or a digit: boundaries, marks, emoticons, emoji, mentions, markup.
extension Tokenizer {
  /// Reads what begins at `index` with other than a letter, a digit or a blank: a token, or only a boundary.
  @inline(never)
  mutating func symbol(_ byteClass: UInt8, _ token: inout Token) -> Bool {
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

  mutating func dots(_ token: inout Token) -> Bool {
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

  mutating func marks(_ token: inout Token) -> Bool {
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
  mutating func clause(length: Int, _ token: inout Token) -> Bool {
    if let emoticon = Emoticons.match(text, index, end) {
      emit(.emoticon, emoticon.hash, from: index, to: index + emoticon.length, &token)
      token.isElongated = emoticon.isElongated
      return true
    }
    if text[index] == UInt8(ascii: "<"), let piece = Markup.piece(text, index, end) {
      index = piece.end
      switch piece.effect {
      case .inline, .gap: break
      case .block: if !Markup.continuesSmall(text, index, end) { boundary = .sentence }
      case .unknown: boundary = .sentence
      }
      return false
    }
    boundary = max(boundary, .clause)
    index += length
    return false
  }

  /// A scalar outside ASCII or a character reference.
  mutating func scalarSymbol(_ token: inout Token) -> Bool {
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
  static func isHeart(_ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Bool {
    at < end && text[at] == UInt8(ascii: "3") && (at + 1 == end || ByteClass.table[Int(text[at + 1])] > ByteClass.digit)
  }

  /// One emoji with all that belongs to it. Skin tones and presentation selectors are part of the token, not of its hash.
  mutating func emoji(_ token: inout Token) -> Bool {
    let start = index
    if let (hash, starEnd) = stars() {
      emit(.emoji, hash, from: start, to: starEnd, &token)
      return true
    }
    scratch.removeAll()
    let (first, firstLength) = scalar(index)
    index += firstLength
    scratch.append(first, run: 1)
    let isRegional = (0x1F1E6...0x1F1FF).contains(first)
    scan: while index < end {
      let (next, length) = scalar(index)
      switch next {
      case 0xFE0E, 0xFE0F, 0x1F3FB...0x1F3FF, 0x20E3: break
      case 0xE0020...0xE007F: scratch.append(next, run: 1)
      case 0x1F1E6...0x1F1FF where isRegional && index == start + firstLength: scratch.append(next, run: 1)
      case 0x200D:
        guard index + length < end else { break scan }
        let (joined, joinedLength) = scalar(index + length)
        guard UnicodeScan.classify(joined) == .emoji else { break scan }
        scratch.append(joined, run: 1)
        index += joinedLength
      default: break scan
      }
      index += length
    }
    emit(.emoji, scratch.hashTwice, from: start, to: index, &token)
    return true
  }

  /// The rating that a row of stars is, and its end: two to five, or some that empty ones make five.
  private func stars() -> (hash: UInt64, end: Int)? {
    let star = scalar(index).scalar
    guard star == 0x2B50 || star == 0x2605 else { return nil }
    var at = index
    func count(_ wanted: UInt32) -> Int {
      var count = 0
      while at < end {
        let (next, length) = scalar(at)
        guard next == wanted || next == 0xFE0F else { break }
        if next == wanted { count += 1 }
        at += length
      }
      return count
    }
    let full = count(star)
    let empty = count(0x2606)
    guard empty == 0 ? (2...5).contains(full) : full + empty == 5 else { return nil }
    return Ratings.hash(tenths: 10 * full, of: 5).map { ($0, at) }
  }

  static let ellipsis = TokenHash.hash("...")
  static let interrobang = TokenHash.hash("!?")
  static let exclamations = [TokenHash.hash("!"), TokenHash.hash("!!"), TokenHash.hash("!!!")]
  static let questions = [TokenHash.hash("?"), TokenHash.hash("??"), TokenHash.hash("???")]
}
