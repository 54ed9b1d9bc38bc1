/// What a plan says, for people.
extension CoachingPlan {
  /// "keep offering a solution, work on showing empathy and closing replies well"
  package var headline: String {
    let work = workOn.map(\.activity).joined(separator: " and ")
    let parts = [keep.map { "keep \($0.activity)" }, work.isEmpty ? nil : "work on \(work)"].compactMap { $0 }
    guard !parts.isEmpty else { return "nothing stands out" }
    let replies = "\(Digits.count(replies)) repl\(replies == 1 ? "y" : "ies")"
    return parts.joined(separator: ", ") + (isSmall ? " (only \(replies): take this as a hint)" : "")
  }
}

extension CoachingPlan.Habit {
  /// "would bring 4.2 points a reply (2.9 … 5.5)."
  package func pointsText(verb: String) -> String {
    var text = "\(verb) \(Digits.text(points, decimals: 1)) points per reply"
    if let lower, let upper {
      text += " (\(Digits.text(lower, decimals: 1)) … \(Digits.text(upper, decimals: 1)))"
    }
    return text + "."
  }
}

extension CoachingPlan.Scenario {
  /// "Kim (chat, worry, delivery)"
  package var title: String {
    let traits = [channel, feeling, aspect].filter { !$0.isEmpty }.joined(separator: ", ")
    return name.isEmpty ? "a customer (\(traits))" : "\(name) (\(traits))"
  }
}

extension CoachingPlan.Movement {
  /// "empathy, week of 2024-03-11: from 0.40 to 1.25 on average (0 none, 2 strong), a change of +0.85 (+0.20 … +1.50): better"
  package var text: String {
    var text = title + (week.map { ", week of \($0)" } ?? "")
    text +=
      ": from \(Digits.text(before, decimals: 2)) to \(Digits.text(after, decimals: 2)) on average (0 none, 2 strong)"
    text += ", a change of \(Digits.signed(change, decimals: 2))"
    if let lower, let upper {
      text += " (\(Digits.signed(lower, decimals: 2)) … \(Digits.signed(upper, decimals: 2)))"
    }
    // An exact test holds of few replies as well, but who reads it has to know how few they are.
    let counts = "\(Digits.count(replies)) and \(Digits.count(laterReplies)) replies"
    text += (min(replies, laterReplies) < Measure.smallCount ? ", in \(counts)" : "") + ": \(verdict)"
    // Its own interval says more than all of them together do.
    let isOutdone = verdict == CoachingPlan.noChange && (lower ?? 0) * (upper ?? 0) > 0 && (pValue ?? 1) < 0.05
    return text + (isOutdone ? " among those of all agents" : "")
  }
}
