extension RoleFinder {
  /// The columns that have no role and might have one, in their order.
  ///
  /// - Parameter wanted: the roles that were looked for.
  /// - Complexity: O(columns)
  func openColumns(_ finding: Finding, _ wanted: Set<ColumnRole>, taken: Set<Int>) -> [OpenColumn] {
    let used = taken.union(finding.roles.values.map(\.column)).union(finding.ties.values.joined())
    let effort = finding.roles[.ces].flatMap { isOpenEffort($0.column) ? $0.column : nil }
    return columns.indices.compactMap { index in
      if index == effort { return OpenColumn(column: index, reason: .effortOrEase) }
      guard !used.contains(index) else { return nil }
      return reason(index, finding, wanted).map { OpenColumn(column: index, reason: $0) }
    }
  }

  /// Whether nothing tells which end of a score of effort is the best one.
  private func isOpenEffort(_ index: Int) -> Bool {
    let (column, facts) = (columns[index], columns[index].facts)
    guard !facts.areAnswers, case .proven(let scale) = facts.scale else { return false }
    let wording = ScaleName.wording(name: column.name, label: column.label)
    let other = column.label == wording ? column.name : column.label
    let labels = ScaleEnds(facts.labels)
    if case .open = ScaleFinding.proven(scale).directed(by: wording, or: other, labels: labels) { return true }
    return false
  }

  private func reason(_ index: Int, _ finding: Finding, _ wanted: Set<ColumnRole>) -> OpenColumn.Reason? {
    let facts = columns[index].facts
    guard facts.filled > 0 else { return emptyRole(index, finding, wanted).map { .empty($0) } }
    if wanted.contains(.resolution), finding.roles[.resolution] == nil, finding.roles[.time] != nil, facts.areDates,
      NameRules.saysSolved(names[index])
    {
      return .solvedAt
    }
    if wanted.contains(.time) {
      if finding.roles[.time] == nil, finding.ties[.time] == nil, facts.areRelativeDates { return .relativeDates }
      if finding.roles[.time] == nil, finding.ties[.time] == nil, facts.areDates, NameRules.saysSolved(names[index]) {
        return .onlySolvedAt
      }
      if finding.roles[.time] == nil, finding.ties[.time] == nil, facts.areDates, !facts.areDigitDates,
        facts.fillRate >= 0.5, !names[index].isQuestion
      {
        return .onlyOtherTime
      }
      if finding.roles[.time] == nil, finding.ties[.time] == nil, !facts.areDates, strength(index, .time) >= 4,
        !facts.areTruths, !facts.areDurations || facts.dates > 0
      {
        return .undatedTime
      }
      if let time = finding.roles[.time], facts.areDates, isOtherTime(index, time.certainty) { return .otherTime }
    }
    if [ColumnRole.resolution, .contacts].contains(where: { wanted.contains($0) && isMean(index, of: $0) }) {
      return .means(lowest: facts.lowest, highest: facts.highest)
    }
    if wanted.contains(.resolution), finding.roles[.resolution] == nil, strength(index, .resolution) >= 3,
      facts.areNumbers, facts.lowest >= 0
    {
      return .timeWithoutUnit
    }
    if wanted.contains(.resolution), facts.areOpenClocks, finding.roles[.resolution] == nil,
      strength(index, .resolution) >= 3
    {
      return .openClock
    }
    if wanted.contains(.resolution), NameRules.isServiceTime(names[index]), !facts.areDates,
      facts.areNumbers && facts.lowest >= 0 || facts.areDurations || facts.areOpenClocks
    {
      return .otherDuration
    }
    if wanted.contains(.resolved), finding.roles[.resolved] == nil, strength(index, .resolved) >= 2,
      facts.areMixedStates || facts.areMixedTruths && strength(index, .resolved) >= 3
    {
      return .mixedStates
    }
    if wanted.contains(.resolved), resemblance(index, .resolved) >= 3, facts.areNumbers, facts.hasFractions,
      facts.lowest >= 0, facts.highest <= 100
    {
      return .rates(lowest: facts.lowest, highest: facts.highest)
    }
    if wanted.contains(.resolved), finding.roles[.resolved] == nil, facts.areOnesAndTwos,
      strength(index, .resolved) >= 3
    {
      return .oneOrTwo
    }
    if wanted.contains(.csat), mayBeYesAndNo(index), [.csat, .nps, .ces].contains(where: { strength(index, $0) >= 2 }) {
      return .oneOrTwo
    }
    if wanted.contains(.resolution), finding.roles[.resolution] == nil, hasNoTimes(index) { return .noTimes }
    if let role = [ColumnRole.resolution, .contacts].first(where: {
      wanted.contains($0) && isBroken(index, $0, finding)
    }) {
      return .brokenNumbers(role)
    }
    if wanted.contains(.resolved), finding.roles[.resolved] == nil, facts.areOneSidedStates,
      strength(index, .resolved) >= 2
    {
      return .states
    }
    if wanted.contains(.resolved), strength(index, .resolved) >= 3, facts.areTruths {
      if finding.roles[.resolved] == nil {
        if facts.areOneSidedTruths { return .oneSided(isYes: facts.sayYes) }
      } else if NameRules.saysFirstContact(names[index]) {
        return .firstContact
      }
    }
    if wanted.contains(.contacts), finding.roles[.resolved] == nil, strength(index, .contacts) >= 3,
      names[index].isQuestion, facts.areWholeNumbers, facts.lowest >= 0
    {
      return .contactsAlone
    }
    if wanted.contains(.csat), tallies.contains(index) { return .countsOfAnswers }
    if wanted.contains(.csat), questions[index] != nil { return .severalQuestions }
    if let role = Self.unclearRoles.first(where: { wanted.contains($0) && isUnclear(index, $0, finding) }) {
      return .unclear(role)
    }
    if wanted.contains(.text), facts.areLogEntries { return .logEntries }
    if wanted.contains(.text), isAnswerToSeveral(index), !isOfAgents(index) { return .severalQuestions }
    if let text = finding.roles[.text]?.column, wanted.contains(.csat), isOtherText(index, than: text) {
      return .otherText
    }
    if wanted.contains(.text), finding.roles[.text] == nil, finding.ties[.text] == nil,
      isUnreadText(index) || mayBeServersNotes(index) && facts.meanWords >= 3
    {
      return .unreadText
    }
    guard wanted.contains(.csat) || wanted.contains(.nps) else { return nil }
    if let counts {
      let scores = [ColumnRole.csat, .nps, .ces].map { strength(index, $0) }.max() ?? 0
      if index != counts, isMean(index) { return .means(lowest: facts.lowest, highest: facts.highest) }
      let isScore = index != counts && scores >= 2 && (facts.areScores || facts.areAnswers) && !isMean(index)
      return isScore ? .counted(by: counts) : nil
    }
    if facts.areOneToFive, facts.namedScale == nil, strength(index, .nps) >= 2 { return .promoterOrFive }
    if let coded = coded(index) { return .codes(coded.role, scale: coded.scale.text) }
    if isMean(index) { return .means(lowest: facts.lowest, highest: facts.highest) }
    if isUndecidedScore(index) { return .promoterOrScale }
    if let broken = brokenScore(index) { return .brokenScore(broken.role, share: broken.share) }
    if strength(index, .nps) >= 2, finding.roles[.nps] == nil, !NameRules.isSurveyFlag(names[index]), !facts.areScores,
      facts.areWordTruths || facts.areAnswers
    {
      return .promoterInWords
    }
    if facts.areNumbers, facts.lowest == 0, facts.highest == 1, facts.areWholeNumbers,
      let role = [ColumnRole.csat, .ces].first(where: { strength(index, $0) >= 3 })
    {
      return .zeroOrOne(role)
    }
    if facts.areWordTruths, !NameRules.isSurveyFlag(names[index]), NameRules.asksForHelp(names[index]) {
      return .yesOrNo(.csat)
    }
    if facts.areWordTruths, !NameRules.isSurveyFlag(names[index]), finding.roles[.csat] == nil,
      strength(index, .csat) >= 4
    {
      return .yesOrNo(.csat)
    }
    if isOnNoScale(index) { return .unknownScale(lowest: facts.lowest, highest: facts.highest) }
    if let role = [ColumnRole.nps, .ces, .csat].first(where: { isUnclear(index, $0, finding) }) {
      return .unclear(role)
    }
    if let scale = itemScale(index) ?? smallScale(index) { return .item(scale: scale) }
    guard holdsAnswers(index) else { return nil }
    guard facts.areTruths else { return .unused }
    return NameRules.asksForContent(names[index]) ? .yesOrNo(.csat) : .yesOrNoOfAnything
  }

  /// Whether many answers are 1 and 2 alone, which are more likely yes and no than the two worst answers of a scale.
  func mayBeYesAndNo(_ index: Int) -> Bool {
    let facts = columns[index].facts
    return facts.areOnesAndTwos && facts.filled >= 20 && facts.namedScale == nil && !facts.namesTop
  }

  /// Whether a name says in brackets what is counted, so that numbers are no answers: "Tempo de resolução (horas)".
  private func namesUnit(_ index: Int) -> Bool {
    let parts = columns[index].name.split { "()[]".contains($0) }
    return parts.count > 1 && DurationParser.Unit(column: String(parts[parts.count - 1])) != nil
  }

  /// Whether numbers up to ten, yes and no, or a few words again and again may be answers, as far as a name does not say
  /// otherwise.
  private func holdsAnswers(_ index: Int) -> Bool {
    let (facts, name) = (columns[index].facts, names[index])
    let others: [ColumnRole] = [.contacts, .turn, .team, .role, .channel, .agent, .customer, .time, .id, .conversation]
    let isQuestion =
      name.isQuestion || columns[index].name.contains(text: "?") || TruthCodes.Numbers(columns[index].name) != nil
    guard facts.filled >= 5, facts.distinct > 1, 2 * facts.distinct <= facts.filled, !facts.areDates,
      !facts.areDurations, !namesUnit(index),
      isQuestion || !NameRules.isNoAnswer(name) && !NameRules.isKind(name) && !NameRules.isCaseFlag(name),
      !NameRules.isSurveyFlag(name), others.allSatisfy({ strength(index, $0) < 3 })
    else { return false }
    if facts.areScores {
      return facts.lowest >= 0 && facts.highest <= 10 && facts.highest > 1 && (isQuestion || !name.isNumbered)
    }
    if facts.areTruths { return facts.areWordTruths || isQuestion }
    let isOfScore =
      NameRules.isOfMood(name) || name.holds("recommend*")
      || [ColumnRole.csat, .nps, .ces].contains { resemblance(index, $0) >= 2 }
    return (2...7).contains(facts.distinct) && facts.meanWords <= 6 && !facts.areStates
      && (isQuestion || isOfScore || facts.areAnswers)
  }

  /// Whether dates beside those that are taken may be the time of the records: by their name, or because that of the others
  /// says no more.
  private func isOtherTime(_ index: Int, _ taken: Certainty) -> Bool {
    let (facts, name) = (columns[index].facts, names[index])
    if resemblance(index, .time) >= 2, taken == .likely || !NameRules.isPeriod(name) { return true }
    return taken == .likely && !facts.areDigitDates && facts.fillRate >= 0.5 && !name.isQuestion
      && !NameRules.saysSolved(name)
  }

  /// Whether values under the name of a resolution time hold numbers, and none is a time.
  private func hasNoTimes(_ index: Int) -> Bool {
    let facts = columns[index].facts
    return strength(index, .resolution) >= 3 && facts.durations == 0 && facts.openClocks == 0
      && !facts.areDates && !facts.areNumbers && !facts.areRelativeDates && facts.meanWords < 6
      && facts.examples.allSatisfy { $0.contains(where: \.isNumber) }
  }

  /// Two or three answers in words that say how good something was: thumbs, good and bad.
  private func smallScale(_ index: Int) -> String? {
    let (facts, name) = (columns[index].facts, names[index])
    guard facts.areAnswers, facts.distinct > 1, let family = facts.family, Self.smallFamilies.contains(family.name),
      !NameRules.isNoAnswer(name) || NameRules.asksForHelp(name) || name.holds("thumbs")
    else { return nil }
    return "\(family.scale(best: .high).text) in words"
  }

  private static let smallFamilies: Set<String> = [
    "thumbs", "good-bad", "satisfied-dissatisfied", "great-okay-not-good", "quality-3",
  ]

  /// Whether numbers under the name of a time or a count are no such, but for some.
  private func isBroken(_ index: Int, _ role: ColumnRole, _ finding: Finding) -> Bool {
    let facts = columns[index].facts
    guard finding.roles[role] == nil, strength(index, role) >= 3 else { return false }
    // "less than 1 hour" among times
    if role == .resolution, !facts.areNumbers, !facts.areDates { return facts.areMostlyDurations }
    guard facts.areNumbers else { return false }
    if role == .resolution { return facts.lowest < 0 }
    return finding.roles[.resolved] != nil && (facts.lowest < 0 || facts.hasFractions)
  }

  /// The role that an empty column has by its name; nil where there is none, or another column has it.
  private func emptyRole(_ index: Int, _ finding: Finding, _ wanted: Set<ColumnRole>) -> ColumnRole? {
    let roles: [ColumnRole] = [.csat, .nps, .ces, .resolved, .resolution, .text, .time]
    return roles.first { role in
      wanted.contains(role) && finding.roles[role] == nil && finding.ties[role] == nil && strength(index, role) >= 3
    }
  }

  private static let unclearRoles: [ColumnRole] = [.resolved, .resolution, .contacts, .text]

  /// Whether values and a part of the name fit a role that no column has, and the rest of the name is not understood.
  private func isUnclear(_ index: Int, _ role: ColumnRole, _ finding: Finding) -> Bool {
    let facts = columns[index].facts
    let isAlike =
      role == .text
      ? resemblance(index, role) > 0
      : resemblance(index, role) >= 3 || role == .resolved && NameRules.saysSolved(names[index])
    guard finding.roles[role] == nil, isAlike, strength(index, role) == 0 else { return false }
    switch role {
    case .resolved: return facts.areTruths && !facts.areOneSidedTruths || facts.areStates
    case .resolution: return facts.areDurations && !facts.areDates
    case .contacts:
      let isSolved = finding.roles[.resolved].map { !NameRules.saysFirstContact(names[$0.column]) } ?? false
      return isSolved && facts.areWholeNumbers && facts.lowest >= 0
    case .text:
      return facts.meanWords >= 3 && facts.meanCharacters >= 15 && facts.distinctShare >= 0.2 && !facts.areNumbers
        && !facts.areDates && !facts.areAddresses && !facts.areAnswers
    default:
      return (resemblance(index, role) >= 4 || !NameRules.isNoAnswer(names[index]))
        && (facts.areAnswers || facts.areScores && facts.highest > 1)
    }
  }

  /// Whether numbers are called a rating and are on no scale that surveys use, such as 10 to 50.
  private func isOnNoScale(_ index: Int) -> Bool {
    let facts = columns[index].facts
    guard facts.areNumbers, facts.filled > 1, !NameRules.isNoAnswer(names[index]), !facts.isCountedUp else {
      return false
    }
    // "Note sur 20"
    let namesScale = facts.namedScale.map { $0.highest > 10 } ?? false && NameRules.isGenericScore(names[index])
    return namesScale || NameRules.isWholeScore(names[index]) && !isEvaluated
      || [ColumnRole.csat, .nps, .ces].contains { resemblance(index, $0) >= 3 }
      ? facts.highest <= 1000 && (facts.lowest < 0 || facts.highest > 10) : false
  }

  /// Of a column whose name says which score it is, and of which many values are one: the share of those that are none; nil
  /// for other columns.
  private func brokenScore(_ index: Int) -> (role: ColumnRole, share: Double)? {
    let facts = columns[index].facts
    let role = [ColumnRole.csat, .nps, .ces].max { strength(index, $0) < strength(index, $1) }
    guard let role, strength(index, role) >= 3, facts.examined > 1, !NameRules.isNoAnswer(names[index]),
      !facts.areDates, !facts.areScores, !facts.areAnswers, !facts.areFewNumbers
    else { return nil }
    let share = Double(facts.badAnswers) / Double(facts.examined)
    // A few words again and again are answers that nobody knows here.
    let areWords = facts.distinct <= 12 && 2 * facts.distinct <= facts.filled && facts.meanWords < 4 && !facts.areTruths
    return share > 0 && (share <= 0.7 || areWords) ? (role, share) : nil
  }

  /// Of a column whose name says which score it is, and whose answers are on a scale but for a few codes; nil for others.
  private func coded(_ index: Int) -> (role: ColumnRole, scale: Scale)? {
    guard let role = [ColumnRole.csat, .nps, .ces].max(by: { strength(index, $0) < strength(index, $1) }),
      strength(index, role) >= 3, let scale = columns[index].facts.codedScale
    else { return nil }
    return (role, scale)
  }

  /// Whether people wrote in a column as they did in the one that is taken for the text.
  private func isOtherText(_ index: Int, than text: Int) -> Bool {
    // "source.body"
    (!NameRules.isNoText(names[index]) || names[index].words.hasSuffix(" body")) && isProse(index)
      && !isOfEvaluators(index) && columns[index].facts.fingerprint != columns[text].facts.fingerprint
  }

  /// Whether a column holds sentences of people who do not serve customers, as far as its name tells.
  private func isProse(_ index: Int, mayBeReply: Bool = false) -> Bool {
    let facts = columns[index].facts
    return facts.meanWords >= 3 && facts.meanCharacters >= 15 && facts.distinctShare >= 0.2 && facts.filled > 1
      && facts.numberShare < 0.2 && !facts.areDates && !facts.areAddresses && !facts.areAnswers
      && (mayBeReply || strength(index, .reply) < 3) && strength(index, .customer) < 3
  }

  /// Whether a column holds sentences that are not read, whatever it is called, where no text is.
  private func isUnreadText(_ index: Int) -> Bool {
    let (facts, name) = (columns[index].facts, names[index])
    return isProse(index, mayBeReply: true) && !facts.areDurations && !facts.areTruths
      && !NameRules.isWrittenByServer(name)
      && (!NameRules.isNoText(name) || facts.meanWords >= 6 && facts.distinctShare >= 0.5)
  }

  /// Whether each row holds the answer to the question that another column of the row names.
  private func isAnswerToSeveral(_ index: Int) -> Bool {
    let facts = columns[index].facts
    guard NameRules.isAnswer(names[index]), facts.filled > 3, facts.distinct > 1, !facts.areDates else { return false }
    return columns.indices.contains { other in
      let question = columns[other].facts
      return other != index && NameRules.isQuestionName(names[other]) && question.distinct > 1
        && 2 * question.distinct <= question.filled && question.fillRate > 0.9
    }
  }

  /// Whether what stands beside questions are sentences of people who serve customers, and no answers to a survey.
  private func isOfAgents(_ index: Int) -> Bool {
    let facts = columns[index].facts
    return strength(index, .reply) >= 3 && facts.meanWords >= 5 && facts.numberShare < 0.05
      && columns.indices.contains { $0 != index && isAgents($0) && isName(columns[$0].facts) }
  }

  /// Whether numbers under the name of a time or a count are means, each of several cases.
  private func isMean(_ index: Int, of role: ColumnRole) -> Bool {
    columns[index].facts.areNumbers && strength(index, role) >= 3 && saysMean(index)
  }

  /// Whether numbers under the name of a score are means or percentages.
  func isMean(_ index: Int) -> Bool {
    let facts = columns[index].facts
    let score = [ColumnRole.csat, .nps, .ces].map { strength(index, $0) }.max() ?? 0
    guard facts.areNumbers, score >= 2, facts.codedScale == nil else { return false }
    // "Total rating" is no count, where its numbers are no whole ones.
    if facts.areMeans { return true }
    guard !NameRules.isNoAnswer(names[index]) || score >= 4 else { return false }
    if saysMean(index) { return true }
    return !facts.areFewNumbers && score >= 4 && facts.highest > 10 && facts.lowest >= -100 && facts.highest <= 100
      && facts.namedScale == nil
  }

  /// Whether whole numbers up to ten may be the likelihood to recommend as well as another score.
  func isUndecidedScore(_ index: Int) -> Bool {
    let facts = columns[index].facts
    // What many rated as a whole, from 1 on, is no likelihood.
    guard !NameRules.isOverall(names[index]) || facts.lowest != 1 || facts.filled < 20 else { return false }
    // German marks end with 6.
    if mayBeMark(index), facts.lowest >= 1, facts.highest <= 6 { return false }
    return facts.fitsPromoter && facts.hasAnswersAbove5 && facts.namedScale == nil && !facts.namesTop
      && !facts.isCountedUp && survey == nil && NameRules.isGenericScore(names[index])
      && isUnderstood(index, as: .csat) && !NameRules.namesThing(names[index])
      && strength(index, .nps) < 2 && strength(index, .ces) < 3 && !NameRules.isNoAnswer(names[index])
  }

  /// The scale of answers whose name does not say that they are a score; nil for what is none.
  func itemScale(_ index: Int) -> String? {
    let facts = columns[index].facts
    let isNoAnswer =
      NameRules.isNoAnswer(names[index]) && !(facts.namedScale != nil && NameRules.isFeeling(names[index]))
    guard facts.filled > 0, !isNoAnswer, !facts.isCountedUp, !namesUnit(index),
      [ColumnRole.contacts, .turn, .team, .role, .channel, .agent].allSatisfy({ resemblance(index, $0) < 3 }),
      facts.areAnswers || resemblance(index, .resolved) < 3
    else { return nil }
    switch ColumnKind(facts, name: columns[index].name) {
    case .score(let scale) where scale.points >= 4 && facts.areWholeNumbers: return scale.text
    case .openScore(let scale, let other) where facts.areWholeNumbers: return "\(scale.text) or \(other.text)"
    case .answers(let family) where family.levels >= 4 && !Self.otherFamilies.contains(family.name):
      return "\(family.scale(best: .high).text) in words"
    default: return nil
    }
  }

  /// Families of words that say nothing of how good something was.
  private static let otherFamilies: Set<String> = ["polarity"]

  /// How many other columns are answers whose names do not say what they are for.
  func itemCount(besides index: Int) -> Int { items.count - (items.contains(index) ? 1 : 0) }

  func findItems() -> Set<Int> {
    Set(
      columns.indices.filter { index in
        itemScale(index) != nil && [ColumnRole.csat, .nps].allSatisfy { strength(index, $0) < 4 }
      })
  }
}
