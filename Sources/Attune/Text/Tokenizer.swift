import CKernels

/// Cuts one text, given as UTF-8 bytes, into tokens.
///
/// The rules, in the order in which they are tried where a token may begin:
///
/// - A *word* is letters and digits with inner apostrophes and hyphens ("don’t", "well-made"); between two digits
///   `.`, `,`, `:` and `/` are inner as well ("3.5", "10/10", "12:30"). A word of which the first character is a digit
///   is a *number*. `#` before a word is skipped: the word counts, and each word of "#NotHappy".
/// - "http://…", "www.…", "name.com/…" and e-mail addresses are one *url*; "@name" is one *mention*.
/// - A run of `!` and `?`, and two or more dots or "…", are one *punctuation* token.
/// - *Emoticons* (`Emoticons`) and *emoji*, the latter with skin tone, joined and flag sequences as one token. Two to five
///   stars, and stars that empty ones make five, are one token, a rating (`Ratings`).
/// - Anything else separates. `.`, `!`, `?` and line breaks end a sentence; `,`, `;`, `:`, brackets and dashes a clause.
///   HTML tags of characters ("<b>", "<a …>") and comments are as if they were not there, also within a word; those of blocks
///   ("<br>", "<p>") end a sentence unless a small letter follows; scripts and styles are no words (`Markup`). An HTML
///   character reference counts as the character that it stands for.
///
/// Hashes are of the folded text: lower case, "’" as "'", without soft hyphens and zero-width characters. Bytes that
/// are not UTF-8 separate. Most tokens, and the blanks and plain punctuation behind them, are found by `ScannedTokens` for
/// many bytes at a time; other words take `oddWord` or `word(slowlyFrom:)`, other symbols `symbol`, which give the same
/// result for what is plain.
package struct Tokenizer {
  let text: UnsafePointer<UInt8>
  let end: Int
  let classes: UnsafePointer<UInt8>
  let scratch: TokenizerScratch
  var scanned: ScannedTokens
  var index = 0
  /// The next token is the next of `scanned`, wherever `index` is.
  var isAtScanned: Bool
  /// See `Addresses.urlEnd`.
  var hostless = 0
  var boundary = Token.Boundary.sentence
  /// The end of a hashtag of which the words are told by capitals; not behind `index` where there is none.
  var hashtagEnd = 0

  /// - Parameters:
  ///   - text: UTF-8 bytes that outlive the tokenizer; need not be valid, padded or terminated.
  ///   - scratch: a buffer that the caller keeps from text to text; one tokenizer uses it at a time.
  package init(_ text: UnsafeBufferPointer<UInt8>, scratch: TokenizerScratch) {
    self.init(text, scanned: ScannedTokens(scratch.tokens), scratch: scratch)
  }

  /// - Parameter scanned: what was found in the text beforehand.
  init(_ text: UnsafeBufferPointer<UInt8>, scanned: ScannedTokens, scratch: TokenizerScratch) {
    self.text = text.baseAddress ?? UnsafePointer(scratch.twice)
    self.end = text.count
    self.scratch = scratch
    classes = scratch.classes
    self.scanned = scanned
    isAtScanned = self.scanned.begin(self.text, end)
  }

  /// Reads the next token into `token`; false at the end of the text.
  @inline(__always)
  package mutating func next(_ token: inout Token) -> Bool {
    if isAtScanned {
      let next = scanned.next
      guard next.pointee.traits < UInt16(ATTUNE_ODD.rawValue) else { return oddToken(&token) }
      take(next, &token)
      return true
    }
    return unscannedToken(&token)
  }

  /// The token that begins at `index` or behind it.
  @inline(never)
  mutating func unscannedToken(_ token: inout Token) -> Bool {
    while index < end {
      switch classes[Int(text[index])] {
      case ByteClass.letter, ByteClass.digit: return index < hashtagEnd ? hashtagWord(&token) : word(&token)
      case ByteClass.space: index &+= 1
      case ByteClass.other: separator()
      case let byteClass: if symbol(byteClass, &token) { return true }
      }
    }
    return false
  }

  /// The scalar at `at`, with character references resolved.
  @inline(__always)
  func scalar(_ at: Int) -> (scalar: UInt32, length: Int) { Self.scalar(text, at, end) }

  static func scalar(_ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> (scalar: UInt32, length: Int) {
    if text[at] == UInt8(ascii: "&"), let entity = Entities.decode(text, at, end) { return entity }
    return UnicodeScan.decode(text, at, end)
  }

  /// Fills in a token that is neither capitals nor elongated, and goes on behind it.
  mutating func emit(
    _ kind: Token.Kind, _ hash: UInt64, mark: Token.Mark = .exclamation, from start: Int, to tokenEnd: Int,
    _ token: inout Token
  ) {
    token.hash = hash
    token.start = start
    token.end = tokenEnd
    token.traits = Token.Traits(kind, after: boundary, mark: mark)
    boundary = .none
    index = tokenEnd
  }
}
