/// Thanks alone, with which a customer ends a matter: "Thanks!", "ok thank you".
package enum Thanks {
  private static let words: Set<String> = ["thank", "thanks", "thankyou", "thx", "cheers"]
  /// "Thanks in advance", "no thanks", "thanks but …": something is still open.
  private static let others: Set<String> = ["advance", "but", "no", "not", "nothing", "still"]
  /// Words of a message that says no more; bytes of it.
  private static let mostWords = 6
  private static let mostBytes = 64

  /// Whether a text is no more than thanks.
  package static func isAll(of text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count <= mostBytes, !text.contains(UInt8(ascii: "?")) else { return false }
    let found = String(decoding: text, as: UTF8.self).lowercased().split { !$0.isLetter }.map(String.init)
    return found.count <= mostWords && found.contains(where: words.contains) && !found.contains(where: others.contains)
  }
}
