/// What stands for yes and no, as a column's name says: "Resolved (1 = yes; 2 = no)", "Gelöst (ja = 1, nein = 2)", or by its
/// language: "Résolu (o/n)", "Resuelto".
struct TruthCodes: Sendable, Hashable {
  /// nil where the name tells no numbers.
  let numbers: Numbers?
  /// That stands for yes, where another language would have another word with it.
  let letter: String?

  struct Numbers: Sendable, Hashable {
    let yes: Double
    let no: Double
  }

  /// - Parameter name: of the column.
  init?(_ name: String) {
    (numbers, letter) = (Numbers(name), Self.letter(ColumnName(name)))
    if numbers == nil, letter == nil { return nil }
  }

  /// "o" of "oui" and "s" of "sí" mean other things elsewhere, such as open and solved.
  private static func letter(_ name: ColumnName) -> String? {
    // What the name spells out goes before its language.
    (letters.first { name.holds("\($0.letter) n") } ?? letters.first { $0.solved.contains(where: name.holds) })?.letter
  }

  private static let letters: [(letter: String, solved: [String])] = [
    ("o", ["resolu*", "cloture*", "traite", "traitee"]),
    ("s", ["resuelt*", "solucionad*", "cerrad*", "resolvid*", "risolt*"]),
  ]
}

extension TruthCodes.Numbers {
  init?(_ name: String) {
    var found: [Bool: Double] = [:]
    let tokens = ScaleName.tokens(name).filter { ![.word("("), .word(")"), .word("/")].contains($0) }
    for index in tokens.indices where tokens[index] == .word("=") || tokens[index] == .word(":") {
      guard index > 0, index + 1 < tokens.count else { continue }
      switch (tokens[index - 1], tokens[index + 1]) {
      case (.number(let number), .word(let word)), (.word(let word), .number(let number)):
        guard let isYes = BooleanParser.answer(word) else { return nil }
        found[isYes] = found[isYes] ?? number
      default: return nil
      }
    }
    guard let yes = found[true], let no = found[false], yes != no else { return nil }
    (self.yes, self.no) = (yes, no)
  }
}

extension TruthCodes {

  /// Whether brackets hold no more than yes and no, or the numbers that stand for them: "(Yes/No)", "(1 = yes, 2 = no)".
  static func isNote(_ text: String) -> Bool {
    let parts = ColumnName(text).parts
    let words = parts.filter { !$0.allSatisfy(\.isNumber) }
    return !words.isEmpty && words.allSatisfy { BooleanParser.answer($0) != nil }
      && (words.count == parts.count || Numbers(text) != nil)
  }
}
