/// Whether a reply has what the customer's situation needs, and none of what is a wrong tone there.
extension ReplyReader {
  func readSituation(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    guard let index = findings.customer.situation else { return }
    let situation = rubric.situations.all[index]
    let solution = UInt8(RubricItem.solution.index)
    let firstStep = situation.needs.isEmpty ? .max : held.first { $0.group == solution }?.first ?? .max
    findings.needs = situation.needs.map { need in
      let group = UInt8(Rubric.ReplyGroup.count + need)
      guard let cue = held.first(where: { $0.group == group }) else { return 0 }
      let rule = rubric.situations.needs[need]
      // Logistics first is half of it.
      let level = rule.isFirst && isBefore(firstStep, cue.first) ? 1 : 2
      if situation.gravity > 1, findings[rule.item] < rule.raises {
        findings.raise(rule.item, to: min(level, rule.raises))
        add(rule.item, cue.first, cue.last, all, &findings)
      }
      return level
    }
    for tone in situation.wrong {
      let group = UInt8(Rubric.ReplyGroup.count + rubric.situations.needs.count + tone)
      for cue in held where cue.group == group {
        findings.raise(.wrongTone, to: situation.gravity > 1 ? 2 : findings[.wrongTone] + Int(cue.level))
        add(.wrongTone, cue.first, cue.last, all, &findings)
      }
    }
  }

  /// Whether one token stands in an earlier sentence than another.
  private func isBefore(_ token: Int, _ other: Int) -> Bool {
    guard token < other else { return false }
    return tokens.sentences.contains { $0.tokens.contains(token) && !$0.tokens.contains(other) }
  }
}
