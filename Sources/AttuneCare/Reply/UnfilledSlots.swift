import AttunePlatform

/// Slots of a template that nobody filled: `{name}`, `{{first_name}}`, `[ORDER]`, `[your name]`, `<AGENT>`, `%FIRST_NAME%`.
///
/// Brackets that people use are none: "[1]", "[sic]", "<br>", "{"id": 7}".
enum UnfilledSlots {
  /// The most bytes between its marks.
  private static let limit = 40
  /// Further ones of a reply are not told.
  static let countLimit = 16

  /// Whether a text has a mark that may open one; nearly none has.
  static func mayBe(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = text.baseAddress else { return false }
    return openings.contains { memchr(start, Int32($0), text.count) != nil }
  }

  /// Appends the slots of a part of a text, in bytes, in order.
  static func find(_ text: UnsafeBufferPointer<UInt8>, in part: Range<Int>, into slots: inout [Range<Int>]) {
    var at = part.lowerBound
    while at < part.upperBound {
      guard isOpening(text[at]) else {
        at += 1
        continue
      }
      if slots.count < countLimit, let end = end(text, at, part.upperBound) {
        slots.append(at..<end)
        at = end
      } else {
        at += 1
      }
    }
  }

  /// Cuts parts so that no slot is in one.
  static func cut(_ parts: inout [Range<Int>], at slots: [Range<Int>]) {
    guard !slots.isEmpty else { return }
    var rest: [Range<Int>] = []
    for part in parts {
      var start = part.lowerBound
      for slot in slots where slot.lowerBound >= start && slot.upperBound <= part.upperBound {
        if start < slot.lowerBound { rest.append(start..<slot.lowerBound) }
        start = slot.upperBound
      }
      if start < part.upperBound { rest.append(start..<part.upperBound) }
    }
    parts = rest
  }

  private static let openings = Array("{[<%".utf8)

  private static func isOpening(_ byte: UInt8) -> Bool { openings.contains(byte) }

  private static func end(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ bound: Int) -> Int? {
    let mark = text[start]
    let close: UInt8 =
      switch mark {
      case UInt8(ascii: "{"): UInt8(ascii: "}")
      case UInt8(ascii: "["): UInt8(ascii: "]")
      case UInt8(ascii: "<"): UInt8(ascii: ">")
      default: mark
      }
    var first = start + 1
    while first < bound, first < start + 3, text[first] == mark, mark != close { first += 1 }
    var last = first
    while last < bound, last - first <= limit, text[last] != close {
      guard isNamePart(text[last]) else { return nil }
      last += 1
    }
    guard last < bound, last - first <= limit, text[last] == close, isName(text, first..<last, mark) else { return nil }
    var end = last + 1
    while end < bound, end - last < first - start, text[end] == close { end += 1 }
    return end - last == first - start ? end : nil
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: " "), UInt8(ascii: "'"), UInt8(ascii: "#"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "|"):
      true
    default: false
    }
  }

  /// Whether what stands between the marks names something to be filled in.
  private static func isName(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ mark: UInt8) -> Bool {
    let name = text[range]
    guard name.count > 1, name.contains(where: { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }) else { return false }
    let hasSmall = name.contains { $0 >= 0x61 && $0 <= 0x7A }
    let hasJoint = name.contains { $0 == UInt8(ascii: "_") }
    switch mark {
    case UInt8(ascii: "{"): return true
    case UInt8(ascii: "%"): return (!hasSmall || hasJoint) && !name.contains(UInt8(ascii: " "))
    default: return !hasSmall || hasJoint || Self.words.contains { word in has(name, word) }
    }
  }

  /// Words that name what is filled in. "[email]" and "[phone]" stand for what was masked.
  private static let words = [
    "name", "order", "date", "number", "insert", "your ", "customer", "agent", "company", "link", "amount", "time",
    "product", "address", "reference", "signature", "brand", "item", "details", "placeholder",
  ].map { Array($0.utf8) }

  private static func has(_ name: Slice<UnsafeBufferPointer<UInt8>>, _ word: [UInt8]) -> Bool {
    guard name.count >= word.count else { return false }
    return name.indices.contains { start in
      name[start...].count >= word.count && zip(name[start...], word).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
  }
}
