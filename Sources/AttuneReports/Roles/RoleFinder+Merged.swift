extension RoleFinder {
  /// Whether values of a column may hold for several records: they say who, when or what kind, and are no answers, amounts or
  /// texts, each of which is one of one record.
  /// - Parameter values: those that are merged over several rows.
  package static func saysWhoOrWhen(_ name: String, _ values: [String]) -> Bool {
    var facts = ColumnFacts(name: name)
    for value in values { value.utf8.withContiguousStorageIfAvailable { facts.append($0) } }
    let finder = RoleFinder([Column(name: name, facts: facts)])
    let isNumbered = [ColumnRole.id, .conversation, .customer].contains { finder.strength(0, $0) >= 3 }
    let isAnswered = [ColumnRole.text, .reply, .csat, .nps, .ces, .resolved, .resolution, .contacts].contains {
      finder.resemblance(0, $0) >= 2
    }
    if facts.areDates { return !facts.areDigitDates || finder.strength(0, .time) >= 3 }
    guard !isAnswered, finder.isName(facts), !facts.areScores || isNumbered, !facts.areNumbers || isNumbered else {
      return false
    }
    return !facts.areAnswers && !facts.areTruths && !facts.areStates && !facts.areDurations
  }
}
