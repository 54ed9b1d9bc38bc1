/// A template with its expectation: four to eight cases of a capability.
struct Check: Sendable {
  let cases: [BehaviourCase]

  private init(cases: [BehaviourCase]) {
    precondition((4...8).contains(cases.count), "\(cases.count) cases from '\(cases.first?.texts[0] ?? "")'")
    self.cases = cases
  }

  private static func each(_ pattern: String, _ expectation: Expectation, _ limit: Int) -> Check {
    Check(cases: Template(pattern).expanded(limit: limit).map { BehaviourCase(texts: [$0], expectation: expectation) })
  }

  /// Expands two patterns in step: the words of a slot in `first` go with the words in the same places in `second`.
  private static func pairs(_ first: String, _ second: String, _ expectation: Expectation, _ limit: Int) -> Check {
    let (former, latter) = (Template(first), Template(second))
    precondition(former.shape == latter.shape, "'\(first)' and '\(second)' have different slots")
    return Check(
      cases: zip(former.expanded(limit: limit), latter.expanded(limit: limit)).map {
        BehaviourCase(texts: [$0, $1], expectation: expectation)
      })
  }

  /// The label is one of `accepted`.
  static func label(_ accepted: Sentiment..., of pattern: String, cases limit: Int = 4) -> Check {
    each(pattern, .label(accepted), limit)
  }

  /// The label is not `excluded`.
  static func label(not excluded: Sentiment, of pattern: String, cases limit: Int = 4) -> Check {
    each(pattern, .otherLabel(than: excluded), limit)
  }

  static func score(above floor: Double, of pattern: String, cases limit: Int = 4) -> Check {
    each(pattern, .scoreAbove(floor), limit)
  }

  static func score(below ceiling: Double, of pattern: String, cases limit: Int = 4) -> Check {
    each(pattern, .scoreBelow(ceiling), limit)
  }

  /// The model keeps from an opinion.
  static func undecided(_ pattern: String, cases limit: Int = 4) -> Check {
    each(pattern, .undecided(atMost: 0.6), limit)
  }

  /// The words in the slots do not matter. The first text is only compared with, so there is a text more than cases.
  static func alike(_ pattern: String, cases limit: Int = 4) -> Check {
    let texts = Template(pattern).expanded(limit: limit + 1)
    return Check(
      cases: texts.indices.dropFirst().map {
        BehaviourCase(texts: Array(texts[...$0]), expectation: .alike(within: 0.15))
      })
  }

  /// The difference between the two patterns does not matter.
  static func alike(_ first: String, _ second: String, cases limit: Int = 4) -> Check {
    pairs(first, second, .alike(within: 0.15), limit)
  }

  static func rise(by margin: Double = 0, from first: String, to second: String, cases limit: Int = 4) -> Check {
    pairs(first, second, .rise(by: margin), limit)
  }

  static func fall(by margin: Double = 0, from first: String, to second: String, cases limit: Int = 4) -> Check {
    pairs(first, second, .fall(by: margin), limit)
  }
}
