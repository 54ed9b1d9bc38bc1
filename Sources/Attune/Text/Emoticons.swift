/// Faces and hearts typed in ASCII, brought to one canonical form each, so that ":-)", ":)))" and "=]" are one token.
enum Emoticons {
  struct Match {
    var hash: UInt64
    var length: Int
    /// The mouth is repeated, as in ":)))".
    var isElongated: Bool
  }

  /// The emoticon that begins at `index`, if one does. `index` is not inside a word.
  static func match(_ text: UnsafePointer<UInt8>, _ index: Int, _ end: Int) -> Match? {
    func byte(_ at: Int) -> UInt8 { at < end ? text[at] : 0 }
    let first = text[index]
    switch first {
    case UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "="):
      return face(text, index, end)
    case UInt8(ascii: "<"):
      if byte(index + 1) == UInt8(ascii: "3"), !isWord(byte(index + 2)) || byte(index + 2) == UInt8(ascii: "3") {
        var at = index + 2
        while byte(at) == UInt8(ascii: "3") { at += 1 }
        return Match(hash: heart, length: at - index, isElongated: at - index > 3)
      }
      if byte(index + 1) == UInt8(ascii: "/"), byte(index + 2) == UInt8(ascii: "3") {
        return Match(hash: brokenHeart, length: 3, isElongated: false)
      }
      return nil
    case UInt8(ascii: ">"):
      if byte(index + 1) == UInt8(ascii: ":") || byte(index + 1) == UInt8(ascii: ";"),
        let face = face(text, index + 1, end), face.hash == sad || face.hash == doubtful
      {
        return Match(hash: angry, length: face.length + 1, isElongated: face.isElongated)
      }
      return nil
    case UInt8(ascii: "("), UInt8(ascii: "["):
      // Mouth first: "(:" and "(-:".
      var at = index + 1
      if byte(at) == UInt8(ascii: "-") { at += 1 }
      guard byte(at) == UInt8(ascii: ":") || byte(at) == UInt8(ascii: ";"), !isWord(byte(at + 1)) else { return nil }
      return Match(hash: smile, length: at + 1 - index, isElongated: false)
    case UInt8(ascii: ")"):
      // "):" ends a parenthesis more often than it weeps, so it wants blanks around it.
      guard index == 0 || text[index - 1] == 0x20, byte(index + 1) == UInt8(ascii: ":"), !isWord(byte(index + 2))
      else { return nil }
      return Match(hash: sad, length: 2, isElongated: false)
    case UInt8(ascii: "^"):
      if byte(index + 1) == UInt8(ascii: "^") { return Match(hash: cheerful, length: 2, isElongated: false) }
      if byte(index + 1) == UInt8(ascii: "_"), byte(index + 2) == UInt8(ascii: "^") {
        return Match(hash: cheerful, length: 3, isElongated: false)
      }
      return nil
    case UInt8(ascii: "-"):
      var at = index + 1
      while byte(at) == UInt8(ascii: "_") { at += 1 }
      guard at > index + 1, byte(at) == UInt8(ascii: "-") else { return nil }
      return Match(hash: annoyed, length: at + 1 - index, isElongated: at - index > 2)
    default: return nil
    }
  }

  /// Eyes, a tear or a nose perhaps, a mouth: ":)", ":'(", ";-D".
  private static func face(_ text: UnsafePointer<UInt8>, _ index: Int, _ end: Int) -> Match? {
    var at = index + 1
    func byte(_ at: Int) -> UInt8 { at < end ? text[at] : 0 }
    var isTear = false
    if byte(at) == UInt8(ascii: "'") { isTear = true; at += 1 }
    if byte(at) == UInt8(ascii: "-") || byte(at) == UInt8(ascii: "^") || byte(at) == UInt8(ascii: "o"), at + 1 < end,
      text[at] != UInt8(ascii: "o") || !isWord(text[at + 1])
    {
      if mouth(byte(at + 1)) != nil { at += 1 }
    }
    let drawn = byte(at)
    guard let mouth = mouth(drawn) else { return nil }
    let first = at
    while byte(at) == drawn { at += 1 }
    if isWord(drawn), isWord(byte(at)) { return nil }
    // Right behind a word a colon more often introduces something: "Food:3/5", "as follows:(1)", "C:\\Users".
    let isBehindWord = index > 0 && isWord(text[index - 1])
    if isBehindWord, isWord(drawn) || mouth != smile && isWord(byte(at)) { return nil }
    if drawn == UInt8(ascii: "/"), at - first > 1 { return nil }
    if text[index] == UInt8(ascii: "="), !(mouth == smile || mouth == sad || mouth == laugh) { return nil }
    var hash = mouth
    if isTear, mouth == sad { hash = weeping }
    if text[index] == UInt8(ascii: ";"), mouth == smile || mouth == laugh { hash = wink }
    return Match(hash: hash, length: at - index, isElongated: at - first > 2)
  }

  private static func mouth(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): smile
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): sad
    case UInt8(ascii: "D"): laugh
    case UInt8(ascii: "P"), UInt8(ascii: "p"): tongue
    case UInt8(ascii: "/"), UInt8(ascii: "\\"): doubtful
    case UInt8(ascii: "|"): flat
    case UInt8(ascii: "o"), UInt8(ascii: "O"): surprised
    case UInt8(ascii: "*"): kiss
    case UInt8(ascii: "3"): cat
    case UInt8(ascii: "S"), UInt8(ascii: "s"): doubtful
    default: nil
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool { ByteClass.table[Int(byte)] <= ByteClass.digit }

  static let smile = TokenHash.hash(":)")
  static let sad = TokenHash.hash(":(")
  static let laugh = TokenHash.hash(":d")
  static let wink = TokenHash.hash(";)")
  static let tongue = TokenHash.hash(":p")
  static let weeping = TokenHash.hash(":'(")
  static let doubtful = TokenHash.hash(":/")
  static let flat = TokenHash.hash(":|")
  static let surprised = TokenHash.hash(":o")
  static let kiss = TokenHash.hash(":*")
  static let cat = TokenHash.hash(":3")
  static let heart = TokenHash.hash("<3")
  static let brokenHeart = TokenHash.hash("</3")
  static let angry = TokenHash.hash(">:(")
  static let cheerful = TokenHash.hash("^_^")
  static let annoyed = TokenHash.hash("-_-")
}
