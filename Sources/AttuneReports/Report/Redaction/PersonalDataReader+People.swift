/// Numbers of documents, cards and accounts, and dates of birth, by the words that announce them.
extension PersonalDataReader {
  /// What begins here, or is announced by words that begin here.
  mutating func personal(_ at: Int) -> (range: Range<Int>, kind: PersonalData)? {
    if text.isDigit(at) {
      if let end = addressEnd(at) { return (at..<end, .address) }
      // "Ich bin am 4. Mai 1980 geboren."
      return birthDate(at).flatMap { text.end(of: "geboren", text.skipBlanks($0)) == nil ? nil : (at..<$0, .birth) }
    }
    guard text.isLetter(at) else { return nil }
    steps += 1
    if let found = named(at) { return found }
    switch text[at] | 0x20 {
    case UInt8(ascii: "k"), UInt8(ascii: "l"), UInt8(ascii: "n"), UInt8(ascii: "p"), UInt8(ascii: "r"),
      UInt8(ascii: "s"):
      if let range = announced(by: Self.documents, at, documentEnd) ?? announced(by: Self.plates, at, plateEnd) {
        return (range, .document)
      }
    default: break
    }
    switch text[at] | 0x20 {
    case UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "c"), UInt8(ascii: "d"), UInt8(ascii: "f"),
      UInt8(ascii: "g"), UInt8(ascii: "k"), UInt8(ascii: "m"), UInt8(ascii: "n"), UInt8(ascii: "p"),
      UInt8(ascii: "s"), UInt8(ascii: "v"):
      for phrase in Self.births {
        guard let start = text.end(of: phrase, at) else { continue }
        if let range = birth(start) { return (range, .birth) }
      }
      for (phrases, count, kind) in Self.codes {
        if let range = announced(by: phrases, at, { digits($0, count) }) { return (range, kind) }
      }
    default: break
    }
    return street(at).map { ($0, .address) }
  }

  private static let documents = [
    "passport", "personalausweis", "reisepass", "passeport", "pasaporte", "ssn", "social security",
  ]
  private static let plates = [
    "license plate", "licence plate", "number plate", "registration plate", "plate number", "kennzeichen",
  ]
  private static let births = [
    "born", "birthday", "birth date", "birthdate", "date of birth", "dob", "geboren", "geb.", "geburtsdatum",
    "geburtstag", "date de naissance", "anniversaire", "n?", "n?e", "nacido", "nacida", "nac?", "fecha de nacimiento",
    "cumplea?os",
  ]
  /// Of cards, and of banks, with so many digits.
  private static let codes: [(phrases: [String], digits: ClosedRange<Int>, kind: PersonalData)] = [
    (
      [
        "cvv", "cvv2", "cvc", "cvc2", "card code", "security code", "pin", "kartenpr?fnummer", "code de s?curit?",
        "cryptogramme", "c?digo de seguridad",
      ], 3...4, .code
    ),
    (["card ending", "card ending with", "card ends", "mastercard ending", "visa ending"], 4...4, .card),
    (["sort code"], 6...6, .account), (["bankleitzahl", "blz"], 8...8, .account),
  ]
  private static let fillers: Set<String> = [
    "is", "on", "the", "no", "nr", "number", "id", "am", "le", "el", "my", "in", "nummer", "und", "date", "was", "ist",
    "est", "es", "code",
  ]

  private func announced(by phrases: [String], _ at: Int, _ end: (Int) -> Range<Int>?) -> Range<Int>? {
    for phrase in phrases {
      if let start = text.end(of: phrase, at), let range = end(start) { return range }
    }
    return nil
  }

  /// Behind blanks, marks, and words such as "number" and "is".
  func skipFillers(_ start: Int) -> Int {
    var at = start
    for _ in 0..<4 {
      while at - start < 24,
        text.isBlank(at)
          || [UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "#"), UInt8(ascii: "=")].contains(text[at])
      {
        at += 1
      }
      let word = text.word(at)
      guard Self.fillers.contains(word), !text.isAlphanumeric(at + word.utf8.count) else { break }
      at += word.utf8.count
    }
    return at
  }

  // MARK: Dates of birth

  /// A date behind a word of birth, and behind the place: "born in London on 4 May 1980".
  private mutating func birth(_ start: Int) -> Range<Int>? {
    let first = text.skipBlanks(start)
    // "né à Paris"
    let isLetter = text[first] == PlainText.letter && !text.isAlphanumeric(first + 1)
    let namesPlace = isLetter || ["in", "en"].contains(text.word(first))
    var at = skipFillers(start)
    for _ in 0..<3 {
      // A full stop before a word is the end of a sentence.
      if let end = text[start] == UInt8(ascii: ".") ? dateEnd(at) : birthDate(at) { return at..<end }
      guard namesPlace, text.isCapital(at) || at == first else { return nil }
      at = skipFillers(text.lettersEnd(at))
    }
    return nil
  }

  /// The end of a date in digits or with the name of its month, and of a month with its year.
  @inline(never)  // It is asked for in three places.
  private mutating func birthDate(_ at: Int) -> Int? {
    if let end = dateEnd(at) { return end }
    guard let end = namedDateEnd(at) else { return monthEnd(at).flatMap(yearEnd) }
    guard text[end] == 0x20, !(end - 4..<end).allSatisfy(text.isDigit) else { return end }
    // "4 May 80", "4 May '80"
    let year = text[end + 1] == UInt8(ascii: "'") ? end + 2 : end + 1
    guard let last = text.digitsEnd(year, limit: 2), last - year == 2, !text.isAlphanumeric(last),
      text[last] != UInt8(ascii: ":")
    else { return end }
    return last
  }

  // MARK: Numbers

  /// So many digits, with blanks and dashes between those of long numbers, and nothing that goes on.
  private func digits(_ start: Int, _ count: ClosedRange<Int>) -> Range<Int>? {
    let at = skipFillers(start)
    var (end, digits) = (at, 0)
    while text.isDigit(end)
      || count.upperBound > 4 && digits > 0 && digits < count.upperBound && text.isDigit(end + 1)
        && (text[end] == 0x20 || text[end] == UInt8(ascii: "-"))
    {
      if text.isDigit(end) { digits += 1 }
      end += 1
    }
    let isDecimal = (text[end] == UInt8(ascii: ".") || text[end] == UInt8(ascii: ",")) && text.isDigit(end + 1)
    return count.contains(digits) && !text.isAlphanumeric(end) && !isDecimal ? at..<end : nil
  }

  /// Capitals and digits, four at least, in up to three groups: "B-MW 1234", "AB12 CDE".
  private func plateEnd(_ start: Int) -> Range<Int>? {
    let at = skipFillers(start)
    var (end, last, groups, digits, capitals) = (at, at, 0, 0, 0)
    while groups < 3, text.isDigit(end) || text.isCapital(end) {
      while end - last < 8, text.isDigit(end) || text.isCapital(end) {
        if text.isDigit(end) { digits += 1 } else { capitals += 1 }
        end += 1
      }
      guard !text.isAlphanumeric(end) else { break }
      (last, groups) = (end, groups + 1)
      guard text[end] == 0x20 || text[end] == UInt8(ascii: "-") else { break }
      end += 1
    }
    return digits > 0 && capitals > 0 && last - at > 3 ? at..<last : nil
  }

  /// Letters and at least five digits.
  private func documentEnd(_ start: Int) -> Range<Int>? {
    let at = skipFillers(start)
    var end = at
    var digits = 0
    while end - at < 16, text.isASCIIAlphanumeric(end) || text[end] == UInt8(ascii: "-") && text.isDigit(end + 1) {
      if text.isDigit(end) { digits += 1 }
      end += 1
    }
    return digits >= 5 && !text.isASCIIAlphanumeric(end) ? at..<end : nil
  }
}
