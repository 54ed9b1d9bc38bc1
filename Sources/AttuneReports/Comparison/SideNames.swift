/// Where two sets of records are, as sentences say it: "in the 4 weeks before" and "in the last 4 weeks", "for North" and
/// "for South".
struct SideNames: Sendable {
  /// How a verb stands with each.
  enum Tense {
    /// Of two that are over: "was … in the 4 weeks before and … in the last 4 weeks".
    case past
    /// Of one that still goes on: "was … before and has been … since then".
    case perfect
    /// Of two groups: "is … for North and … for South".
    case present
  }

  var before: String
  var after: String
  var tense: Tense

  static let date = SideNames(before: "before", after: "since then", tense: .perfect)

  /// "was 100.0 % before and has been 19.1 % since then"
  func text(_ first: String, _ second: String) -> String {
    switch tense {
    case .past: "was \(first) \(before) and \(second) \(after)"
    case .perfect: "was \(first) \(before) and has been \(second) \(after)"
    case .present: "is \(first) \(before) and \(second) \(after)"
    }
  }
}
