/// Where URLs, e-mail addresses and @mentions end.
enum Addresses {
  static let urlHash = TokenHash.hash("http://")
  static let mentionHash = TokenHash.hash("@user")

  /// The end of the URL of which the first word stands at `start..<at`, where `at` is a `:` or a `.`; nil when it is none.
  ///
  /// - Parameter hostless: before this place no host name ends; kept from call to call, so that a long row of words and
  ///   dots is looked at only once.
  static func urlEnd(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ at: Int, _ end: Int, hostless: inout Int
  ) -> Int? {
    if text[at] == UInt8(ascii: ":") {
      guard matches(text, start, at, "http") || matches(text, start, at, "https"),
        at + 3 < end, text[at + 1] == UInt8(ascii: "/"), text[at + 2] == UInt8(ascii: "/")
      else { return nil }
      return addressEnd(text, at + 3, end)
    }
    if matches(text, start, at, "www") {
      guard at + 1 < end, ByteClass.table[Int(text[at + 1])] <= ByteClass.digit else { return nil }
      return addressEnd(text, at + 1, end)
    }
    // Labels and dots, up to the last label that is a known domain. A host name has at most 253 bytes (RFC 1035).
    let limit = min(end, at + 254)
    guard at >= hostless else { return nil }
    var lastEnd: Int?
    var labelStart = at + 1
    while labelStart < limit {
      var labelEnd = labelStart
      while labelEnd < limit, ByteClass.table[Int(text[labelEnd])] <= ByteClass.digit { labelEnd += 1 }
      if domains.contains(where: { matches(text, labelStart, labelEnd, $0) }) { lastEnd = labelEnd }
      guard labelEnd > labelStart, labelEnd < limit, text[labelEnd] == UInt8(ascii: ".") else { break }
      labelStart = labelEnd + 1
    }
    guard let domainEnd = lastEnd else {
      hostless = labelStart
      return nil
    }
    if domainEnd < end, text[domainEnd] == UInt8(ascii: "/") { return addressEnd(text, domainEnd, end) }
    return domainEnd
  }

  /// Top-level domains that are not English words.
  private static let domains: [StaticString] = ["com", "org", "net", "edu", "gov", "io", "ly", "co", "uk", "de"]

  /// The end of an e-mail address of which the name goes on at `from`, a byte that words do not have; nil when no `@`
  /// comes within 64 bytes, or two dots in a row come first.
  static func emailEnd(_ text: UnsafePointer<UInt8>, from: Int, _ end: Int) -> Int? {
    let limit = min(end, from + 64)
    var index = from
    while index < limit {
      switch text[index] {
      case UInt8(ascii: "."): if text[index - 1] == UInt8(ascii: ".") { return nil }
      case UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"): break
      case UInt8(ascii: "@"):
        guard index + 1 < end, ByteClass.table[Int(text[index + 1])] <= ByteClass.digit,
          ByteClass.table[Int(text[index - 1])] <= ByteClass.digit
        else { return nil }
        return domainEnd(text, index, end)
      case let byte where ByteClass.table[Int(byte)] <= ByteClass.digit: break
      default: return nil
      }
      index += 1
    }
    return nil
  }

  /// The end of the domain behind an `@` at `at`.
  static func domainEnd(_ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    var index = at + 1
    while index < end {
      let byte = text[index]
      let isInner = byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      if ByteClass.table[Int(byte)] <= ByteClass.digit
        || isInner && index + 1 < end && ByteClass.table[Int(text[index + 1])] <= ByteClass.digit
      {
        index += 1
      } else {
        break
      }
    }
    return index
  }

  /// The end of the @mention at `at`; `at` + 1 when no name follows.
  static func mentionEnd(_ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    var index = at + 1
    while index < end, ByteClass.table[Int(text[index])] <= ByteClass.digit || text[index] == UInt8(ascii: "_") {
      index += 1
    }
    return index
  }

  /// Up to the next blank, quote or angle bracket, without the punctuation that ends the sentence around it.
  private static func addressEnd(_ text: UnsafePointer<UInt8>, _ from: Int, _ end: Int) -> Int {
    var index = from
    while index < end, text[index] > 0x20, text[index] != UInt8(ascii: "<"), text[index] != UInt8(ascii: ">"),
      text[index] != UInt8(ascii: "\"")
    {
      index += 1
    }
    while index > from {
      switch text[index - 1] {
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"),
        UInt8(ascii: "?"), UInt8(ascii: ")"), UInt8(ascii: "'"):
        index -= 1
      default: return index
      }
    }
    return index
  }

  private static func matches(_ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int, _ word: StaticString) -> Bool {
    guard to - from == word.utf8CodeUnitCount else { return false }
    for index in 0..<word.utf8CodeUnitCount where text[from + index] | 0x20 != word.utf8Start[index] { return false }
    return true
  }
}
