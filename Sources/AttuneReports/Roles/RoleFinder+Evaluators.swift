extension RoleFinder {
  /// Whether a column holds who judged the work of those who serve customers, so that scores and notes are not the
  /// customers' unless their names say so. "Reviewer" may be a customer: it takes a few names again and again, beside agents.
  func findsEvaluators() -> Bool {
    columns.indices.contains { index in
      let facts = columns[index].facts
      guard facts.filled > 0, facts.meanWords < 4, facts.meanCharacters < 64, !facts.areDates, !facts.areNumbers,
        !facts.areTruths, !facts.areAnswers
      else { return false }
      if NameRules.isEvaluator(names[index]) { return true }
      return NameRules.mayBeEvaluator(names[index]) && 3 * facts.distinct <= facts.filled
        && columns.indices.contains { $0 != index && strength($0, .agent) >= 3 }
    }
  }

  /// Whether evaluators rather than customers gave the values of a column.
  func isOfEvaluators(_ index: Int) -> Bool {
    isEvaluated
      && ![names[index], columns[index].label.map { ColumnName($0) }].contains {
        $0.map(NameRules.isOfCustomers) == true
      }
  }
}

extension NameRules {
  /// Whether a name is that of a person who judges how customers were served: "Evaluator", "QA analyst", "Geprüft von".
  static func isEvaluator(_ name: ColumnName) -> Bool { evaluators.contains(bare(name)) }

  /// Whether a name may be that as well.
  static func mayBeEvaluator(_ name: ColumnName) -> Bool {
    ["reviewer", "reviewed by", "rater", "rated by", "prufer", "bewerter", "bewertet von"].contains(bare(name))
  }

  /// Without that the person has a name, or an id.
  private static func bare(_ name: ColumnName) -> String {
    let ending = [" name", " id", " email"].first(where: name.words.hasSuffix)
    return String(name.words.dropLast(ending?.count ?? 0))
  }

  private static let evaluators: Set<String> = [
    "evaluator", "evaluated by", "auditor", "audited by", "assessor", "assessed by", "grader", "graded by", "scored by",
    "qa", "qa agent", "qa analyst", "qa specialist", "qa reviewer", "qa evaluator", "qa by", "quality analyst",
    "quality reviewer", "monitored by", "gepruft von", "qualitatsprufer", "evaluiert von", "evaluateur", "evaluatrice",
    "evalue par", "auditeur", "audite par", "evaluador", "evaluadora", "evaluado por", "auditora", "auditado por",
  ]

  /// Whether a name says that the values are customers': "Customer comment", "CSAT", "Survey score".
  static func isOfCustomers(_ name: ColumnName) -> Bool {
    isOfSatisfaction(name) || isBody(name)
      || !name.parts.isDisjoint(with: HeaderWords.people.subtracting(["reviewer", "employee", "employees"]))
      || !name.parts.isDisjoint(with: ["survey", "verbatim", "nps", "ces", "umfrage", "enquete", "encuesta"])
  }
}
