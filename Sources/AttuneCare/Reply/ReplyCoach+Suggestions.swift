/// Something that a coach may advise.
struct AdviceCandidate {
  /// Its place in `LearnedAdvice.kinds`; nil for what is always said.
  var kind: Int?
  var suggestion: ReplyAssessment.Suggestion
  var facts: AdviceFacts
  /// Nothing else is said beside it.
  var isAlone = false
}

extension ReplyCoach {
  private static let suggestionLimit = 3
  /// From which probability on more people would advise something than not.
  private static let even: Float = 0.5

  /// The most valuable of those that a team lead would give for this message and this reply. Where somebody is plainly in danger or
  /// in need, what is likely is enough.
  func suggestions(_ findings: ReplyFindings) -> [ReplyAssessment.Suggestion] {
    var suggestions: [ReplyAssessment.Suggestion] = []
    suggestions.reserveCapacity(Self.suggestionLimit)
    let isGrave = findings.customer.gravity > 1 && findings.customer.isSituationPlain
    var likely: (worth: Float, suggestion: ReplyAssessment.Suggestion)?
    for candidate in candidates(findings) {
      guard suggestions.count < Self.suggestionLimit else { break }
      var suggestion = candidate.suggestion
      if let kind = candidate.kind, let rule = phraseBook.learned {
        let worth = worth(kind, candidate.facts, &suggestion, by: rule)
        if isGrave, worth >= max(Self.even, likely?.worth ?? 0) { likely = (worth, suggestion) }
        guard worth >= (isGrave && candidate.isAlone ? min(rule.advice, Self.even) : rule.advice) else { continue }
      }
      // Not the same sentence twice.
      if let example = suggestion.example, suggestions.contains(where: { $0.example == example }) { continue }
      suggestions.append(suggestion)
      if candidate.isAlone { break }
    }
    if suggestions.isEmpty, let likely { suggestions.append(likely.suggestion) }
    return suggestions
  }

  /// How likely an advice would be given; with its sentence, which is taken out where it could not be sent, it may matter less.
  private func worth(
    _ kind: Int, _ facts: AdviceFacts, _ suggestion: inout ReplyAssessment.Suggestion, by rule: AdviceRule
  ) -> Float {
    let advice = rule.weights.probability(kind, isSentence: false, facts)
    guard suggestion.example != nil else { return advice }
    let sentence = rule.weights.probability(kind, isSentence: true, facts)
    if sentence >= rule.sentence { return (advice + sentence) / 2 }
    suggestion.example = nil
    return advice
  }

  func adviceFacts(_ findings: ReplyFindings) -> AdviceFacts {
    AdviceFacts(
      findings, lane: rubric.situations.lanes.first { $0.situation == findings.customer.situation }?.lane)
  }

  /// All that could be advised, the most valuable first: what the situation needs and the reply lacks, then items, those that win most
  /// points first. Of a plain question only its needs.
  func candidates(_ findings: ReplyFindings) -> [AdviceCandidate] {
    let situation = findings.customer.situation.map { rubric.situations.all[$0] }
    var candidates: [AdviceCandidate] = []
    candidates.reserveCapacity(8)
    let facts = adviceFacts(findings)
    func add(_ suggestion: ReplyAssessment.Suggestion, kind: Int?, gain: Float, isAlone: Bool = false) {
      candidates.append(
        AdviceCandidate(
          kind: kind, suggestion: suggestion, facts: facts.of(suggestion.item, gain: gain, findings), isAlone: isAlone))
    }
    let weights = rubric.weights[findings.channel.index]
    var gains = InlineArray<32, Float>(repeating: 0)
    for item in RubricItem.all { gains[item.index] = Float(item.gain(weight: weights[item.index], findings)) }
    for item in situation?.unfit ?? [] { gains[item.index] = 0 }
    if !findings.slots.isEmpty {
      gains[RubricItem.canned.index] = 0
      let advice = "Fill in \(findings.slots.joined(separator: ", ")) before it is sent."
      add(.init(item: .canned, need: nil, advice: advice, example: nil), kind: nil, gain: 0)
    }
    for (index, level) in zip(situation?.needs ?? [], findings.needs) where level == 0 {
      let need = rubric.situations.needs[index]
      add(
        phraseBook.suggestion(need, findings), kind: need.kind, gain: Float(need.points), isAlone: need.isAlone)
      if need.isAlone { return candidates }
      // A sentence that meets the need is one of its item as well.
      gains[need.item.index] = 0
    }
    while findings.reason == nil {
      var best = RubricItem.greeting
      for item in RubricItem.all where gains[item.index] > gains[best.index] { best = item }
      // Gains of less than half a point are not worth a suggestion.
      guard gains[best.index] > 0.5 else { break }
      if let suggestion = phraseBook.suggestion(best, findings, situation) {
        add(suggestion, kind: best.index, gain: gains[best.index])
      }
      gains[best.index] = 0
    }
    return candidates
  }
}
