/// What a token is called of which only the hash and one way to write it are known: the folded text that is hashed, so
/// that "GREAT" and "#great" are both "great".
package enum TokenName {
  /// - Parameters:
  ///   - hash: of the token, or of its short form.
  ///   - spelling: the token as it stood in a text.
  /// - Returns: nil when `spelling` has another hash, as a word has that goes on behind its end.
  package static func of(_ hash: UInt64, spelled spelling: UnsafeBufferPointer<UInt8>) -> String? {
    if let name = fixed[hash] { return name }
    guard let start = spelling.baseAddress, !spelling.isEmpty else { return nil }
    let scratch = TokenizerScratch()
    var tokenizer = Tokenizer(spelling, scratch: scratch)
    var token = Token()
    if UnicodeScan.classify(UnicodeScan.decode(start, 0, spelling.count).scalar) == .emoji {
      _ = tokenizer.emoji(&token)
    } else {
      _ = tokenizer.word(slowlyFrom: 0, &token)
    }
    return scratch.text(of: hash)
  }

  /// Tokens that are written in many ways.
  private static let fixed: [UInt64: String] = {
    let canonical: [StaticString] = [
      "http://", "@user", "...", "!?", "!", "!!", "!!!", "?", "??", "???", ":)", ":(", ";)", ":'(", ":/", ":|", ":o",
      ":*", ":3", "<3", "</3", ">:(", "^_^", "-_-",
    ]
    var names = Dictionary(
      canonical.map { (TokenHash.hash($0), "\($0)") }, uniquingKeysWith: { first, _ in first })
    names[Emoticons.laugh] = ":D"
    names[Emoticons.tongue] = ":P"
    return names
  }()
}
