/// A column's name as it is compared: words in small letters without accents, whatever stands between them.
///
///     ColumnName("Wie zufrieden sind Sie?").words   // "wie zufrieden sind sie"
///     ColumnName("createdAt").words                 // "created at"
package struct ColumnName: Sendable, Hashable {
  /// The words with one blank between them; empty for a name without letters and digits.
  package let words: String
  /// Each of the words.
  let parts: Set<String>

  /// Words behind these are not looked at.
  private static let limit = 60

  /// - Complexity: O(length of the name), of which at most 4096 scalars are read.
  package init(_ name: String) {
    let name = Self.withoutWrapping(name)
    var words: [String] = []
    var word = ""
    var isAfterSmall = false
    for scalar in name.unicodeScalars.prefix(4096) {
      if scalar.properties.generalCategory == .nonspacingMark { continue }
      let isCapital = scalar.properties.isUppercase
      guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
        // An apostrophe parts no word: "What's", "don't".
        if [0x27, 0x2019].contains(scalar.value) { continue }
        if !word.isEmpty { words.append(word) }
        word = ""
        isAfterSmall = false
        continue
      }
      if isCapital, isAfterSmall {
        words.append(word)
        word = ""
      }
      word += Self.plain(scalar)
      isAfterSmall = scalar.properties.isLowercase
      if words.count >= Self.limit { break }
    }
    if !word.isEmpty { words.append(word) }
    self.words = words.joined(separator: " ")
    parts = Set(words)
  }

  /// Without what feeds that were XML wrap names in: "im:rating.label", "content.$t".
  private static func withoutWrapping(_ name: String) -> Substring {
    var rest = Substring(name)
    for ending in [".label", ".$t", ".#text", "._text"] where rest.count > ending.count && rest.hasSuffix(ending) {
      rest = rest.dropLast(ending.count)
    }
    let prefix = rest.prefix { $0.isASCII && $0.isLowercase }
    let behind = rest.dropFirst(prefix.count)
    guard (1...3).contains(prefix.count), behind.first == ":", behind.dropFirst().first?.isLowercase == true else {
      return rest
    }
    return behind.dropFirst()
  }

  /// Without case and accents.
  private static func plain(_ scalar: Unicode.Scalar) -> String {
    if let ascii = accents[scalar] { return ascii }
    return scalar.properties.lowercaseMapping.unicodeScalars.reduce(into: "") { $0 += accents[$1] ?? String($1) }
  }

  private static let accents: [Unicode.Scalar: String] = {
    let groups = [
      ("a", "äáàâãå"), ("e", "éèêë"), ("i", "íìîï"), ("o", "öóòôõ"), ("u", "üúùû"), ("n", "ñ"), ("c", "ç"),
      ("ss", "ß"), ("oe", "œ"), ("ae", "æ"),
    ]
    var accents: [Unicode.Scalar: String] = [:]
    for (plain, letters) in groups { for letter in letters.unicodeScalars { accents[letter] = plain } }
    return accents
  }()

  /// "Comment évaluez-vous …?" asks how, and for no comment.
  var isFrenchQuestion: Bool {
    words.hasPrefix("comment ")
      && ["vous", "votre", "avez", "etes", "est", "etait", "s"].contains { parts.contains($0) }
  }

  /// Whether the name is this phrase, or holds it as whole words. A phrase that ends with "*" stands for all words that
  /// begin so.
  func holds(_ phrase: String) -> Bool {
    let isStem = phrase.hasSuffix("*")
    let wanted = " " + (isStem ? String(phrase.dropLast()) : phrase + " ")
    return " \(words) ".contains(text: wanted)
  }
}
