import AttuneCare

extension RubricItem {
  /// What people call the item: in sentences, tables and pages. Files for programs have `rawValue`.
  package var title: String {
    switch self {
    case .greeting: "greeting"
    case .acknowledge: "acknowledgement"
    case .validate: "understanding of the feeling"
    case .empathy: "empathy"
    case .apologize: "apology"
    case .ownership: "ownership"
    case .solution: "solution"
    case .openQuestion: "open question"
    case .personal: "personal touch"
    case .gratitude: "thanks"
    case .close: "close"
    case .dismissive: "dismissive words"
    case .jargon: "jargon"
    case .canned: "canned words"
    case .blame: "blame"
    case .shouting: "shouting"
    case .overpromise: "promise that nobody can keep"
    case .wrongTone: "wrong tone"
    case .privateData: "private data in public"
    }
  }

  /// Of an item by its `rawValue`, which is returned for others.
  static func title(_ item: String) -> String { RubricItem(rawValue: item)?.title ?? item }
}

extension ScorecardSummary.ItemShare {
  package var title: String { RubricItem.title(item) }
}

extension CoachingPlan.Habit {
  package var title: String { RubricItem.title(item) }
}

extension CoachingPlan.Movement {
  package var title: String { RubricItem.title(item) }
}
