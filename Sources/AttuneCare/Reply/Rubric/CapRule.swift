/// What a reply scores at most that has an item which hurts, whatever else it does well: the part `caps` of a rubric.
struct CapRule: Sendable {
  var item: RubricItem
  /// The most that a reply with level 2 scores, and one with level 1.
  var clearly: Double
  var slightly: Double
  /// The logit of a sentence below which level 2 caps like level 1: what was learned says that the cue is wrong.
  var sure: Float?

  /// - Returns: the most that a reply scores; 100 where it does not have the item.
  func ceiling(_ findings: ReplyFindings) -> Double {
    let level = findings[item]
    guard level > 0 else { return 100 }
    guard level > 1 else { return slightly }
    guard let sure, let lane = LearnedItems.items.firstIndex(of: item), findings.logits[lane] < sure else {
      return clearly
    }
    return slightly
  }

  /// - Throws: `RubricError`, with the place in the file.
  static func read(_ file: YAMLDocument?) throws(RubricError) -> [CapRule] {
    var rules: [CapRule] = []
    for entry in try file?.entries() ?? [] {
      try entry.value.check(keys: ["clearly", "slightly", "sure"])
      guard let item = RubricItem(rawValue: entry.key) else {
        throw .unknownItem(entry.key, known: RubricItem.allCases.map(\.rawValue))
      }
      let rule = CapRule(
        item: item, clearly: try entry.value.required("clearly").number(),
        slightly: try entry.value.required("slightly").number(),
        sure: try entry.value["sure"].map { file throws(RubricError) in Float(try file.number()) })
      guard 0...100 ~= rule.clearly, rule.clearly...100 ~= rule.slightly else {
        throw .wrongValue(place: entry.value.place, expected: "0 ≤ clearly ≤ slightly ≤ 100")
      }
      rules.append(rule)
    }
    return rules
  }
}
