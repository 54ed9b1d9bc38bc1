/// Phone numbers and cards, and what looks like them.
extension PersonalDataReader {
  /// Digits that are written as one number.
  struct Number {
    var masked: (range: Range<Int>, kind: PersonalData)?
    /// Where to go on.
    var end: Int
  }

  /// Groups of digits with what may part them.
  private struct Groups {
    /// With the "+" or the bracket in front of it.
    var start: Int
    var isInternational = false
    var groups: [Range<Int>] = []
    /// How many digits there are, of which the first `kept` are in `digits`.
    var count = 0
    var digits: [Int] = []
    /// Line breaks in it.
    var breaks = 0
    var end: Int { groups[groups.count - 1].upperBound }
    static let kept = 24
    /// Groups that are looked at one by one; with more, it is no amount, date or version.
    static let keptGroups = 24
  }

  /// The number that begins here, and what of it is masked.
  mutating func number(_ start: Int, _ limit: Int) -> Number? {
    guard let found = groups(start, limit) else { return nil }
    guard found.count >= 7 else { return Number(end: found.end) }
    if let end = cardEnd(found) { return Number(masked: (whole(found.start..<end), .card), end: end) }
    if !found.isInternational, let end = keptEnd(found) { return Number(end: end) }
    return Number(masked: (whole(found.start..<found.end), .phone), end: found.end)
  }

  // MARK: Reading

  private mutating func groups(_ start: Int, _ limit: Int) -> Groups? {
    var at = start
    while at - start < 4, Self.openings.contains(text[at]) || at > start && text[at] == 0x20 { at += 1 }
    guard text.isDigit(at), !text.isDigit(start - 1) || at > start else { return nil }
    // "(05/03/2024)", "(10.0.0.1)"
    if at > start, timeEnd(at) != nil || ipv4End(at) != nil { return nil }
    var found = Groups(start: start)
    found.isInternational = (start..<at).contains { text[$0] == UInt8(ascii: "+") }
    while true {
      let group = at
      while at < limit, text.isDigit(at) {
        if found.count < Groups.kept { found.digits.append(text.digit(at)) }
        found.count += 1
        at += 1
        steps += 1
      }
      if found.groups.count < Groups.keptGroups {
        found.groups.append(group..<at)
      } else {
        found.groups[Groups.keptGroups - 1] = found.groups[Groups.keptGroups - 1].lowerBound..<at
      }
      guard let next = nextGroup(at, limit, breaks: &found.breaks) else { break }
      at = next
    }
    return found.groups[0].isEmpty ? nil : found
  }

  private static let openings = Array("+(".utf8)
  private static let separators = Array("-./()_".utf8) + [PlainText.middleDot]

  /// Where the next group of a number begins behind one that ends here: behind three blanks or marks at most.
  private mutating func nextGroup(_ end: Int, _ limit: Int, breaks: inout Int) -> Int? {
    var (at, parts, newBreaks, hasBlank) = (end, 0, 0, false)
    while at < limit, parts <= 3 {
      steps += 1
      if text.isBlank(at) {
        let next = text.skipBlanks(at, limit: 16)
        newBreaks += (at..<next).count { text[$0] == 0x0A && text[$0 - 1] != 0x0A }
        hasBlank = true
        at = next
      } else if Self.separators.contains(text[at]) {
        at += 1
      } else {
        break
      }
      parts += 1
    }
    guard at > end, at < limit, parts <= 3, text.isDigit(at), newBreaks <= 1 else { return nil }
    // More than three lines are a list.
    guard breaks + newBreaks <= 3 else { return nil }
    let isAfterDash = text[at - 1] == UInt8(ascii: "-")
    if hasBlank || isAfterDash, dateEnd(at) != nil { return nil }
    if hasBlank, clockEnd(at) != nil || ipv4End(at) != nil { return nil }
    breaks += newBreaks
    return at
  }

  /// Without a bracket that is closed only behind it.
  private func whole(_ range: Range<Int>) -> Range<Int> {
    let open = range.count { text[$0] == UInt8(ascii: "(") }
    let closed = range.count { text[$0] == UInt8(ascii: ")") }
    guard open > closed, text[range.lowerBound] == UInt8(ascii: "(") else { return range }
    return range.lowerBound + 1..<range.upperBound
  }

  // MARK: Cards

  /// The end of a card's number: 13 to 19 digits with their check digit (ISO/IEC 7812-1), perhaps with others behind
  /// them.
  private mutating func cardEnd(_ found: Groups) -> Int? {
    // A longer row of digits is none, and is read once only.
    guard !found.isInternational, (13...30).contains(found.count), found.digits[0] > 0 else { return nil }
    var count = 0
    var end: Int?
    for group in found.groups {
      count += group.count
      guard count <= 19 else { break }
      steps += count
      if count >= 13, Redaction.passesLuhn(found.digits[..<count]) { end = group.upperBound }
    }
    guard let end else { return nil }
    // No issuer of cards begins with 7, 8 or 9: an order or the number of a book may pass by chance.
    let isIssuer = (1...6).contains(found.digits[0])
    let context = context(before: found.start)
    return isIssuer && found.digits[0] != 1 || context == .none || context == .phone ? end : nil
  }

  // MARK: What is no number to call

  /// The end of what may be shown of a number, if that is anything.
  private mutating func keptEnd(_ found: Groups) -> Int? {
    let context = context(before: found.start)
    if context == .phone { return nil }
    if isRange(found) || isDecimal(found) || isFraction(found) || isVersion(found) { return found.end }
    if let end = amountEnd(found, context) { return end }
    if context == .reference || context == .version || isAttached(found) {
      return found.groups[firstPiece(found)].upperBound
    }
    return nil
  }

  /// The last group of those in front of the first blank; of groups of four digits the last of all.
  private func firstPiece(_ found: Groups) -> Int {
    var index = 0
    if found.groups.count > 2, found.groups.dropLast().allSatisfy({ $0.count == 4 }) {
      return found.groups[found.groups.count - 1].count <= 4 ? found.groups.count - 1 : 0
    }
    while index + 1 < found.groups.count,
      !(found.groups[index].upperBound..<found.groups[index + 1].lowerBound).contains(where: text.isBlank)
    {
      index += 1
    }
    return index
  }

  /// What stands between two groups, if it is one mark.
  private func mark(_ found: Groups, _ index: Int) -> UInt8? {
    let gap = found.groups[index].upperBound..<found.groups[index + 1].lowerBound
    return gap.count == 1 ? text[gap.lowerBound] : nil
  }

  private func hasOnlyDots(_ found: Groups) -> Bool {
    found.groups.count < Groups.keptGroups
      && found.groups.indices.dropLast().allSatisfy { mark(found, $0) == UInt8(ascii: ".") }
  }

  /// "2023/2024", "2022 2023 2024", "0900-1730"
  private func isRange(_ found: Groups) -> Bool {
    guard found.groups.allSatisfy({ $0.count == 4 }) else { return false }
    if found.groups.map(text.number).allSatisfy(Self.recentYears.contains) { return true }
    guard found.groups.count == 2 else { return false }
    let gap = found.groups[0].upperBound..<found.groups[1].lowerBound
    let marks = gap.filter { text[$0] != 0x20 }
    guard marks.count == 1, [UInt8(ascii: "-"), UInt8(ascii: "/")].contains(text[marks[0]]) else { return false }
    return found.groups.map(text.number).allSatisfy { $0 <= 2400 && $0 % 100 < 60 && $0 % 5 == 0 }
  }

  /// "52.520008", "1234567.89"; "0171.2345678" is none.
  private func isDecimal(_ found: Groups) -> Bool {
    guard found.groups.count == 2, hasOnlyDots(found) else { return false }
    let (whole, decimals) = (found.groups[0].count, found.groups[1].count)
    guard whole == 1 || found.digits[0] > 0 else { return false }
    return whole <= 3 || decimals <= 2 && whole <= 9
  }

  /// What stands behind a decimal comma: "3,14159265".
  private func isFraction(_ found: Groups) -> Bool {
    found.groups.count == 1 && found.count <= 8 && text[found.start - 1] == UInt8(ascii: ",")
      && text.isDigit(found.start - 2)
  }

  /// "10.0.19045.3693"; "1.800.555.1234" is none.
  private func isVersion(_ found: Groups) -> Bool {
    guard found.groups.count > 2, hasOnlyDots(found), found.groups.contains(where: { $0.count == 1 }) else {
      return false
    }
    let lengths = found.groups.map(\.count)
    return lengths != [1, 3, 3, 4] && lengths.dropFirst().contains { $0 != 2 }
  }

  /// Right behind letters or their dash: "AB1234567", "INV-2024-001234", ".../orders/12345678".
  private func isAttached(_ found: Groups) -> Bool {
    let before = found.start - 1
    let isJoint = [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/")].contains(text[before])
    let end = isJoint ? found.start - 1 : found.start
    guard found.groups[0].lowerBound == found.start, text.isASCIILetter(end - 1) else { return false }
    return Context.of(word: text.word(before: end)) != .phone && firstPiece(found) == found.groups.count - 1
  }

  // MARK: Amounts

  /// The end of an amount with its currency or unit: "$1234567", "1 250 000 kr", "1.250.000,00 €", "2500000 users".
  private mutating func amountEnd(_ found: Groups, _ context: Context) -> Int? {
    guard found.groups[0].count == 1 || found.digits[0] > 0 else { return nil }
    var index = 0
    if found.groups[0].count <= 3 {
      while index + 1 < found.groups.count, found.groups[index + 1].count == 3, let mark = mark(found, index),
        [0x20, UInt8(ascii: "."), PlainText.middleDot].contains(mark), index == 0 || mark == self.mark(found, 0)
      {
        index += 1
      }
    }
    let end = found.groups[index].upperBound
    // "1250000.50"
    if index + 2 == found.groups.count, found.groups[index + 1].count <= 2, mark(found, index) == UInt8(ascii: ".") {
      index += 1
    }
    let isWhole = index == found.groups.count - 1
    let count = found.groups[...index].reduce(0) { $0 + $1.count }
    if context == .money && count <= 9 || isCurrency(before: found.groups[0].lowerBound) {
      return isWhole ? found.end : end
    }
    guard isWhole, index > 0 || count <= 10 else { return nil }
    return isUnit(behind: found.end) ? found.end : nil
  }

  private func isCurrency(before start: Int) -> Bool {
    let end = text[start - 1] == 0x20 ? start - 1 : start
    if text[end - 1] == PlainText.currency { return true }
    return Units.currencies.contains(text.word(before: text[end - 1] == UInt8(ascii: ".") ? end - 1 : end))
  }

  private func isUnit(behind end: Int) -> Bool {
    var at = end
    if [UInt8(ascii: ","), UInt8(ascii: ".")].contains(text[at]), let decimals = text.digitsEnd(at + 1, limit: 2) {
      at = decimals
    }
    if text[at] == 0x20 || text[at] == UInt8(ascii: "-") { at += 1 }
    switch text[at] {
    case PlainText.currency, PlainText.degree, UInt8(ascii: "%"): return true
    default:
      let word = text.word(at)
      return Units.currencies.contains(word) || Units.units.contains(word)
    }
  }

  static let years = 1900..<2200
  private static let recentYears = 1900..<2100
}
