/// Takes out what tells who a person is: e-mail addresses, phone numbers, payment cards, IBANs and IP addresses, and what
/// words announce: names ("my name is maria", "Name: Maria Keller", "Regards, Eva Smith"), passwords, logins, keys, tokens in
/// addresses of pages, numbers of passports, plates of cars, dates of birth, codes and last digits of cards, sort codes, and
/// addresses with a house number.
///
///     Redaction.redact("Call 01223 812660 or write to ann@example.com")   // "Call [phone] or write to [email]"
///
/// Any seven digits that stand together count as a number to call unless they are something else for certain: a date, a
/// time, an amount with its currency or unit, a decimal, a version, or a number that a word such as "order" or "ticket"
/// names. It is better to hide a number too many than to show a phone's.
///
/// Cards are told by their check digit (ISO/IEC 7812-1), IBANs by length and check digits (ISO 13616), phone numbers by
/// E.164 and the ways in which people group digits, addresses by RFC 5322, RFC 791 and RFC 4291. Digits of any script
/// count, and so do full-width forms, invisible characters between digits, and dashes, blanks, dots and line breaks of
/// any kind.
package enum Redaction {
  /// - Complexity: O(length of the text)
  package static func redact(_ text: String) -> String {
    var steps = 0
    return redact(text, steps: &steps)
  }

  /// What `redact` masks: its kind and its place, in bytes of UTF-8.
  /// - Complexity: O(length of the text)
  package static func found(in text: String) -> [(kind: String, range: Range<Int>)] {
    var reader = PersonalDataReader(text)
    let found = reader.read()
    guard !found.isEmpty else { return [] }
    let offsets = reader.text.offsets
    return found.map { ($0.kind.rawValue, offsets[$0.range.lowerBound]..<offsets[$0.range.upperBound]) }
  }

  /// - Parameter steps: how often a place of the text was looked at.
  static func redact(_ text: String, steps: inout Int) -> String {
    var reader = PersonalDataReader(text)
    let found = reader.read()
    steps = reader.steps
    guard !found.isEmpty else { return text }
    var result = String.UnicodeScalarView()
    var at = 0
    for (range, kind) in found {
      result.append(contentsOf: reader.text.scalars[at..<range.lowerBound])
      result.append(contentsOf: kind.rawValue.unicodeScalars)
      at = range.upperBound
    }
    result.append(contentsOf: reader.text.scalars[at...])
    return String(result)
  }

  /// The check digit of payment cards (ISO/IEC 7812-1, annex B).
  static func passesLuhn(_ digits: some BidirectionalCollection<Int>) -> Bool {
    let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
      let doubled = digit.offset.isMultiple(of: 2) ? digit.element : 2 * digit.element
      return sum + (doubled > 9 ? doubled - 9 : doubled)
    }
    return sum.isMultiple(of: 10)
  }
}

/// What tells who a person is, as it is shown.
enum PersonalData: String, CaseIterable {
  case email = "[email]"
  case phone = "[phone]"
  case card = "[card]"
  case iban = "[iban]"
  case ip = "[ip]"
  case name = "[name]"
  case secret = "[secret]"
  case address = "[address]"
  case document = "[document]"
  case birth = "[date of birth]"
  case code = "[code]"
  case account = "[account]"
}

/// Looks for personal data in one text, from its beginning to its end.
struct PersonalDataReader {
  let text: PlainText
  /// See `Redaction.redact`.
  var steps = 0

  init(_ text: String) { self.text = PlainText(text) }

  /// Places in `text.scalars`, in order.
  mutating func read() -> [(range: Range<Int>, kind: PersonalData)] {
    var found: [(range: Range<Int>, kind: PersonalData)] = []
    func add(_ range: Range<Int>, _ kind: PersonalData) { found.append((text.scalarRange(range), kind)) }
    var emails = emails()[...]
    var at = 0
    while at < text.count {
      steps += 1
      if let email = emails.first, email.lowerBound <= at {
        emails.removeFirst()
        // What was found in front of it may hold its beginning.
        if email.upperBound > at { add(max(email.lowerBound, at)..<email.upperBound, .email) }
        at = max(email.upperBound, at)
        continue
      }
      let limit = emails.first?.lowerBound ?? text.count
      let startsWord = at == 0 || !text.isASCIIAlphanumeric(at - 1)
      let startsName = at == 0 || !text.isAlphanumeric(at - 1)
      if startsName, let (range, kind) = personal(at), range.upperBound <= limit {
        add(range, kind)
        at = range.upperBound
      } else if startsWord, let (end, kind) = codeEnd(at, limit), end <= limit {
        add(at..<end, kind)
        at = end
      } else if let end = timeEnd(at), end <= limit {
        at = end
      } else if let number = number(at, limit) {
        if let masked = number.masked { add(masked.range, masked.kind) }
        at = number.end
      } else {
        at += 1
      }
    }
    return found
  }

  /// The end of an IP address or an IBAN that begins a word.
  private mutating func codeEnd(_ at: Int, _ limit: Int) -> (end: Int, kind: PersonalData)? {
    if let end = ipv6End(at) { return (end, .ip) }
    if let end = ipv4End(at), context(before: at) != .version { return (end, .ip) }
    if let end = ibanEnd(at, limit) { return (end, .iban) }
    return nil
  }

  /// The end of a date or a clock time.
  mutating func timeEnd(_ at: Int) -> Int? {
    guard text.isDigit(at), !text.isDigit(at - 1) else { return nil }
    return dateEnd(at) ?? clockEnd(at)
  }
}
