extension Model {
  /// The language of a text that is not English, as an ISO 639-1 code such as "de"; nil for English and if the language
  /// is unclear. The model is not involved: see `Verdict.language` for how it treats such texts.
  ///
  /// - Complexity: O(bytes), of which at most 512 are read.
  public static func language(of text: String) -> String? {
    var text = text
    return text.withUTF8 { LanguageDetector.shared.language(of: $0, isHardlyKnown: false) }
  }

  /// The same for UTF-8 bytes, which need not be valid.
  package static func language(ofUTF8 text: UnsafeBufferPointer<UInt8>) -> String? {
    LanguageDetector.shared.language(of: text, isHardlyKnown: false)
  }

  /// Whether a table knows nearly all of the most frequent words of English.
  static func readsEnglish(_ table: FeatureTable) -> Bool {
    let words: [StaticString] = [
      "the", "and", "to", "of", "a", "in", "that", "is", "was", "it", "for", "with", "as", "on", "this", "have", "you",
      "they", "at", "from", "not", "are", "my", "we",
    ]
    return words.count { table.slot(of: TokenHash.hash($0)) != nil } * 10 >= words.count * 9
  }
}
