/// Texts and what must hold of the verdicts on them.
struct BehaviourCase: Sendable {
  var texts: [String]
  var expectation: Expectation
}

/// Something that the model should be able to do, and cases that show whether it can.
///
/// After CheckList: M. T. Ribeiro, T. Wu, C. Guestrin, S. Singh, "Beyond Accuracy: Behavioral Testing of NLP Models with
/// CheckList", ACL 2020, https://aclanthology.org/2020.acl-main.442. A case is what no two people who read customers'
/// messages for a living would argue about; what they could argue about is left out.
struct Capability: Sendable {
  var name: String
  var cases: [BehaviourCase]

  init(_ name: String, _ checks: [Check]) {
    self.name = name
    cases = checks.flatMap(\.cases)
  }

  /// In the order of the report.
  static let all = [
    vocabulary, plainFacts, questions,
    negationNear, negationFar, absenceOfComplaint, absenceOfVirtue,
    intensity, strongerWords, addedSentences,
    butClauses, temporalContrast, rivals, wishes,
    defects, ratings, emoji, slang,
    namesAndNumbers, casing, foreign,
  ]
}
