/// Streets with a house number, and the town behind them.
extension PersonalDataReader {
  /// A street in any of the forms in which they are written, behind the words that announce it or by itself.
  func street(_ at: Int) -> Range<Int>? {
    if let end = streetEnd(at) ?? romanceEnd(at) { return at..<end }
    for phrase in ["live in", "live on", "live at", "address is", "address"] {
      guard let start = text.end(of: phrase, at).map({ skipFillers($0) }), let end = reversedEnd(start) else {
        continue
      }
      return start..<end
    }
    return nil
  }

  private static let streets: Set<String> = [
    "street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "drive", "court", "close", "terrace", "boulevard",
    "blvd", "crescent", "gardens", "grove",
  ]

  /// "12 Baker Street, London NW1 6XE", "221b Main St"; with the town, where a code is behind it.
  func addressEnd(_ start: Int) -> Int? {
    guard !text.isDigit(start - 1), var at = text.digitsEnd(start, limit: 5) else { return nil }
    if text.isASCIILetter(at), !text.isAlphanumeric(at + 1) { at += 1 }
    if let end = frenchEnd(at) { return townEnd(end) ?? end }
    for word in 0..<4 {
      guard text[at] == 0x20, text.isCapital(at + 1) else { return nil }
      let end = text.lettersEnd(at + 1)
      if word > 0, Self.streets.contains(text.lowercased(at + 1..<end)) { return townEnd(end) ?? end }
      at = end
    }
    return nil
  }

  /// "Baker Street 12", which only words in front of it tell from other numbers.
  private func reversedEnd(_ start: Int) -> Int? {
    var at = start
    for word in 0..<4 {
      guard text.isCapital(at) else { return nil }
      let end = text.lettersEnd(at)
      if word > 0, Self.streets.contains(text.lowercased(at..<end)) { return houseEnd(end).map { townEnd($0) ?? $0 } }
      guard text[end] == 0x20 else { return nil }
      at = end + 1
    }
    return nil
  }

  private static let frenchStreets: Set<String> = ["rue", "avenue", "boulevard", "chemin", "impasse", "quai"]
  private static let spanishStreets: Set<String> = ["calle", "avenida", "avda", "plaza", "paseo", "carrer"]
  private static let articles: Set<String> = [
    "de", "du", "des", "la", "le", "les", "del", "las", "los", "el", "l", "d",
  ]

  /// The end of the street behind a French house number: " rue de la Paix", ", avenue Victor Hugo".
  private func frenchEnd(_ number: Int) -> Int? {
    var at = text[number] == UInt8(ascii: ",") ? number + 1 : number
    guard text[at] == 0x20 else { return nil }
    at = text.end(of: "bis", at + 1) ?? text.end(of: "ter", at + 1) ?? at
    let word = text.word(at + 1)
    return Self.frenchStreets.contains(word) ? namesEnd(at + 1 + word.utf8.count) : nil
  }

  /// "calle Mayor 12", "Avenida de la Constitución, 3".
  private func romanceEnd(_ start: Int) -> Int? {
    let word = text.word(start)
    guard Self.spanishStreets.contains(word), let names = namesEnd(start + word.utf8.count) else { return nil }
    return houseEnd(text[names] == UInt8(ascii: ",") ? names + 1 : names).map { townEnd($0) ?? $0 }
  }

  /// The end of up to three names with a capital behind a blank, and behind articles.
  private func namesEnd(_ start: Int) -> Int? {
    var at = start
    var end: Int?
    for _ in 0..<6 {
      guard text[at] == 0x20 || text[at] == UInt8(ascii: "'") || text[at] == UInt8(ascii: "-") else { break }
      let last = text.lettersEnd(at + 1)
      if text.isCapital(at + 1) {
        end = last
      } else if end != nil || !Self.articles.contains(text.word(at + 1)) {
        break
      }
      at = last
    }
    return end
  }

  /// The end of a house number behind a blank, which nothing goes on.
  private func houseEnd(_ street: Int) -> Int? {
    guard text[street] == 0x20, var end = text.digitsEnd(street + 1, limit: 4) else { return nil }
    if text.isASCIILetter(end), !text.isAlphanumeric(end + 1) { end += 1 }
    return text.isAlphanumeric(end) ? nil : end
  }

  private static let endings = ["stra?e", "strasse", "str", "allee", "gasse", "platz", "weg"]

  /// "Hauptstra\u{df}e 12, 10115 Berlin".
  private func streetEnd(_ start: Int) -> Int? {
    guard text.isCapital(start) else { return nil }
    let end = text.lettersEnd(start)
    guard
      Self.endings.contains(where: { end - start > $0.utf8.count + 2 && text.end(of: $0, end - $0.utf8.count) == end })
    else { return nil }
    return houseEnd(text[end] == UInt8(ascii: ".") ? end + 1 : end).map { townEnd($0) ?? $0 }
  }

  /// The end of a town with its code behind a street: "London NW1 6XE", "Springfield, IL 62704", "10115 Berlin".
  @inline(never)  // It is asked for in many places.
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
