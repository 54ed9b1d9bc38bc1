extension RoleFinder {
  /// Whether a name is that of the id of a record, and of nothing else: "Case Number".
  package static func isRecordID(_ name: String) -> Bool { NameRules.isRecordID(ColumnName(name)) }

  /// Whether a name says that something was solved.
  package static func saysSolved(_ name: String) -> Bool { NameRules.saysSolved(ColumnName(name)) }

  /// Whether a name says that more is worse: "Complaint score", "likelihood to churn", "How dissatisfied were you?".
  package static func asksForBad(_ column: Column) -> Bool {
    let wording = ScaleName.wording(name: column.name, label: column.label)
    return NameRules.isOfBad(ColumnName(wording)) || AnswerDirection(wording, on: Scale(1, 5)) == .bad
  }

  /// Whether a name says that all of something was asked for: "overall", "OSAT".
  package static func isOverall(_ name: String) -> Bool {
    let name = ColumnName(name)
    return NameRules.isOverall(name) || name.holds("osat")
  }
}

extension RoleFinder.Finding {
  /// A column whose name says that it is a score, and nothing of which kind; nil for none, and where there are several.
  package func undecidedScore(of columns: [RoleFinder.Column]) -> Int? {
    let scores = open.filter { open in
      let name = ColumnName(columns[open.column].name)
      return open.reason == .promoterOrScale && (NameRules.strength(name, .csat) >= 2 || NameRules.isWholeScore(name))
    }
    return scores.count == 1 ? scores[0].column : nil
  }

  /// The columns that are read together as the text, in their order: a body below its subject, or the answers to two opposite
  /// questions; none without a text.
  ///
  /// - Parameter taken: columns that have a role by an option.
  package func texts(of columns: [RoleFinder.Column], taken: Set<Int>) -> [Int] {
    guard let text = roles[.text]?.column else { return [] }
    if let opposite { return [text, opposite].sorted() }
    return (subject(of: columns, taken: taken).map { [$0] } ?? []) + [text]
  }

  /// The column of the subject that stands beside the body of a ticket or a mail; nil for none.
  ///
  /// - Parameter taken: columns that have a role by an option.
  func subject(of columns: [RoleFinder.Column], taken: Set<Int>) -> Int? {
    guard let text = roles[.text]?.column, NameRules.isBody(ColumnName(columns[text].name)) else { return nil }
    return columns.indices.first { index in
      let facts = columns[index].facts
      return index != text && !taken.contains(index) && NameRules.isSubject(ColumnName(columns[index].name))
        && facts.filled > 0 && facts.meanCharacters >= 4 && !facts.areNumbers && !facts.areDates
        && facts.fingerprint != columns[text].facts.fingerprint
    }
  }
}
