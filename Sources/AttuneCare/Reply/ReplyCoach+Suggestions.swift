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

  /// The most valuable of those that a team lead would give for this message and this reply.
  func suggestions(_ findings: ReplyFindings) -> [ReplyAssessment.Suggestion] {
    var suggestions: [ReplyAssessment.Suggestion] = []
    suggestions.reserveCapacity(Self.suggestionLimit)
    for candidate in candidates(findings) {
      guard suggestions.count < Self.suggestionLimit else { break }
      guard let suggestion = phraseBook.learned.map({ chosen(candidate, by: $0) }) ?? candidate.suggestion else {
        continue
      }
      // Not the same sentence twice.
      if let example = suggestion.example, suggestions.contains(where: { $0.example == example }) { continue }
      suggestions.append(suggestion)
      if candidate.isAlone { break }
    }
    return suggestions
  }

  /// What of an advice would be given: with its sentence where that could be sent, for which the advice may matter less.
  /// - Returns: nil for none of it.
  private func chosen(_ candidate: AdviceCandidate, by rule: AdviceRule) -> ReplyAssessment.Suggestion? {
    guard let kind = candidate.kind else { return candidate.suggestion }
    func probability(isSentence: Bool) -> Float {
      rule.weights.probability(kind, isSentence: isSentence, candidate.facts)
    }
    var suggestion = candidate.suggestion
    var worth = probability(isSentence: false)
    if suggestion.example != nil {
      let sentence = probability(isSentence: true)
      if sentence >= rule.sentence { worth = (worth + sentence) / 2 } else { suggestion.example = nil }
    }
    // Where somebody may be in danger, doubt speaks for it.
    return worth >= (candidate.isAlone ? min(rule.advice, 0.5) : rule.advice) ? suggestion : nil
  }

  /// All that could be advised, the most valuable first: what the situation needs and the reply lacks, then items, those that win most
  /// points first. Of a plain question only its needs.
  func candidates(_ findings: ReplyFindings) -> [AdviceCandidate] {
    let situation = findings.customer.situation.map { rubric.situations.all[$0] }
    var candidates: [AdviceCandidate] = []
    candidates.reserveCapacity(8)
    func add(_ suggestion: ReplyAssessment.Suggestion, kind: Int?, gain: Float, isAlone: Bool = false) {
      let facts = AdviceFacts(findings, situation: situation, item: suggestion.item, gain: gain)
      candidates.append(AdviceCandidate(kind: kind, suggestion: suggestion, facts: facts, isAlone: isAlone))
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
