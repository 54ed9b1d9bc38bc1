/// What each item is worth in a reply, in points of the score and in order of `RubricItem.allCases`.
package struct ItemEffects: Sendable, Equatable {
  /// Points that the reply would win with this item alone as it should be: at level 2, or gone where it hurts. 0 where the
  /// customer's message does not call for it, or few would advise it.
  package var gains: [Double]
  /// Points that the reply would lose without the item; 0 for those that hurt.
  package var worths: [Double]

  package init(gains: [Double], worths: [Double]) {
    self.gains = gains
    self.worths = worths
  }
}

extension ReplyCoach {
  /// The same as `conclude`, with what each item is worth; nil for a reply without a score.
  package func concludeWithEffects(
    _ findings: ReplyFindings, repeated: inout RepeatedSentences
  ) -> (assessment: ReplyAssessment, effects: ItemEffects?) {
    var findings = findings
    repeated.apply(to: &findings)
    let effects = findings.reason == nil ? effects(findings) : nil
    return (conclude(findings), effects)
  }

  /// Below which probability few would advise something.
  private static let few: Float = 0.25

  private func effects(_ findings: ReplyFindings) -> ItemEffects {
    let score = rubric.score(findings)
    let weights = rubric.weights[findings.channel.index]
    func change(_ item: RubricItem, to level: Int) -> Double {
      guard findings[item] != level else { return 0 }
      var changed = findings
      changed[item] = level
      return rubric.score(changed) - score
    }
    let situation = findings.customer.situation.map { rubric.situations.all[$0] }
    let facts = adviceFacts(findings)
    func isAdvised(_ item: RubricItem) -> Bool {
      let gain = Float(item.gain(weight: weights[item.index], findings))
      guard gain > 0, situation?.unfit.contains(item) != true else { return false }
      guard let learned = phraseBook.learned else { return true }
      return learned.weights.probability(item.index, isSentence: false, facts.of(item, gain: gain, findings))
        >= Self.few
    }
    return ItemEffects(
      gains: RubricItem.all.map { item in
        guard isAdvised(item) else { return 0 }
        return max(change(item, to: item.isPositive ? 2 : 0), 0)
      },
      worths: RubricItem.all.map { $0.isPositive ? max(-change($0, to: 0), 0) : 0 })
  }
}
