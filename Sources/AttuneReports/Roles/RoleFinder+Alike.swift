extension RoleFinder {
  /// Whether the name says that a column holds whether the first contact was enough.
  package static func saysFirstContact(_ name: String) -> Bool { NameRules.saysFirstContact(ColumnName(name)) }

  /// Columns of names or numbers that occur again and again, within whose values records may be alike, in their order.
  ///
  /// - Parameter taken: columns that are something else.
  package func repeatedNames(taken: Set<Int>) -> [Int] {
    let others: [ColumnRole] = [.text, .time, .csat, .nps, .ces, .resolved, .resolution, .contacts, .reply, .role]
    return columns.indices.filter { index in
      let (facts, name) = (columns[index].facts, names[index])
      let isScore = facts.areScores && facts.highest <= 10 && !name.isNumbered
      return !taken.contains(index) && facts.distinct >= 3 && 2 * facts.distinct <= facts.filled
        && facts.meanWords < 4 && facts.meanCharacters < 64 && !isScore && !facts.areDates && !facts.areTruths
        && !facts.areAnswers && !facts.areStates && !facts.areDurations
        && (!facts.areNumbers || facts.areWholeNumbers && name.isNumbered && !NameRules.isAmount(name))
        && others.allSatisfy { resemblance(index, $0) < 3 }
    }
  }

  /// Columns of a few kinds of cases, whatever they are called, whose share among the answers may change: those whose names say
  /// so first, and no more than `mostKinds`, since each is looked at.
  /// - Parameter taken: columns that are something else.
  package func kinds(taken: Set<Int>) -> [Int] {
    let found = columns.indices.filter { index in
      let facts = columns[index].facts
      return !taken.contains(index) && (2...CaseMix.partLimit).contains(facts.distinct)
        && 2 * facts.distinct <= facts.filled && (isNamedKind(index) || mayBeKind(index))
        && !facts.areDates && !facts.areTruths && !facts.areDurations && !isSubscore(index)
        // "Easy" and "hard" are answers elsewhere.
        && (!facts.areAnswers || NameRules.isKind(names[index]) && !facts.arePromoters)
    }
    return Array((found.filter(isNamedKind) + found.filter { !isNamedKind($0) }).prefix(Self.mostKinds))
  }

  private static let mostKinds = 8

  private func isNamedKind(_ index: Int) -> Bool {
    strength(index, .channel) >= 3 || strength(index, .team) >= 3 || NameRules.isKind(names[index])
  }

  /// Whether a column that nothing says to be something else holds one of a few names in most records: no answer, no outcome, no
  /// period, nobody's name.
  private func mayBeKind(_ index: Int) -> Bool {
    let (facts, name) = (columns[index].facts, names[index])
    let others: [ColumnRole] = [.csat, .nps, .ces, .resolved, .resolution, .contacts, .reply, .role, .turn, .customer]
    return facts.fillRate >= 0.5 && isName(facts) && (!facts.areNumbers || name.isNumbered) && !facts.areStates
      && !facts.areMixedStates && !name.isQuestion && !columns[index].name.contains(text: "?")
      && name.words != "name" && !NameRules.isOutcome(name) && !NameRules.isPeriod(name) && !isAgents(index)
      && others.allSatisfy { resemblance(index, $0) < 2 }
  }

  /// Whether answers in numbers stand under the name of what people rate, such as "Location", which may be a kind of cases as well.
  private func isSubscore(_ index: Int) -> Bool {
    guard NameRules.namesThing(names[index]) else { return false }
    return switch ColumnKind(columns[index].facts, name: columns[index].name) {
    case .score(let scale), .openScore(let scale, _): scale.points >= 4
    default: false
    }
  }

  /// Whether the name of a column says that it holds who served a customer.
  package func isAgents(_ index: Int) -> Bool {
    max(strength(index, .agent), NameRules.agentParts(names[index])) >= 3
  }

  /// Whether the values of a column look like names or numbers of people, as far as that can be seen.
  package func looksLikePeople(_ index: Int) -> Bool {
    let kinds: [ColumnRole] = [.team, .channel, .customer]
    guard kinds.allSatisfy({ strength(index, $0) < 3 }), columns[index].facts.distinct >= 6 else { return false }
    return names[index].isNumbered || columns[index].facts.examples.allSatisfy(Self.isPerson)
  }

  /// "Ana", "Ana García", "a.garcia", "Berater 07", "MA-112"
  private static func isPerson(_ value: String) -> Bool {
    let words = value.split { $0 == " " || $0 == "." || $0 == "_" || $0 == "-" || $0 == "," }
    guard (1...4).contains(words.count), value.count <= 40 else { return false }
    let hasDigits = value.contains(where: \.isNumber)
    return hasDigits || words.allSatisfy { $0.first?.isUppercase == true } || value.contains(".")
  }
}
