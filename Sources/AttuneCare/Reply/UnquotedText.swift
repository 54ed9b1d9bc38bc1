import AttunePlatform

/// What of a message its writer wrote: without the quoted message below or between, and without the signature.
///
/// Quoted are lines that begin with `>`, and everything behind a line such as "On Monday Ann wrote:", which may be broken in
/// two, "-----Original Message-----", "From: …" followed by "Sent:" or "To:", or "Please type your reply above this line". A
/// line of "--" begins a signature, as does "Sent from my phone". Of HTML the lines count that it shows.
package enum UnquotedText {
  /// The parts to read, in bytes, in order.
  static func parts(of text: UnsafeBufferPointer<UInt8>, into parts: inout [Range<Int>]) {
    parts.removeAll(keepingCapacity: true)
    guard let bytes = text.baseAddress, !text.isEmpty else { return }
    if memchr(bytes, Int32(newline), text.count) == nil, memchr(bytes, Int32(UInt8(ascii: ">")), text.count) == nil {
      parts.append(0..<text.count)
      return
    }
    guard let shown = ShownLines(text) else { return add(partsOf: text, to: &parts) }
    shown.bytes.withUnsafeBufferPointer { add(partsOf: $0, to: &parts) }
    for index in parts.indices {
      parts[index] = shown.place(parts[index].lowerBound)..<shown.place(parts[index].upperBound)
    }
  }

  /// The parts of a text that is no HTML.
  private static func add(partsOf text: UnsafeBufferPointer<UInt8>, to parts: inout [Range<Int>]) {
    var start = 0
    var open: Int?
    while start < text.count {
      let end = text[start...].firstIndex(of: newline) ?? text.count
      let line = UnsafeBufferPointer(rebasing: text[start..<end])
      if endsOwnText(line, rest: UnsafeBufferPointer(rebasing: text[end...])) { break }
      if isQuoted(line) {
        if let first = open { parts.append(first..<start) }
        open = nil
      } else if open == nil {
        open = start
      }
      start = end + 1
    }
    if let first = open, first < min(start, text.count) { parts.append(first..<min(start, text.count)) }
  }

  private static let newline: UInt8 = 0x0A

  private static func isQuoted(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    let first = line.drop { $0 == 0x20 || $0 == 0x09 }
    // "> text", but not a heart broken or an arrow.
    return first.first == UInt8(ascii: ">") && !first.dropFirst().starts(with: [UInt8(ascii: ":")])
  }

  /// Whether a line begins what is no longer the writer's own.
  private static func endsOwnText(_ line: UnsafeBufferPointer<UInt8>, rest: UnsafeBufferPointer<UInt8>) -> Bool {
    var end = line.count
    while end > 0, line[end - 1] <= 0x20 { end -= 1 }
    let trimmed = line[..<end].drop { $0 <= 0x20 }
    guard let first = trimmed.first else { return false }
    switch first {
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "*"):
      let mark = trimmed.prefix { $0 == first }.count
      return mark == trimmed.count ? mark >= 2 : beginsQuote(trimmed, rest)
    default:
      return trimmed.count <= 60 && phones.contains { starts(trimmed, $0) } || beginsQuote(trimmed, rest)
    }
  }

  /// How phones sign.
  private static let phones = [
    "sent from my ", "von meinem iphone", "von meinem handy", "gesendet von meinem ", "envoyé de mon ",
    "envoyé depuis mon ", "enviado desde mi ",
  ]
  /// What stands between lines of dashes above a mail.
  private static let mails = [
    "original", "forwarded", "ursprüng", "weitergeleitet", "origine", "transféré", "reenviado",
  ]
  /// Where help desks ask that answers be written, and what they ask for.
  private static let places = [
    "above this line", "below this line", "oberhalb dieser", "au-dessus de cette ligne", "encima de esta l",
  ]
  private static let requests = [
    "reply", "type", "write", "respond", "antwort", "schreib", "répon", "saisi", "écri", "respuesta", "escrib",
  ]
  private static let openings = ["please", "bitte", "veuillez", "merci", "por favor"] + requests

  /// Whether a line asks that answers be written above it: "##- Please type your reply above this line -##".
  private static func asksForReply(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let first = line.first, line.count <= 120, places.contains(where: { has(line, $0) }) else { return false }
    let isMarked = lower(first) &- 0x61 >= 26
    return (isMarked || openings.contains { starts(line, $0) }) && requests.contains { has(line, $0) }
  }

  /// Whether a line says that a quoted message follows.
  private static func beginsQuote(
    _ trimmed: Slice<UnsafeBufferPointer<UInt8>>, _ rest: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    func next() -> Slice<UnsafeBufferPointer<UInt8>> {
      rest.dropFirst().prefix { $0 != newline }.drop { $0 <= 0x20 }
    }
    if asksForReply(trimmed) { return true }
    switch trimmed.first.map(lower) {
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "*"):
      return trimmed.prefix { $0 == trimmed.first }.count >= 3 && mails.contains { has(trimmed, $0) }
    case UInt8(ascii: "o"):
      guard starts(trimmed, "on ") else { return false }
      if ends(trimmed, "wrote:") { return true }
      // "On Monday, 3 June 2024 at 10:12, Ann <ann@example.com>" and "wrote:" below it.
      var below = next()
      while let last = below.last, last <= 0x20 { below.removeLast() }
      return below.count <= 120 && ends(below, "wrote:") && trimmed.contains { $0 &- 0x30 < 10 }
    case UInt8(ascii: "f"):
      guard starts(trimmed, "from:") else { return false }
      return ["sent:", "to:", "date:", "subject:"].contains { starts(next(), $0) }
    case UInt8(ascii: "v"):
      guard starts(trimmed, "von:") else { return false }
      return ["gesendet:", "an:", "datum:", "betreff:"].contains { starts(next(), $0) }
    case UInt8(ascii: "d"):
      guard starts(trimmed, "de :") || starts(trimmed, "de:") else { return false }
      return ["envoy", "date", "enviado", "fecha", "para:"].contains { starts(next(), $0) }
    case UInt8(ascii: "a"):
      return starts(trimmed, "am ") && trimmed.last == UInt8(ascii: ":") && has(trimmed, " schrieb")
    case UInt8(ascii: "l"):
      return starts(trimmed, "le ") && trimmed.last == UInt8(ascii: ":") && has(trimmed, "écrit")
    case UInt8(ascii: "e"):
      return starts(trimmed, "el ") && ends(trimmed, "escribió:")
    default:
      return ends(trimmed, "wrote:") && trimmed.contains(UInt8(ascii: "@"))
    }
  }

  /// Whether a text quotes a mail below it, as answers in tickets do: a line that says so, not only a `>` or a line of dashes.
  package static func quotesMail(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let shown = ShownLines(text) else { return hasQuotingLine(text) }
    return shown.hasQuote || shown.bytes.withUnsafeBufferPointer(hasQuotingLine)
  }

  private static func hasQuotingLine(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: newline) ?? text.count
      var line = text[start..<end].drop { $0 <= 0x20 }
      while let last = line.last, last <= 0x20 { line.removeLast() }
      if beginsQuote(line, UnsafeBufferPointer(rebasing: text[end...])) { return true }
      start = end + 1
    }
    return false
  }

  /// Appends what of a text its writer wrote.
  ///
  /// - Parameter keepsPlaces: what is quoted between becomes blanks, so that bytes keep their places.
  /// - Returns: false, and appends nothing, where all of it is to be read: nothing is quoted, or everything.
  package static func append(
    _ text: UnsafeBufferPointer<UInt8>, keepsPlaces: Bool, to out: inout [UInt8]
  ) -> Bool {
    var parts: [Range<Int>] = []
    self.parts(of: text, into: &parts)
    let own = parts.reduce(0) { $0 + $1.count }
    guard own < text.count, parts.contains(where: { text[$0].contains { $0 > 0x20 } }) else { return false }
    var place = 0
    for part in parts {
      if keepsPlaces {
        for byte in text[place..<part.lowerBound] { out.append(byte == newline ? newline : 0x20) }
      }
      out += text[part]
      place = part.upperBound
    }
    return true
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }

  private static func starts(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ text: String) -> Bool {
    bytes.lazy.map(lower).starts(with: text.utf8)
  }

  private static func ends(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ text: String) -> Bool {
    bytes.count >= text.utf8.count && starts(bytes[(bytes.endIndex - text.utf8.count)...], text)
  }

  private static func has(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ text: String) -> Bool {
    bytes.indices.contains { starts(bytes[$0...], text) }
  }
}
