extension ColumnName {
  /// Whether the name says that values are numbers of people or things: "Employee ID", "Personalnummer".
  var isNumbered: Bool {
    parts.contains { word in
      ["id", "ids", "no", "nr", "number", "code", "key", "numero"].contains(word) || word.hasSuffix("nummer")
        || word.hasSuffix("id") && word.count > 6
    }
  }

  /// Whether a person was asked: several words, that begin as questions do, or with the number of one.
  var isQuestion: Bool {
    let words = words.split(separator: " ")
    guard words.count > 2, let first = words.first, first != "comment" || isFrenchQuestion else { return false }
    return first.allSatisfy(\.isNumber) || Self.questionWords.contains(String(first))
  }

  private static let questionWords: Set<String> = [
    "when", "what", "which", "how", "at", "on", "please", "do", "did", "would", "is", "are", "wann", "wie", "welche",
    "welcher", "quand", "quelle", "quel", "comment", "cuando", "cual", "como", "a",
  ]

  /// Whether a name is no more than a letter, or the number of a column.
  var saysNothing: Bool {
    words.split(separator: " ").allSatisfy { word in
      word.count <= 2 || word.contains(where: \.isNumber)
        || ["column", "unnamed", "field", "var", "col"].contains(word)
    }
  }

  /// Whether no word says that a date is of something else than the record.
  var isNeutralToTime: Bool {
    ![
      "wake*", "woke", "sleep*", "bedtime", "best time", "best day", "preferred", "call back", "callback", "valid",
      "deadline", "next", "future", "expir*", "birth*", "birthday", "dob", "due", "updated", "closed", "solved",
      "resolved", "expiry", "expires", "geburt*",
      "purchase", "order",
    ]
    .contains { holds($0) }
  }
}
