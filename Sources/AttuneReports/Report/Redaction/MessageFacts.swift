/// What a message names that an agent looks up: dates, amounts of money, and numbers of orders and the like. What tells who a
/// person is is left out: see `Redaction`.
package struct MessageFact: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    case date, amount, id
  }

  package var kind: Kind
  /// As it is written.
  package var text: String
  /// Its place, in bytes of UTF-8.
  package var range: Range<Int>

  /// - Complexity: O(length of the text)
  package static func find(in text: String) -> [MessageFact] {
    var reader = PersonalDataReader(text)
    let masked = reader.read().map(\.range)
    let offsets = reader.text.offsets
    var found: [MessageFact] = []
    var at = 0
    while at < reader.text.count {
      guard let (kind, range) = reader.fact(at) else {
        at += 1
        continue
      }
      at = range.upperBound
      let scalars = reader.text.scalarRange(range)
      guard !masked.contains(where: { $0.overlaps(scalars) }) else { continue }
      found.append(
        MessageFact(
          kind: kind, text: String(String.UnicodeScalarView(reader.text.scalars[scalars])),
          range: offsets[scalars.lowerBound]..<offsets[scalars.upperBound]))
    }
    return found
  }
}

extension PersonalDataReader {
  /// What begins here.
  fileprivate mutating func fact(_ at: Int) -> (kind: MessageFact.Kind, range: Range<Int>)? {
    let startsWord = !text.isAlphanumeric(at - 1)
    guard startsWord || text[at] == PlainText.currency else { return nil }
    if let end = dateEnd(at) ?? namedDateEnd(at) ?? relativeDateEnd(at) { return (.date, at..<end) }
    if let range = amount(at) { return (.amount, range) }
    if let end = idEnd(at) { return (.id, at..<end) }
    return nil
  }

  // MARK: Days

  private static let days = weekdays.union(["today", "tonight", "tomorrow", "yesterday"])
  private static let parts = weekdays.union(["week", "month", "year", "weekend"])
  private static let weekdays: Set<String> = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]
  private static let spans: Set<String> = ["day", "days", "week", "weeks", "month", "months", "year", "years"]
  private static let numbers: Set<String> = [
    "a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen",
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred",
  ]

  /// The end of a word, of some, behind a blank.
  private func end(of words: Set<String>, behind place: Int) -> Int? {
    text[place] == 0x20 ? end(of: words, place + 1) : nil
  }

  private func end(of words: Set<String>, _ place: Int) -> Int? {
    let word = text.word(place)
    return words.contains(word) && !text.isAlphanumeric(place + word.utf8.count) ? place + word.utf8.count : nil
  }

  /// "tomorrow", "next Monday at 3pm", "last week", "three weeks ago".
  private func relativeDateEnd(_ start: Int) -> Int? {
    if let number = end(of: Self.numbers, start) ?? text.digitsEnd(start, limit: 3),
      let span = end(of: Self.spans, behind: number)
    {
      return end(of: ["ago"], behind: span)
    }
    let near = end(of: ["next", "last", "this"], start)
    guard let day = near.flatMap({ end(of: Self.parts, behind: $0) }) ?? end(of: Self.days, start) else { return nil }
    guard let hour = end(of: ["at"], behind: day), let last = text.digitsEnd(hour + 1, limit: 2) else { return day }
    let minute = text[last] == UInt8(ascii: ":") ? text.digitsEnd(last + 1, limit: 2) ?? last : last
    return end(of: ["am", "pm"], minute) ?? end(of: ["am", "pm"], behind: minute) ?? minute
  }

  // MARK: Amounts

  /// "$49.99", "EUR 60", "1.200,50 €", "60 euros", "fifty dollars".
  private func amount(_ start: Int) -> Range<Int>? {
    if let number = end(of: Self.numbers, start) {
      return end(of: ["dollars", "euros", "pounds", "francs", "cents"], behind: number).map { start..<$0 }
    }
    var at = start
    var hasCurrency = false
    if text[at] == PlainText.currency {
      at += 1
      hasCurrency = true
    } else if Units.currencies.contains(text.word(at)), text.word(at).utf8.count > 2 {
      at += text.word(at).utf8.count
      hasCurrency = true
    }
    if hasCurrency, text[at] == 0x20 { at += 1 }
    guard text.isDigit(at) else { return nil }
    var end = at
    while text.isDigit(end)
      || [UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "'")].contains(text[end]) && text.isDigit(end + 1),
      end - at < 16
    { end += 1 }
    guard !text.isLetter(end) || Units.currencies.contains(text.word(end)) else { return nil }
    let unit = text[end] == 0x20 ? end + 1 : end
    if text[unit] == PlainText.currency { return start..<unit + 1 }
    let word = text.word(unit)
    if word.utf8.count > 1, Units.currencies.contains(word), !["ft", "all", "try", "mxn"].contains(word) {
      return start..<unit + word.utf8.count
    }
    return hasCurrency ? start..<end : nil
  }

  // MARK: Numbers of orders

  /// The end of a number that a word such as "order" names, or that has letters in front of its digits: "INV-4711".
  private mutating func idEnd(_ start: Int) -> Int? {
    var end = start
    var (digits, letters, hasJoint) = (0, 0, false)
    while end - start < 40 {
      if text.isDigit(end) {
        digits += 1
      } else if text.isASCIILetter(end) {
        letters += 1
      } else if [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/")].contains(text[end]),
        text.isASCIIAlphanumeric(end + 1), end > start
      {
        hasJoint = true
      } else {
        break
      }
      end += 1
    }
    guard digits >= 3, !text.isAlphanumeric(end) else { return nil }
    if letters > 0, text.isCapital(start) || text.isDigit(start), hasJoint || digits + letters >= 8 { return end }
    return context(before: start) == .reference ? end : nil
  }
}
