/// Names, addresses, numbers of documents and dates of birth, by the words that announce them.
extension PersonalDataReader {
  /// What begins here, or is announced by words that begin here.
  mutating func personal(_ at: Int) -> (range: Range<Int>, kind: PersonalData)? {
    if text.isDigit(at) { return addressEnd(at).map { (at..<$0, .address) } }
    guard text.isLetter(at) else { return nil }
    steps += 1
    switch text[at] | 0x20 {
    case UInt8(ascii: "m"), UInt8(ascii: "i"), UInt8(ascii: "j"):
      if let range = announced(by: Self.names, at, nameEnd) { return (range, .name) }
    case UInt8(ascii: "p"), UInt8(ascii: "r"), UInt8(ascii: "s"):
      if let range = announced(by: Self.documents, at, documentEnd) { return (range, .document) }
    case UInt8(ascii: "b"), UInt8(ascii: "d"), UInt8(ascii: "g"), UInt8(ascii: "n"):
      for phrase in Self.births {
        guard let start = text.end(of: phrase, at) else { continue }
        let date = skipFillers(start)
        if let end = dateEnd(date) { return (date..<end, .birth) }
      }
    default: break
    }
    return streetEnd(at).map { (at..<$0, .address) }
  }

  private static let names = [
    "my name is", "my name's", "my full name is", "mein name ist", "ich hei?e", "ich heisse", "je m'appelle",
    "mon nom est", "me llamo", "mi nombre es",
  ]
  private static let documents = [
    "passport", "personalausweis", "reisepass", "passeport", "pasaporte", "ssn", "social security",
  ]
  private static let births = [
    "born", "birthday", "birth date", "birthdate", "date of birth", "dob", "geboren", "geb.", "geburtsdatum",
    "date de naissance", "n?", "n?e", "nacido", "nacida",
  ]
  private static let fillers: Set<String> = [
    "is", "on", "the", "no", "nr", "number", "id", "am", "le", "el", "my", "in", "nummer", "und", "date", "was",
  ]

  private func announced(by phrases: [String], _ at: Int, _ end: (Int) -> Range<Int>?) -> Range<Int>? {
    for phrase in phrases {
      if let start = text.end(of: phrase, at), let range = end(start) { return range }
    }
    return nil
  }

  /// Behind blanks, marks, and words such as "number" and "is".
  private func skipFillers(_ start: Int) -> Int {
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

  /// Up to three words with a capital.
  private func nameEnd(_ start: Int) -> Range<Int>? {
    var first: Int?
    var end = start
    for _ in 0..<3 {
      let at = first == nil ? skipFillers(start) : end + 1
      guard first == nil || text[end] == 0x20, text.isCapital(at) else { break }
      var last = text.lettersEnd(at)
      while [UInt8(ascii: "-"), UInt8(ascii: "'")].contains(text[last]), text.isLetter(last + 1) {
        last = text.lettersEnd(last + 1)
      }
      if first == nil { first = at }
      end = last
    }
    return first.map { $0..<end }
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

  // MARK: Addresses

  private static let streets: Set<String> = [
    "street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "drive", "court", "close", "terrace", "boulevard",
    "blvd", "crescent", "gardens", "grove",
  ]

  /// "12 Baker Street, London NW1 6XE", "221b Main St"; with the town, where a code is behind it.
  private func addressEnd(_ start: Int) -> Int? {
    guard !text.isDigit(start - 1), var at = text.digitsEnd(start, limit: 5) else { return nil }
    if text.isASCIILetter(at), !text.isAlphanumeric(at + 1) { at += 1 }
    for word in 0..<4 {
      guard text[at] == 0x20, text.isCapital(at + 1) else { return nil }
      let end = text.lettersEnd(at + 1)
      if word > 0, Self.streets.contains(text.lowercased(at + 1..<end)) { return townEnd(end) ?? end }
      at = end
    }
    return nil
  }

  private static let endings = ["stra?e", "strasse", "str", "allee", "gasse", "platz", "weg"]

  /// "Hauptstra\u{df}e 12, 10115 Berlin".
  private func streetEnd(_ start: Int) -> Int? {
    guard text.isCapital(start) else { return nil }
    let end = text.lettersEnd(start)
    guard
      Self.endings.contains(where: { end - start > $0.utf8.count + 2 && text.end(of: $0, end - $0.utf8.count) == end })
    else { return nil }
    let at = text[end] == UInt8(ascii: ".") ? end + 1 : end
    guard text[at] == 0x20, var last = text.digitsEnd(at + 1, limit: 4) else { return nil }
    if text.isASCIILetter(last), !text.isAlphanumeric(last + 1) { last += 1 }
    guard !text.isAlphanumeric(last) else { return nil }
    return townEnd(last) ?? last
  }

  /// The end of a town with its code behind a street: "London NW1 6XE", "Springfield, IL 62704", "10115 Berlin".
  private func townEnd(_ street: Int) -> Int? {
    var at = street
    while at - street < 48, text[at] == UInt8(ascii: ",") || text[at] == 0x20 || text.isLetter(at) || text.isDigit(at) {
      let startsWord = !text.isAlphanumeric(at - 1)
      if startsWord, at > street, let end = postcodeEnd(at) { return end }
      // A sentence that goes on is no town.
      if startsWord, text.isLetter(at), !text.isCapital(at) { return nil }
      at += 1
    }
    return nil
  }

  private func postcodeEnd(_ start: Int) -> Int? {
    if let end = text.digitsEnd(start, limit: 5) {
      guard end - start == 5, !text.isAlphanumeric(end) else { return nil }
      // The town stands behind it on the continent.
      return text[end] == 0x20 && text.isCapital(end + 1) ? text.lettersEnd(end + 1) : end
    }
    // "NW1 6XE": the outward code, and a digit with two letters.
    var at = start
    while text.isCapital(at), at - start < 2 { at += 1 }
    guard at > start, text.isDigit(at) else { return nil }
    while text.isASCIIAlphanumeric(at), at - start < 4 { at += 1 }
    guard text[at] == 0x20, text.isDigit(at + 1), text.isCapital(at + 2), text.isCapital(at + 3),
      !text.isAlphanumeric(at + 4)
    else { return nil }
    return at + 4
  }
}
