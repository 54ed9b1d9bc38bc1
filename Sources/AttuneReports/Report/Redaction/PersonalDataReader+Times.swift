/// Dates and times, which stay.
extension PersonalDataReader {
  private static let dateMarks = Array("-/. ".utf8)

  /// The end of a date in digits: "2024-03-05", "05/03/2024", "5. 3. 2024", "20240305T1422", and of one behind its
  /// dash.
  mutating func dateEnd(_ start: Int) -> Int? {
    var end: Int?
    var at = start
    // A range of dates; what is behind a dash and no date belongs to no date in front of it.
    while let next = oneDateEnd(at) {
      end = next
      at = next
      guard text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "/"), text.isDigit(at + 1) else { return end }
      at += 1
    }
    return end.map { text[$0] == UInt8(ascii: "-") && text.isDigit($0 + 1) } == false ? end : nil
  }

  private mutating func oneDateEnd(_ start: Int) -> Int? {
    guard text.isDigit(start), !text.isDigit(start - 1) else { return nil }
    steps += 1
    guard let firstEnd = text.digitsEnd(start, limit: 8) else { return nil }
    if firstEnd - start == 8, text[firstEnd] | 0x20 == UInt8(ascii: "t"), text.isDigit(firstEnd + 1) {
      let isDate = Self.isDate(
        text.number(start..<start + 4), text.number(start + 4..<start + 6), text.number(start + 6..<firstEnd))
      return isDate ? firstEnd : nil
    }
    let mark = text[firstEnd]
    guard firstEnd - start <= 4, Self.dateMarks.contains(mark) else { return nil }
    guard let second = part(behind: firstEnd, mark), second.count <= 2,
      let third = part(behind: second.upperBound, mark)
    else { return nil }
    let numbers = [text.number(start..<firstEnd), text.number(second), text.number(third)]
    switch (firstEnd - start, third.count) {
    case (4, ...2): guard Self.isDate(numbers[0], numbers[1], numbers[2]) else { return nil }
    case (...2, 4):
      guard Self.isDate(numbers[2], numbers[1], numbers[0]) || Self.isDate(numbers[2], numbers[0], numbers[1]) else {
        return nil
      }
    case (...2, 2) where mark != 0x20:
      guard Self.isDate(2000, numbers[1], numbers[0]) || Self.isDate(2000, numbers[0], numbers[1]) else { return nil }
    default: return nil
    }
    let end = third.upperBound
    if mark == 0x20 { return text.isBlank(end) && text.isDigit(end + 1) ? nil : end }
    // An interval by ISO 8601: "2024-03-05/2024-03-09".
    if mark == UInt8(ascii: "-"), firstEnd - start == 4, text[end] == UInt8(ascii: "/") { return end }
    // A longer row of groups is none.
    let goesOn = [UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_")].contains(text[end]) && text.isDigit(end + 1)
    return goesOn ? nil : end
  }

  /// The digits behind a mark, which a blank may follow where it is a dot.
  private func part(behind end: Int, _ mark: UInt8) -> Range<Int>? {
    guard text[end] == mark else { return nil }
    let start = mark == UInt8(ascii: ".") && text[end + 1] == 0x20 ? end + 2 : end + 1
    return text.digitsEnd(start, limit: 4).map { start..<$0 }
  }

  private static func isDate(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    years.contains(year) && (1...12).contains(month) && (1...31).contains(day)
  }

  /// The end of a date with the name of its month: "14 March 2026", "14. März", "le 1er mai", "March 14, 2026",
  /// "4 de mayo de 1980".
  @inline(never)  // It is long.
  func namedDateEnd(_ at: Int) -> Int? {
    func day(_ place: Int) -> Int? {
      guard var end = text.digitsEnd(place, limit: 2), (1...31).contains(text.number(place..<end)) else { return nil }
      if ["st", "nd", "rd", "th", "er"].contains(text.word(end)) { end += 2 }
      return text.isAlphanumeric(end) ? nil : end
    }
    if let end = day(at) {
      let next = text.skipBlanks(text[end] == UInt8(ascii: ".") ? end + 1 : end)
      let name = (text.end(of: "of", next) ?? text.end(of: "de", next)).map { text.skipBlanks($0) } ?? next
      return monthEnd(name).map { yearEnd($0) ?? $0 }
    }
    return monthEnd(at).flatMap { text[$0] == 0x20 ? day($0 + 1) : nil }.map { yearEnd($0) ?? $0 }
  }

  /// The end of the name of a month, with the dot of a short one.
  func monthEnd(_ place: Int) -> Int? {
    let word = text.word(place)
    let end = text.lettersEnd(place)
    guard place + word.utf8.count == end, MonthNames.months[word] != nil else {
      return Self.accentedMonths.contains { text.end(of: $0, place) == end } ? end : nil
    }
    let isShort = word.utf8.count < 5 && text[end] == UInt8(ascii: ".") && text[end + 1] == 0x20
    return isShort && text.isDigit(end + 2) ? end + 1 : end
  }

  private static let accentedMonths = ["m?rz", "f?vrier", "ao?t", "d?cembre", "j?nner"]

  /// The end of the year behind a day or a month; nil where there is none.
  func yearEnd(_ end: Int) -> Int? {
    let blank = text[end] == UInt8(ascii: ",") ? end + 1 : end
    guard text[blank] == 0x20 else { return nil }
    let joint = text.end(of: "de", blank + 1) ?? text.end(of: "del", blank + 1)
    let start = joint.map { $0 + 1 } ?? blank + 1
    guard text[start - 1] == 0x20, let year = text.digitsEnd(start, limit: 4), year - start == 4 else { return nil }
    return year
  }

  /// The end of a clock time and of a zone behind it: "14:22", "14:22:10.123", "14:22:00 +0100".
  mutating func clockEnd(_ start: Int) -> Int? {
    let colon = UInt8(ascii: ":")
    guard text.isDigit(start), !text.isDigit(start - 1), let hourEnd = text.digitsEnd(start, limit: 2),
      text[hourEnd] == colon, let minuteEnd = text.digitsEnd(hourEnd + 1, limit: 2), minuteEnd == hourEnd + 3,
      text.number(hourEnd + 1..<minuteEnd) < 60
    else { return nil }
    steps += 1
    var end = minuteEnd
    if text[end] == colon, let secondEnd = text.digitsEnd(end + 1, limit: 2), secondEnd == end + 3 {
      end = secondEnd
      if text[end] == UInt8(ascii: ".") || text[end] == UInt8(ascii: ","),
        let fractionEnd = text.digitsEnd(end + 1, limit: 9)
      {
        end = fractionEnd
      }
    }
    return zoneEnd(text[end] == 0x20 ? end + 1 : end) ?? end
  }

  private func zoneEnd(_ start: Int) -> Int? {
    guard text[start] == UInt8(ascii: "+") || text[start] == UInt8(ascii: "-"), text.isDigit(start + 1),
      text.isDigit(start + 2), text.number(start + 1..<start + 3) <= 14
    else { return nil }
    let minutes = text[start + 3] == UInt8(ascii: ":") ? start + 4 : start + 3
    guard text.digitsEnd(minutes, limit: 2) == minutes + 2, text.number(minutes..<minutes + 2) % 15 == 0 else {
      return nil
    }
    return minutes + 2
  }
}
