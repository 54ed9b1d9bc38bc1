import AttuneCare

/// Finds out which columns of an export have which roles, from their names and a sample of their values.
///
/// A role is given only where the evidence is good: scores, truths and names need a fitting name and fitting values. Free
/// text, and a single column of dates, are told by their values alone as well.
package struct RoleFinder: Sendable {
  private struct Candidate {
    var column: Int
    /// By name; see `NameRules`.
    var strength: Double
    /// Decides between names that are equally good: words of texts, filled values of others.
    var weight: Double
  }

  /// How well a name fits a role, and how much a part of it does.
  private struct Fit {
    var strength: Double
    var resemblance: Double
  }

  let columns: [Column]
  let names: [ColumnName]
  /// How well names and labels fit roles.
  private let fits: [[ColumnRole: Fit]]
  /// Names and labels without what they say of their scale: "Overall experience (out of 10)".
  private let subjects: [HeaderSubject]
  private let labelSubjects: [HeaderSubject?]
  /// What the export says that every record answers: NPS, CSAT or CES.
  let survey: ColumnRole?
  /// Whether ids say that the answers are those of a net promoter score: "NPS-0017".
  private let isNumberedAsPromoter: Bool
  /// Columns of answers whose names do not say what they are for.
  private(set) var items: Set<Int> = []
  /// The column that says how many answers each row stands for, so that no row is an answer; nil for none.
  private(set) var counts: Int?
  /// Columns that say how many gave each answer.
  private(set) var tallies: Set<Int> = []
  /// Columns of what people who serve customers wrote, by name.
  private(set) var replies: Set<Int> = []
  /// Whether a column says who judged the work of those who serve customers.
  private(set) var isEvaluated = false
  /// Of columns of answers to several questions, one a row: the column that names these.
  private(set) var questions: [Int: Int] = [:]

  /// Whether words beside the answers say what their writers are: promoters, passives and detractors.
  private let namesPromoters: Bool
  /// Answers from 0 to 10 that fall into these, as many into each as the words say.
  private var promoterAnswers: Set<Int> = []

  private var isPromoterSurvey: Bool { survey == .nps || isNumberedAsPromoter || namesPromoters }

  package init(_ columns: [Column]) {
    self.columns = columns
    names = columns.map { ColumnName($0.name) }
    subjects = columns.map { HeaderSubject($0.name) }
    labelSubjects = columns.map { $0.label.map { HeaderSubject($0) } }
    fits = columns.indices.map { [names, subjects, labelSubjects] index in
      let fits = Self.fits(names[index], subjects[index])
      guard let label = columns[index].label, let subject = labelSubjects[index] else { return fits }
      return fits.merging(Self.fits(ColumnName(label), subject)) { first, second in
        Fit(
          strength: max(first.strength, second.strength), resemblance: max(first.resemblance, second.resemblance))
      }
    }
    let constants = columns.compactMap { $0.facts.constant.map { ColumnName($0) } }
    survey = [.nps, .csat, .ces].first { role in constants.contains { NameRules.strength($0, role) >= 5 } }
    isNumberedAsPromoter = columns.contains { column in
      let examples = column.facts.examples
      return column.facts.isUnique && examples.count > 1 && examples.allSatisfy { $0.lowercased().hasPrefix("nps") }
    }
    let groups = columns.filter { $0.facts.arePromoters }.compactMap { $0.facts.promoters }
    namesPromoters = !groups.isEmpty
    promoterAnswers = Set(
      columns.indices.filter { index in
        let facts = columns[index].facts
        guard facts.fitsPromoter, facts.hasAnswersAbove5, !facts.isCountedUp, let own = facts.promoters else {
          return false
        }
        return strength(index, .csat) < 5 && strength(index, .ces) < 5 && groups.contains { $0.isNearly(own) }
      })
    replies = Set(self.columns.indices.filter { strength($0, .reply) >= 3 && self.columns[$0].facts.meanWords >= 3 })
    isEvaluated = findsEvaluators()
    counts = findCounts()
    tallies = findTallies()
    questions = findQuestions()
    items = findItems()
  }

  /// How well the name of a column, or what the export says of it, fits a role: 0 where it is not understood as a whole.
  func strength(_ index: Int, _ role: ColumnRole) -> Double { fits[index][role]?.strength ?? 0 }

  /// Which score a column is most like by its name.
  package func scoreRole(_ index: Int) -> ColumnRole {
    [ColumnRole.nps, .ces].first { strength(index, $0) > strength(index, .csat) } ?? .csat
  }

  /// How much the name of a column looks like one of a role, whatever else it says.
  func resemblance(_ index: Int, _ role: ColumnRole) -> Double { fits[index][role]?.resemblance ?? 0 }

  /// What a name, and what it is about, say of each role; roles of which they say nothing are left out.
  private static func fits(_ name: ColumnName, _ subject: HeaderSubject) -> [ColumnRole: Fit] {
    var fits: [ColumnRole: Fit] = [:]
    for role in ColumnRole.allCases {
      let resemblance = max(
        NameRules.strength(name, role), role == .csat ? NameRules.strength(subject.name, role) : 0)
      guard resemblance > 0 else { continue }
      let isUnderstood = !NameRules.mustBeUnderstood(role) || subject.isUnderstood(as: role)
      fits[role] = Fit(strength: isUnderstood ? resemblance : 0, resemblance: resemblance)
    }
    return fits
  }

  /// Whether a name says that numbers are means, apart from what it says of the scale: "3 = average".
  func saysMean(_ index: Int) -> Bool { NameRules.saysMean(subjects[index].name) }

  /// Whether all of a name is understood as that of a role.
  func isUnderstood(_ index: Int, as role: ColumnRole) -> Bool {
    subjects[index].isUnderstood(as: role) || labelSubjects[index]?.isUnderstood(as: role) == true
  }

  /// What is known of which end of the answers is better: by the name, the question, and words beside numbers.
  package func direction(_ index: Int) -> Metric.Better? {
    let column = columns[index]
    let ends = ScaleEnds(column.facts.labels) ?? ScaleEnds(in: column.label ?? column.name)
    if let ends, let best = ends.best { return best == .high ? .higher : .lower }
    let isFalling = ends?.isFalling ?? false
    if Self.asksForBad(column) { return isFalling ? .higher : .lower }
    let wording = ScaleName.wording(name: column.name, label: column.label)
    // Means of marks, such as 1.7, are on no scale of answers.
    let isMarked = column.facts.lowest >= 1 && column.facts.highest <= 6
    let scale = column.facts.scale.scale ?? (isMarked ? Scale(1, 6) : nil)
    if let scale, AnswerDirection(wording, on: scale) == .open { return nil }
    let isGood =
      [subjects[index], labelSubjects[index]].contains {
        $0.map { $0.isScaleUnderstood && NameRules.isOfGood($0.name) } == true
      }
      || strength(index, .nps) >= 2 || column.facts.family.map { !$0.isOfAmounts } == true
    return isGood ? isFalling ? .lower : .higher : nil
  }

  /// - Parameters:
  ///   - wanted: the roles that are looked for. Each column has one role at most.
  ///   - taken: columns that have a role already.
  /// - Complexity: O(columns × roles)
  package func find(_ wanted: [ColumnRole] = ColumnRole.allCases, taken: Set<Int> = []) -> Finding {
    var finding = Finding()
    // With another column for the likelihood to recommend, a score up to ten is something else.
    let asksWhich =
      wanted.contains(.nps) && !columns.indices.contains { !taken.contains($0) && candidate($0, .nps) != nil }
    var candidates = wanted.map { role in
      (
        role: role,
        columns: columns.indices.filter { !taken.contains($0) }.compactMap { candidate($0, role) }
          .filter { !(role == .csat && asksWhich && isUndecidedScore($0.column)) }
          .sorted { ($0.strength, $0.weight) > ($1.strength, $1.weight) }
      )
    }
    // The best fits first, so that a column goes to the role that it fits best.
    var used = taken
    while true {
      for index in candidates.indices { candidates[index].columns.removeAll { used.contains($0.column) } }
      candidates.removeAll { $0.columns.isEmpty }
      guard
        let best = candidates.indices.max(by: {
          candidates[$0].columns[0].strength < candidates[$1].columns[0].strength
        })
      else { break }
      let (role, fitting) = candidates.remove(at: best)
      let first = fitting[0]
      let equal = fitting.prefix { $0.column == first.column || isTie(role, first, $0) }.map(\.column)
      // The same values twice are no question.
      let isTwice =
        [.text, .reply, .time].contains(role)
        && equal.allSatisfy { columns[$0].facts.fingerprint == columns[first.column].facts.fingerprint }
      let isPair = role == .text && equal.count == 2 && opposites(in: equal) != nil
      if equal.count > 1, !isTwice, !isPair {
        finding.ties[role] = equal.sorted()
        if role.mustBeDecided { used.formUnion(equal) }
        continue
      }
      let needed = role == .time ? Self.sureTime : 3
      finding.roles[role] = Found(
        column: equal.count > 1 ? equal.min() ?? first.column : first.column,
        certainty: first.strength >= needed ? .sure : .likely)
      used.formUnion(equal.count > 1 ? Set(equal) : [first.column])
      if role == .text, let text = finding.roles[.text]?.column {
        finding.opposite = opposite(of: text, taken: used.subtracting(equal))
        finding.isOpposite = isPair
        used.formUnion(finding.opposite.map { [$0] } ?? [])
      }
    }
    // Contacts say something of cases whose end is known only.
    if wanted.contains(.resolved),
      finding.roles[.resolved].map({ NameRules.saysFirstContact(names[$0.column]) }) ?? true
    {
      finding.roles[.contacts] = nil
    }
    finding.open = openColumns(finding, Set(wanted), taken: taken)
    return finding
  }

  /// Of what people are called by their answers, beside which these count.
  private static let promoterWords = 1.75

  /// A date whose name says no more than that it is one may be of something else than the record.
  private static let sureTime = 3.25

  private func isTie(_ role: ColumnRole, _ first: Candidate, _ second: Candidate) -> Bool {
    guard abs(first.strength - second.strength) < 0.25 else { return false }
    switch role {
    case .text, .reply: return second.weight >= 0.8 * first.weight
    case .id, .conversation: return false
    default: return true
    }
  }

  // MARK: Evidence

  /// nil when a column cannot have a role.
  private func candidate(_ index: Int, _ role: ColumnRole) -> Candidate? {
    let facts = columns[index].facts
    let name = names[index]
    let strength = strength(index, role)
    let fit: Double?
    switch role {
    case .text, .reply: fit = textStrength(index, facts, name, strength, role)
    case .time: fit = timeStrength(index, facts, strength)
    case .nps: fit = isMean(index) ? nil : promoterStrength(index, facts, name, strength)
    case .csat, .ces: fit = scoreStrength(index, role, facts, name, strength)
    case .resolved:
      // Exports of surveys have a status as well, which says whether the form was sent off.
      fit =
        strength >= 3 && facts.areTruths && !facts.areOneSidedTruths
          && !NameRules.saysSolvedAndUnsolved(subjects[index].name)
          || strength > 0 && facts.areStates
        ? strength : nil
    case .resolution:
      fit = strength >= 3 && facts.areDurations && !facts.areDates && !saysMean(index) ? strength : nil
    case .contacts:
      let isCount = facts.areWholeNumbers && facts.lowest >= 0 && facts.highest <= 1000
      fit = strength >= 3 && isCount && !saysMean(index) ? strength : nil
    case .agent:
      // "Staff" and "Technician" may be what was rated.
      let isRated = strength <= NameRules.agentStrength && facts.areScores && facts.highest <= 10 && !name.isNumbered
      let byParts = areRepeatedPeople(facts) ? NameRules.agentParts(name) : 0
      let agent = max(strength, byParts)
      // "bot" and "human" are nobody's names.
      let areKinds = facts.distinct == 2 && facts.examples.contains { TurnSide(role: $0) == .neither }
      fit =
        agent >= 3 && isName(facts) && !facts.areAnswers && !facts.areWordTruths && !isRated && !areKinds ? agent : nil
    case .customer:
      let isRated = facts.areScores && facts.highest <= 10 && !name.isNumbered
      let customer = max(strength, isRated ? 0 : NameRules.customerParts(name))
      fit = customer >= 3 && isName(facts) ? customer : nil
    case .team: fit = strength >= 3 && isName(facts) ? strength : nil
    case .channel: fit = strength >= 3 && isName(facts) && facts.distinct <= 30 && !facts.areNumbers ? strength : nil
    case .conversation: fit = strength >= 3 && isName(facts) && facts.distinct < facts.filled ? strength : nil
    case .role:
      // "From" may be a place, or an address.
      let isOfSides = name.words != "from" || TurnSide.areWriters(facts.examples)
      fit = strength >= 3 && isName(facts) && facts.distinct <= 12 && !facts.areNumbers && isOfSides ? strength : nil
    case .turn: fit = strength >= 3 && facts.areWholeNumbers ? strength : nil
    case .id:
      fit =
        facts.isUnique && facts.meanWords < 1.5 && (!facts.areDates || facts.areDigitDates && strength >= 3)
          && !facts.areAddresses && (strength >= 3 || !isMeasured(index))
        ? max(strength, 0.5) : nil
    }
    let isScored = questions[index] == nil && !tallies.contains(index) && !mayBeYesAndNo(index)
    guard let fit, isScored || ![.csat, .nps, .ces].contains(role) else { return nil }
    let weight = role == .text || role == .reply ? facts.meanWords * Double(facts.filled) : Double(facts.filled)
    return Candidate(column: index, strength: fit, weight: weight)
  }

  /// Whether numbers that all differ are rather answers, amounts or times than ids.
  private func isMeasured(_ index: Int) -> Bool {
    let facts = columns[index].facts
    guard facts.areNumbers, !facts.isCountedUp else { return false }
    return NameRules.isAmount(names[index]) || !facts.areWholeNumbers || facts.highest <= 10
      || [ColumnRole.csat, .nps, .ces, .resolution].contains { resemblance(index, $0) >= 2 }
  }

  /// Free text: many distinct values of several words.
  private func textStrength(
    _ index: Int, _ facts: ColumnFacts, _ name: ColumnName, _ strength: Double, _ role: ColumnRole
  ) -> Double? {
    var strength = strength
    // Who wrote it is not known, or no customer.
    if role == .text,
      strength == 0 && resemblance(index, .text) > 0 || facts.areLogEntries || NameRules.isWrittenByServer(name)
        || isOfEvaluators(index)
    {
      return nil
    }
    if role == .text, mayBeServersNotes(index) { return nil }
    // What is answered to a survey is the customer's response.
    if role == .reply, survey != nil, strength < 5 { return nil }
    if role == .text, survey == nil {
      // What the other side wrote is no customer's text.
      let reply = self.strength(index, .reply)
      if reply >= 3, strength < 4.5 { strength = min(strength, 0.5) }
    }
    if facts.filled == 0 { return strength >= 4 ? strength - 2 : nil }
    guard !facts.areNumbers, !facts.areDates, !facts.areTruths, !facts.areScores, !facts.areDurations,
      !facts.areAddresses, !facts.areRelativeDates, !facts.areAnswers || strength >= 4.5, !isScaleOfWords(facts, name)
    else { return nil }
    if facts.numberShare >= 0.2, strength < 4.5 || facts.numberShare >= 0.5 { return nil }
    let isVaried = facts.filled < 5 || facts.distinctShare >= 0.3
    if strength >= 4.5 {
      if facts.isUnique, facts.meanWords < 1.1, facts.filled > 20 { return nil }
      return areTopics(facts) ? nil : strength
    }
    if strength >= 3 {
      return (facts.meanWords >= 1.5 || facts.meanCharacters >= 12 && isVaried) && !areTopics(facts) ? strength : nil
    }
    // Beside replies stands what they answer, though many may ask the same.
    let isAnswered =
      role == .text && !replies.isEmpty && !replies.contains(index)
      && (!NameRules.isQuestionName(name) || columns.indices.contains { isAgents($0) && isName(columns[$0].facts) })
    if strength > 0.5 {
      let isOfCase = role == .text && NameRules.speakOfCustomers(facts.notes)
      return facts.meanWords >= 3 && (isVaried || isAnswered) && !isOfCase ? strength : nil
    }
    guard role == .text, facts.meanWords >= 4, facts.meanCharacters >= 20, facts.distinctShare >= 0.6,
      !NameRules.isNoText(name), !isRatherOfServers(index),
      NameRules.mayBeAnyText(name) || columns[index].name.contains(text: "?")
        || columns.indices.contains(where: { areOpposite(index, $0) })
    else { return nil }
    return 0.5
  }

  /// Whether a column holds one of a few short names, as topics are, and nothing that somebody wrote.
  private func areTopics(_ facts: ColumnFacts) -> Bool {
    facts.filled >= 20 && facts.distinct <= 12 && 2 * facts.distinct <= facts.filled && facts.meanWords < 3
      && facts.answerWords == 0
  }

  /// Whether a column that is called feedback holds one of a few words of a scale, and nothing that somebody wrote.
  private func isScaleOfWords(_ facts: ColumnFacts, _ name: ColumnName) -> Bool {
    facts.areAnswers && facts.distinct < facts.filled && facts.distinct > 1 && facts.meanWords < 3
      && (facts.family?.levels ?? 0) >= 3 && NameRules.strength(name, .csat) >= 2
  }

  private func timeStrength(_ index: Int, _ facts: ColumnFacts, _ strength: Double) -> Double? {
    guard facts.areDates || facts.areSerials && strength >= 4, facts.fillRate >= 0.5 else { return nil }
    if strength < Self.sureTime, names[index].isQuestion { return nil }
    if strength > 0 { return facts.areDigitDates && strength < 3 ? nil : strength }
    // Without a name, the only column of dates.
    let isOnly = columns.indices.allSatisfy { $0 == index || !columns[$0].facts.areDates }
    let name = ColumnName(columns[index].name)
    // When cases were solved is a time of theirs, where there is no other.
    let isNeutral = name.isNeutralToTime && (name.saysNothing || isUnderstood(index, as: .time))
    return isOnly && !facts.areDigitDates && (isNeutral || NameRules.saysSolved(name)) ? 0.5 : nil
  }

  private func promoterStrength(
    _ index: Int, _ facts: ColumnFacts, _ name: ColumnName, _ strength: Double
  ) -> Double? {
    guard facts.filled > 0, counts == nil else { return nil }
    // "Promoter", "Passive", "Detractor"
    if facts.arePromoters { return max(strength, Self.promoterWords) }
    if facts.areAnswers, facts.family?.name == "promoter" { return strength >= 4.5 ? strength : nil }
    guard facts.fitsPromoter else { return nil }
    if promoterAnswers.contains(index) { return max(strength, NameRules.isBareScore(name) ? 4.5 : 4) }
    if facts.areOneToFive { return nil }
    if strength >= 4.5 { return strength }
    // "How likely are you to recommend us?" may be answered from 1 to 5 as well, of which nobody is a promoter.
    if strength >= 2 { return facts.highest > 5 || facts.namesPromoterScale ? strength : nil }
    let isAnswer = isPromoterSurvey && NameRules.isAnswer(subjects[index].name)
    guard NameRules.isBareScore(name) || isAnswer else { return nil }
    if let scale = facts.namedScale, scale.lowest == 0, scale.highest == 10 { return 3.5 }
    guard NameRules.strength(name, .csat) >= 2 || name.words == "nota" || isAnswer,
      facts.highest > 5, facts.namedScale == nil, !facts.namesTop
    else { return nil }
    // No other scale in use begins with 0 and ends with 10.
    if isPromoterSurvey { return 4 }
    return facts.lowest == 0 && facts.filled >= 20 && NameRules.strength(name, .csat) < 3 && !hasOthersToTen(index)
      ? 2 : nil
  }

  /// Whether other columns hold numbers from 0 to 10 as well, so that a score on that scale may be of anything: "Score", "Food".
  private func hasOthersToTen(_ index: Int) -> Bool {
    columns.indices.contains { other in
      let facts = columns[other].facts
      return other != index && facts.fitsPromoter && facts.lowest == 0 && facts.hasAnswersAbove5
        && facts.areWholeNumbers
    }
  }

  private func scoreStrength(
    _ index: Int, _ role: ColumnRole, _ facts: ColumnFacts, _ name: ColumnName, _ strength: Double
  ) -> Double? {
    guard facts.filled > 0, counts == nil, facts.codedScale == nil || facts.areOnNamedScale, !isMean(index),
      !NameRules.asksForRank(name),
      !isOfEvaluators(index), name.words != "rate" || facts.areAnswers, !promoterAnswers.contains(index)
    else { return nil }
    var strength = strength
    if survey == nil, !NameRules.isOverall(name), isItem(index, role, strength) { return nil }
    if survey == .ces, NameRules.strength(name, .csat) >= 2 {
      strength = role == .ces ? max(strength, 4) : strength >= 5 ? strength : 0
    }
    if role == .csat, facts.areAnswers, facts.family?.name == "faces", NameRules.isOfMood(name) {
      return max(strength, 2)
    }
    if facts.areAnswers || facts.areWordTruths && NameRules.asksForContent(name) {
      return strength >= 2 ? strength : nil
    }
    switch facts.scale {
    case .proven(let scale), .open(let scale, _): guard facts.areScores, scale.points <= 11 else { return nil }
    case .none: return nil
    }
    if strength >= 3 {
      let isBare = (survey == .nps || isNumberedAsPromoter) && NameRules.isBareScore(name)
      return isPromoterSurvey && (strength < 4 || isBare) && facts.highest > 5 ? nil : strength
    }
    // A mere "score" may be anything beyond five stars, unless its name says its top.
    let namesTop = facts.namedScale.map { $0.highest <= 10 && $0.lowest != 0 } ?? false
    let highest = mayBeMark(index) ? 6.0 : 5
    return strength >= 2 && (facts.lowest >= 1 && facts.highest <= highest || facts.lowest >= 0 && namesTop)
      ? strength : nil
  }

  /// Whether a score of one aspect stands among others, and is no more than they are the figure of all.
  private func isItem(_ index: Int, _ role: ColumnRole, _ strength: Double) -> Bool {
    // The names of these mean nothing else, or ask for it.
    let limit = role == .ces ? 4.0 : 3.25
    guard strength < limit || role == .csat && strength < 4.25 && names[index].holds("with") else { return false }
    return strength > 0 && !names[index].isQuestion && itemCount(besides: index) >= (strength < limit ? 2 : 3)
  }

  /// Whether a few people are named again and again, as those who serve are, and not one a record, as customers are.
  private func areRepeatedPeople(_ facts: ColumnFacts) -> Bool {
    facts.distinct >= 2 && 2 * facts.distinct <= facts.filled && !facts.areTruths && !facts.areStates
      && (!facts.areScores || facts.highest > 10)
  }

  /// Names and codes, not answers: they are short, and no scores or dates.
  func isName(_ facts: ColumnFacts) -> Bool {
    facts.filled > 0 && facts.meanWords < 4 && facts.meanCharacters < 64 && !facts.areDates
  }
}
