/// What a header is about, without what it says of its scale.
///
///     HeaderSubject("Overall experience (out of 10)").name.words   // "overall experience"
struct HeaderSubject: Sendable {
  let name: ColumnName
  /// What stands in brackets with numbers, or behind the first number that is explained.
  private let notes: [ColumnName]
  /// Whether what is said of the scale is understood as well: nothing but numbers and words such as "scale", or which end
  /// is the best.
  let isScaleUnderstood: Bool

  /// Of the header, what stands behind is not looked at.
  private static let limit = 400

  /// - Complexity: O(length of the header)
  init(_ header: String) {
    var (subject, notes) = Self.parted(String(header.prefix(Self.limit)))
    // "Overall rating, 1: excellent, 5: poor"
    if ScaleEnds(in: subject) != nil, let cut = Self.anchor(in: subject) {
      notes.append(String(subject[cut...]))
      subject = String(subject[..<cut])
    }
    // "Note sur 10"
    if let cut = Self.top(in: subject) {
      notes.append(String(subject[cut...]))
      subject = String(subject[..<cut])
    }
    name = ColumnName(subject)
    self.notes = notes.filter { !TruthCodes.isNote($0) }.map { ColumnName($0) }
    isScaleUnderstood = notes.allSatisfy { note in
      ScaleEnds(in: note) != nil || TruthCodes.isNote(note)
        || ScaleName.tokens(note).compactMap(\.word).allSatisfy {
          Self.scaleWords.contains($0) || !$0.contains(where: \.isLetter)
        }
    }
  }

  /// Whether all of the header is understood as that of a role.
  func isUnderstood(as role: ColumnRole) -> Bool {
    NameRules.understands(name, as: role)
      && (role.isOfAnswers ? isScaleUnderstood : notes.allSatisfy { NameRules.understands($0, as: role) })
  }

  /// Parts a header from its brackets that hold numbers, say which end of a scale is the best, or name yes and no.
  private static func parted(_ header: String) -> (subject: String, notes: [String]) {
    var (kept, notes) = ("", [String]())
    var bracket: String?
    for character in header {
      if character == "(" || character == "[" {
        kept += bracket ?? ""
        bracket = ""
      }
      if bracket == nil { kept.append(character) } else { bracket?.append(character) }
      if character == ")" || character == "]", let inside = bracket {
        if inside.contains(where: \.isNumber) || ScaleEnds(in: inside) != nil || TruthCodes.isNote(inside) {
          notes.append(inside)
          kept += " "
        } else {
          kept += inside
        }
        bracket = nil
      }
    }
    return (kept + (bracket ?? ""), notes)
  }

  /// Where what names the top of the scale begins, at the end of a header: "out of 10", "von 5", "/ 10".
  private static func top(in subject: String) -> String.Index? {
    func trimmed(_ text: Substring) -> Substring { text.last == " " ? trimmed(text.dropLast()) : text }
    let end = trimmed(subject[...])
    let digits = end.reversed().prefix { $0.isNumber }.count
    let before = trimmed(end.dropLast(digits))
    guard (1...3).contains(digits), Int(end.suffix(digits)).map({ (2...100).contains($0) }) == true else { return nil }
    if before.last == "/" {
      return before.dropLast().last?.isNumber == true ? nil : before.index(before: before.endIndex)
    }
    let word = before.reversed().prefix { $0.isLetter }.count
    // "Score 1-5"
    let range = before.last.map { "-–".contains($0) } == true ? trimmed(before.dropLast()) : nil
    if let range, let first = range.last, first == "0" || first == "1", range.dropLast().last == " " {
      return range.index(before: range.endIndex)
    }
    guard ScaleName.topWords.contains(before.suffix(word).lowercased()) else { return nil }
    let rest = trimmed(before.dropLast(word))
    guard rest.last?.isNumber != true else { return nil }
    return rest.lowercased().hasSuffix(" out") ? rest.index(rest.endIndex, offsetBy: -3) : rest.endIndex
  }

  /// The first number that stands alone, behind other words.
  private static func anchor(in subject: String) -> String.Index? {
    var previous: Character = " "
    for index in subject.indices {
      if subject[index].isNumber, !previous.isLetter, subject[..<index].contains(where: \.isLetter) { return index }
      previous = subject[index]
    }
    return nil
  }

  private static let scaleWords = HeaderWords.plain.union([
    "lowest", "highest", "low", "high", "best", "worst", "min", "max", "minimum", "maximum", "stars", "etoiles",
    "sterne",
    "estrellas", "bis", "sobre", "through", "hasta", "higher", "lower", "is", "better",
  ])
}
