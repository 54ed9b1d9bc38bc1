extension ReplyCoach {
  private static let suggestionLimit = 3

  /// The most valuable first: what the situation needs and lacks, then items; of items that a sentence could win only those
  /// for which the book has one that fits.
  func suggestions(_ findings: ReplyFindings) -> [ReplyAssessment.Suggestion] {
    var suggestions: [ReplyAssessment.Suggestion] = []
    suggestions.reserveCapacity(Self.suggestionLimit)
    let customer = findings.customer
    // What may not be the matter is not spoken of: advice for one situation is out of place in another.
    let isVague = !customer.isSituationPlain
    let own = customer.situation.map { rubric.situations.all[$0] }
    let situation = isVague ? rubric.situations.trouble.map { rubric.situations.all[$0] } : own
    let weights = rubric.weights[findings.channel.index]
    var gains = InlineArray<32, Float>(repeating: 0)
    for item in RubricItem.all { gains[item.index] = Float(item.gain(weight: weights[item.index], findings)) }
    for item in own?.unfit ?? [] { gains[item.index] = 0 }
    if !findings.slots.isEmpty {
      gains[RubricItem.canned.index] = 0
      suggestions.append(
        .init(
          item: .canned, need: nil,
          advice: "Fill in \(findings.slots.joined(separator: ", ")) before it is sent.", example: nil))
    }
    for (need, level) in zip(situation?.needs ?? [], findings.needs) where level == 0 && !isVague {
      guard suggestions.count < Self.suggestionLimit else { break }
      suggestions.append(phraseBook.suggestion(rubric.situations.needs[need], findings))
      if rubric.situations.needs[need].isAlone { return suggestions }
      // A sentence that meets the need is one of its item as well.
      gains[rubric.situations.needs[need].item.index] = 0
    }
    // A plain question needs nothing else.
    while suggestions.count < Self.suggestionLimit, findings.reason == nil {
      var best = RubricItem.greeting
      for item in RubricItem.all where gains[item.index] > gains[best.index] { best = item }
      // Gains of less than half a point are not worth a suggestion.
      guard gains[best.index] > 0.5 else { break }
      gains[best.index] = 0
      guard best.isTimely(findings, isVague: isVague), let suggestion = phraseBook.suggestion(best, findings, situation)
      else { continue }
      // Not the same sentence twice.
      if let example = suggestion.example, suggestions.contains(where: { $0.example == example }) { continue }
      suggestions.append(suggestion)
    }
    return suggestions
  }
}

extension RubricItem {
  /// Whether what would win points helps this reply as it stands.
  ///
  /// - Parameter isVague: what the customer is in may be something else.
  fileprivate func isTimely(_ findings: ReplyFindings, isVague: Bool) -> Bool {
    let customer = findings.customer
    let isGrave = customer.gravity > 1 && !isVague
    let isDispleased =
      customer.hasProblem && customer.aspect != nil
      && (customer.feeling?.isNegative == true || customer.sentiment < -0.2)
    let isAttentive = findings.points.count(where: \.isTaken) > 1
    switch self {
    // Only who is displeased by something that companies do can be told that it is put right.
    case .apologize, .ownership: return isGrave || isDispleased
    // Who is still waiting for a word of regret, or needs help at once, is not asked for a wish.
    case .openQuestion:
      return !isGrave && isDispleased && findings[.apologize] > 0
    // Nothing is closed before something is under way.
    case .close: return findings[.solution] > 0 && !customer.isPraiseOnly
    // A reply that takes up what the customer raised has said it back.
    case .acknowledge: return !isAttentive && findings.relevance < 0.4
    // Who is in need wants more than to hear that it is understandable.
    case .validate: return customer.gravity < 2
    case .personal:
      return findings[.personal] == 0 && findings.relevance < 0.2
        && (findings.customerName != nil || findings.points.count > 1)
    // Nor does it wave away or blame, unless that is plain; and what mood would be right must be plain as well.
    case .dismissive, .blame: return !isAttentive || findings[self] > 1
    case .wrongTone: return !isAttentive && !isVague
    default: return true
    }
  }
}
