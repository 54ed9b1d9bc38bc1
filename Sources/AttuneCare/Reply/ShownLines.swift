/// The lines that a text in HTML shows, such as the body of a mail. What stands in a quote (`blockquote`, and the blocks in which
/// mail programs put the mail that they answer) begins with "> ", as in a mail of plain text.
///
///     <p>Thanks</p><blockquote>old</blockquote>   →   Thanks
///                                                      > old
struct ShownLines {
  private(set) var bytes: [UInt8] = []
  /// Where lines begin in `bytes`, and in the text.
  private var starts = [0]
  private var places = [0]
  /// Whether anything stands in a quote.
  private(set) var hasQuote = false
  /// The end of the text.
  private let end: Int
  /// Whether the open blocks that may be quotes are.
  private var open: [(name: String, isQuote: Bool)] = []
  private var isQuoted: Bool { open.contains { $0.isQuote } }
  private var isLineOfQuote = false

  /// - Returns: nil for a text that is no HTML.
  /// - Complexity: O(bytes)
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    guard Self.isHTML(text) else { return nil }
    end = text.count
    bytes.reserveCapacity(text.count)
    var at = 0
    while at < text.count {
      if text[at] == UInt8(ascii: "<"), let tag = Tag(text, at) {
        take(tag, at)
        at = tag.end
        // What is between is shown to nobody.
        if tag.isHidden, !tag.isEnd {
          while at < text.count, Tag(text, at).map({ !$0.isEnd || $0.name != tag.name }) ?? true { at += 1 }
        }
      } else if text[at] == UInt8(ascii: "&"), let (character, width) = Self.reference(text, at) {
        bytes.append(character)
        at += width
      } else if text[at] == Self.newline {
        bytes.append(Self.newline)
        begin(at + 1)
        at += 1
      } else {
        bytes.append(text[at])
        at += 1
      }
    }
  }

  /// The place in the text of one in `bytes` at which a line begins or the last one ends.
  func place(_ shown: Int) -> Int {
    guard shown < bytes.count else { return end }
    var (low, high) = (0, starts.count)
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= shown { low = middle } else { high = middle }
    }
    return places[low]
  }

  // MARK: Building

  private static let newline: UInt8 = 0x0A

  private mutating func take(_ tag: Tag, _ place: Int) {
    guard tag.isBlock else { return }
    if tag.mayQuote {
      if !tag.isEnd {
        open.append((tag.name, tag.isQuote))
        if tag.isQuote { hasQuote = true }
      } else if let last = open.lastIndex(where: { $0.name == tag.name }) {
        open.removeSubrange(last...)
      }
    }
    guard bytes.count == lineStart else {
      bytes.append(Self.newline)
      begin(place)
      return
    }
    // Nothing is shown in this line yet.
    guard isLineOfQuote != isQuoted else { return }
    bytes.removeSubrange(starts[starts.count - 1]...)
    (starts[starts.count - 1], places[places.count - 1]) = (bytes.count, place)
    mark()
  }

  private var lineStart: Int { starts[starts.count - 1] + (isLineOfQuote ? 2 : 0) }

  private mutating func begin(_ place: Int) {
    starts.append(bytes.count)
    places.append(place)
    mark()
  }

  private mutating func mark() {
    isLineOfQuote = isQuoted
    if isLineOfQuote { bytes += [UInt8(ascii: ">"), 0x20] }
  }

  /// "&gt;" and the few others that stand in addresses and quotes.
  private static func reference(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> (UInt8, width: Int)? {
    for (name, character) in references where text[at...].starts(with: name.utf8) {
      return (character, name.utf8.count)
    }
    return nil
  }

  private static let references: [(String, UInt8)] = [
    ("&gt;", UInt8(ascii: ">")), ("&lt;", UInt8(ascii: "<")), ("&amp;", UInt8(ascii: "&")), ("&nbsp;", 0x20),
    ("&quot;", UInt8(ascii: "\"")), ("&#39;", UInt8(ascii: "'")), ("&#160;", 0x20),
  ]

  /// Whether a text has a tag that parts lines.
  private static func isHTML(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var at = 0
    while let next = text[at...].firstIndex(of: UInt8(ascii: "<")) {
      if let tag = Tag(text, next), tag.isBlock { return true }
      at = next + 1
    }
    return false
  }
}

/// A tag, or a comment, which has no name.
private struct Tag {
  let name: String
  let isEnd: Bool
  /// Behind it.
  let end: Int
  /// Of a block in which mail programs put what they quote.
  private(set) var isQuote = false

  /// Bytes of a name, and of attributes.
  private static let longestName = 10
  private static let longest = 4096
  private static let blocks: Set<String> = [
    "blockquote", "body", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "html", "li", "ol", "p", "pre",
    "table",
    "td", "tr", "ul",
  ]
  private static let inline: Set<String> = [
    "a", "abbr", "b", "center", "code", "em", "font", "head", "i", "img", "meta", "s", "small", "span", "strong",
    "style",
    "script", "sub", "sup", "tbody", "th", "thead", "title", "u",
  ]
  /// What Gmail, Yahoo, Outlook, Thunderbird, Proton and Zendesk call the block of a quoted mail.
  private static let quotes = [
    "gmail_quote", "yahoo_quoted", "protonmail_quote", "moz-cite", "zmail_extra", "zd_quoted", "quoted-text",
  ]

  var isBlock: Bool { Self.blocks.contains(name) }
  var isHidden: Bool { ["style", "script", "head", "title"].contains(name) }
  /// Whether it may be the block of a quote: those inside of it are counted, to know where it ends.
  var mayQuote: Bool { name == "blockquote" || name == "div" }

  /// - Returns: nil where no tag begins.
  init?(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) {
    guard text[start] == UInt8(ascii: "<") else { return nil }
    var at = start + 1
    if text[at...].starts(with: "!--".utf8) {
      while at < text.count, !text[at...].starts(with: "-->".utf8) { at += 1 }
      (name, isEnd, end) = ("", false, min(at + 3, text.count))
      return
    }
    isEnd = at < text.count && text[at] == UInt8(ascii: "/")
    if isEnd { at += 1 }
    let letters = text[at...].prefix(Self.longestName + 1).prefix { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 }
    guard !letters.isEmpty, letters.count <= Self.longestName else { return nil }
    name = String(decoding: letters.map { $0 | ($0 &- 0x41 < 26 ? 0x20 : 0) }, as: UTF8.self)
    guard Self.blocks.contains(name) || Self.inline.contains(name), letters.endIndex < text.count,
      [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "/"), UInt8(ascii: ">")].contains(text[letters.endIndex]),
      let close = text[letters.endIndex...].prefix(Self.longest).firstIndex(of: UInt8(ascii: ">"))
    else { return nil }
    end = close + 1
    guard !isEnd else { return }
    let attributes = String(decoding: text[letters.endIndex..<close], as: UTF8.self)
    isQuote = name == "blockquote" || name == "div" && Self.quotes.contains { attributes.contains(text: $0) }
  }
}
