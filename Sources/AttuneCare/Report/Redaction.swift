/// Takes out what tells who a person is: e-mail addresses, phone numbers and card numbers. Any seven digits that stand
/// together count as a number to call, unless they are a date: it is better to hide an order number than to show a phone's.
package enum Redaction {
  package static func redact(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var at = 0
    while at < scalars.count {
      if let end = emailEnd(scalars, at) {
        result.append(contentsOf: "[email]".unicodeScalars)
        at = end
      } else if let number = number(scalars, at) {
        result.append(contentsOf: number.shown.unicodeScalars)
        at = number.end
      } else {
        // The rest of a word is no beginning of anything.
        let isWord = isAddress(scalars[at]) && !isDigit(scalars[at])
        result.append(scalars[at])
        at += 1
        while isWord, at < scalars.count, isAddress(scalars[at]), !isDigit(scalars[at]) {
          result.append(scalars[at])
          at += 1
        }
      }
    }
    return String(result)
  }

  // MARK: Addresses

  /// The end of the address that begins here.
  private static func emailEnd(_ scalars: [Unicode.Scalar], _ start: Int) -> Int? {
    var at = start
    while at < scalars.count, isAddress(scalars[at]) { at += 1 }
    guard at > start, at < scalars.count, scalars[at] == "@" || scalars[at] == "\u{FF20}" else { return nil }
    at += 1
    let host = at
    while at < scalars.count, isAddress(scalars[at]) { at += 1 }
    // A full stop behind an address ends the sentence.
    while at > host, scalars[at - 1] == "." { at -= 1 }
    return at > host ? at : nil
  }

  private static func isAddress(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || isDigit(scalar) || "._%+-'".unicodeScalars.contains(scalar)
  }

  // MARK: Numbers

  /// The number that begins here, or the mask for it, and its end.
  private static func number(_ scalars: [Unicode.Scalar], _ start: Int) -> (shown: String, end: Int)? {
    guard isDigit(scalars[start]) || scalars[start] == "+" || scalars[start] == "(" else { return nil }
    var digits: [Int] = []
    var end = start
    var at = start
    var gap = 0
    while at < scalars.count, gap <= 3 {
      if isDigit(scalars[at]) {
        digits.append(Int(scalars[at].properties.numericValue ?? 0))
        gap = 0
        end = at + 1
      } else if " -./()+\u{A0}\u{2010}\u{2011}\u{2012}\u{2013}\u{202F}".unicodeScalars.contains(scalars[at]) {
        gap += 1
      } else {
        break
      }
      at += 1
    }
    guard digits.count >= 7 else { return nil }
    // A date may have an hour behind it.
    let firstBlank = scalars[start..<end].firstIndex(of: " ") ?? end
    for dateEnd in [end, firstBlank] {
      var written = String.UnicodeScalarView()
      written.append(contentsOf: scalars[start..<dateEnd])
      if isDate(String(written)) { return (String(written), dateEnd) }
    }
    return ((13...19).contains(digits.count) && passesLuhn(digits) ? "[card]" : "[phone]", end)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.numericType == .decimal }

  private static func isDate(_ text: String) -> Bool {
    // Digits alone are a number, even where they could be seconds since 1970.
    guard text.contains(where: { "-/.".contains($0) }) else { return false }
    do throws(FieldError) {
      return try DateParser().parse(text) != nil
    } catch {
      if case .ambiguousDate = error { return true }
      return false
    }
  }

  /// The check digit of payment cards (ISO/IEC 7812-1, annex B).
  static func passesLuhn(_ digits: [Int]) -> Bool {
    let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
      let doubled = digit.offset.isMultiple(of: 2) ? digit.element : 2 * digit.element
      return sum + (doubled > 9 ? doubled - 9 : doubled)
    }
    return sum.isMultiple(of: 10)
  }
}
