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

  /// What agents do who keep to the item, behind "keep" and "work on".
  fileprivate var activity: String {
    switch self {
    case .greeting: "greeting customers"
    case .acknowledge: "acknowledging what customers write"
    case .validate: "showing understanding of the feeling"
    case .empathy: "showing empathy"
    case .apologize: "apologizing"
    case .ownership: "taking ownership"
    case .solution: "offering a solution"
    case .openQuestion: "asking open questions"
    case .personal: "replying personally"
    case .gratitude: "thanking customers"
    case .close: "closing replies well"
    case .dismissive, .jargon, .canned, .blame, .shouting: "avoiding \(title)"
    case .overpromise: "avoiding promises that nobody can keep"
    case .wrongTone: "avoiding a wrong tone"
    case .privateData: "keeping private data out of public replies"
    }
  }

  /// Of an item by its `rawValue`, which is returned for others.
  static func title(_ item: String) -> String { RubricItem(rawValue: item)?.title ?? item }
}

extension ScorecardSummary.ItemShare {
  package var title: String { RubricItem.title(item) }
}

extension CoachingPlan.Habit {
  /// "apologizing": what is kept or worked on.
  package var activity: String { RubricItem(rawValue: item)?.activity ?? item }
}

extension CoachingPlan.Movement {
  package var title: String { RubricItem.title(item) }
}
