extension StringProtocol {
  /// What is the same for all ways to write a name that differ by case or blanks only: " North  East" and "north east".
  package var foldedName: String {
    let isPlain = utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !(0x41...0x5A).contains($0) }
    if isPlain { return String(self) }
    // Marks that nobody sees make no difference.
    let words = unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }.split {
      $0.properties.isWhitespace || $0.properties.generalCategory == .control
    }
    return words.map { String(String.UnicodeScalarView($0)).lowercased() }.joined(separator: " ")
  }
}

/// In which ways a name is written, in bounded memory.
struct Spellings: Sendable {
  /// The first ones, with how often they occur.
  private var counts: [(text: String, count: Int)] = []

  private static let limit = 8

  init() {}

  mutating func append(_ text: String) {
    if let place = counts.firstIndex(where: { $0.text == text }) {
      counts[place].count += 1
    } else if counts.count < Self.limit {
      counts.append((text, 1))
    }
  }

  /// How many are known.
  var count: Int { counts.count }

  /// The most frequent one, without blanks at its ends; of equal ones the first in the alphabet.
  var usual: String {
    let usual = counts.min { ($1.count, $0.text) < ($0.count, $1.text) }?.text ?? ""
    let words = usual.unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
    return words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
  }
}
