/// HTML in a text: where a tag, a comment, a script or a style ends, and what it does to the words on both sides.
enum Markup {
  enum Effect {
    /// Nothing, as in a browser: "un<b>happy</b>" is one word.
    case inline
    /// Separates words.
    case gap
    /// Separates words, and ends a sentence unless the text goes on with a small letter: "not<br>good".
    case block
    /// A tag that is not of HTML: ends a sentence.
    case unknown
  }

  struct Piece {
    /// Behind the last byte.
    var end: Int
    var effect: Effect
  }

  /// Bytes of a tag that is no known one.
  private static let unknownLimit = 64
  /// Bytes of a known tag with its attributes.
  private static let tagLimit = 4096
  /// How many pieces are looked through for what follows a block.
  private static let lookAhead = 16

  /// The piece of markup at `at`, a `<`; nil where none begins.
  ///
  /// A comment, a script or a style that does not end goes on to the end of the text. Reads no further than the next `<` else,
  /// so that all calls for a text together take time in proportion to its bytes.
  static func piece(_ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Piece? {
    guard at + 1 < end else { return nil }
    switch text[at + 1] {
    case UInt8(ascii: "!"), UInt8(ascii: "?"): return declaration(text, at, end)
    default: return tag(text, at, end)
    }
  }

  /// Behind inline tags at `at` (a `<`), where a letter or a digit goes on with the word before them; nil where none does.
  static func wordEnd(behind at: Int, _ text: UnsafePointer<UInt8>, _ end: Int) -> Int? {
    var index = at
    while index < end, text[index] == UInt8(ascii: "<") {
      guard let piece = piece(text, index, end), piece.effect == .inline else { return nil }
      index = piece.end
    }
    guard index < end, Tokenizer.isWord(Tokenizer.scalar(text, index, end).scalar) else { return nil }
    return index
  }

  /// Whether the text behind a block goes on with a small letter.
  static func continuesSmall(_ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Bool {
    var index = at
    for _ in 0..<lookAhead {
      while index < end, text[index] == 0x20 || text[index] == 0x09 { index += 1 }
      guard index < end else { return false }
      guard text[index] == UInt8(ascii: "<") else { break }
      guard let piece = piece(text, index, end), piece.effect != .unknown else { return false }
      index = piece.end
    }
    guard index < end else { return false }
    if text[index] < 0x80, text[index] != UInt8(ascii: "&") {
      return text[index] >= UInt8(ascii: "a") && text[index] <= UInt8(ascii: "z")
    }
    let scalar = Tokenizer.scalar(text, index, end).scalar
    return Unicode.Scalar(scalar)?.properties.isLowercase ?? false
  }

  // MARK: Pieces

  /// "<!-- … -->", "<!DOCTYPE html>", "<?xml … ?>"
  private static func declaration(_ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Piece? {
    if at + 3 < end, text[at + 2] == UInt8(ascii: "-"), text[at + 3] == UInt8(ascii: "-") {
      var index = at + 4
      while index + 2 < end {
        if text[index] == UInt8(ascii: "-"), text[index + 1] == UInt8(ascii: "-"), text[index + 2] == UInt8(ascii: ">")
        {
          return Piece(end: index + 3, effect: .inline)
        }
        index += 1
      }
      return Piece(end: end, effect: .inline)
    }
    guard at + 2 < end, ByteClass.table[Int(text[at + 2])] == ByteClass.letter || text[at + 2] == UInt8(ascii: "[")
    else {
      return nil
    }
    return close(text, at + 2, min(end, at + unknownLimit * 4)).map { Piece(end: $0, effect: .gap) }
  }

  private static func tag(_ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Piece? {
    var index = at + 1
    let isClosing = text[index] == UInt8(ascii: "/")
    if isClosing { index += 1 }
    guard index < end, ByteClass.table[Int(text[index])] == ByteClass.letter else { return nil }
    var name: UInt64 = 0
    let start = index
    while index < end, ByteClass.table[Int(text[index])] <= ByteClass.digit {
      if index - start < 8 { name = name << 8 | UInt64(text[index] | 0x20) }
      index += 1
    }
    var effect = Effect.unknown
    if index - start <= 8, index < end {
      switch text[index] {
      case 0x20, 0x09...0x0D, UInt8(ascii: "/"), UInt8(ascii: ">"): effect = effects[name] ?? .unknown
      // "<o:p>" of a word processor
      case UInt8(ascii: ":"): effect = index - start == 1 ? .inline : .unknown
      default: break
      }
    }
    let limit = min(end, at + (effect == .unknown ? unknownLimit : tagLimit))
    guard let tagEnd = close(text, index, limit) else { return nil }
    if !hasAttributes(text, index..<tagEnd - 1) {
      // "If a <b and c> d": words, not attributes.
      if tagEnd - at > unknownLimit { return nil }
      if index - start == 1 { effect = .unknown }
    }
    guard !isClosing, hidden.contains(name), index - start <= 8 else { return Piece(end: tagEnd, effect: effect) }
    return Piece(end: contentEnd(text, tagEnd, end, name: start..<index), effect: .gap)
  }

  /// Whether what stands behind a tag's name is attributes, or nothing.
  private static func hasAttributes(_ text: UnsafePointer<UInt8>, _ range: Range<Int>) -> Bool {
    var hasWords = false
    if text[range.lowerBound] == UInt8(ascii: ":") { return true }
    for index in range {
      if text[index] == UInt8(ascii: "=") { return true }
      hasWords = hasWords || ByteClass.table[Int(text[index])] <= ByteClass.digit || text[index] >= 0x80
    }
    return !hasWords
  }

  /// Behind the `>` that closes a tag, if it comes before the next `<`.
  private static func close(_ text: UnsafePointer<UInt8>, _ from: Int, _ limit: Int) -> Int? {
    var index = from
    while index < limit {
      if text[index] == UInt8(ascii: ">") { return index + 1 }
      if text[index] == UInt8(ascii: "<") { return nil }
      index += 1
    }
    return nil
  }

  /// Behind the tag that closes a script or a style.
  private static func contentEnd(_ text: UnsafePointer<UInt8>, _ from: Int, _ end: Int, name: Range<Int>) -> Int {
    var index = from
    while index + 2 + name.count <= end {
      if text[index] == UInt8(ascii: "<"), text[index + 1] == UInt8(ascii: "/"),
        name.enumerated().allSatisfy({ text[index + 2 + $0] | 0x20 == text[$1] | 0x20 })
      {
        var closing = index + 2 + name.count
        while closing < end, text[closing] != UInt8(ascii: ">") { closing += 1 }
        return min(closing + 1, end)
      }
      index += 1
    }
    return end
  }

  // MARK: Names

  /// By names of up to eight bytes, the last one lowest.
  private static let effects: [UInt64: Effect] = {
    var effects: [UInt64: Effect] = [:]
    for name in [
      "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "cite", "code", "data", "del", "dfn", "em", "font",
      "i", "ins",
      "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
      "u",
      "var", "wbr",
    ] { effects[packed(name)] = .inline }
    for name in [
      "img", "input", "button", "select", "option", "textarea", "svg", "iframe", "object", "embed", "video", "audio",
      "script",
      "style", "link", "meta", "base", "noscript", "template", "picture", "source", "map", "area", "canvas", "rp", "rt",
      "ruby",
    ] { effects[packed(name)] = .gap }
    for name in [
      "br", "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead",
      "tbody", "tfoot", "tr", "td", "th", "caption", "section", "article", "header", "footer", "main", "nav", "aside",
      "pre",
      "center", "form", "fieldset", "figure", "address", "details", "summary", "html", "head", "body", "title",
    ] { effects[packed(name)] = .block }
    return effects
  }()

  /// Elements whose contents are no words.
  private static let hidden: Set<UInt64> = [packed("script"), packed("style")]

  private static func packed(_ name: String) -> UInt64 { name.utf8.reduce(0) { $0 << 8 | UInt64($1) } }
}
