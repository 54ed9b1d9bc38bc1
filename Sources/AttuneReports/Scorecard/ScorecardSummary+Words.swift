import AttuneCare

extension ScorecardSummary {
  /// The score in words, and what stands out.
  package var headline: [String] {
    guard all.score.value != nil else { return ["No reply could be scored."] }
    let interval = all.score.intervalText.replacing(text: " … ", with: " to ")
    guard !all.score.isSmall else {
      let count = all.score.count
      return [
        "\(Digits.count(count)) scored \(count == 1 ? "reply is" : "replies are") too few to say how customers are "
          + "treated: what follows is no more than a hint."
      ]
    }
    let range = interval.isEmpty ? "" : " (\(interval))"
    var sentences = ["The mean empathy score is \(all.score.text) out of 100\(range)."]
    if let trend = all.trend, trend.isPlain {
      sentences.append(
        "It \(trend.pointsPerWeek > 0 ? "rises" : "falls") by "
          + "\(Digits.text(trend.pointsPerWeek.magnitude, decimals: 1)) a week, a larger change than chance would "
          + "explain."
      )
    }
    let unknown = Set(withoutCustomers == nil ? [] : RubricItem.customerItems.map(\.rawValue))
    let missing = all.items.filter { $0.isPositive && !unknown.contains($0.item) }.min { $0.known < $1.known }
    let hurting = all.items.filter { !$0.isPositive && $0.known > 0 }.max { $0.known < $1.known }
    if let missing {
      sentences.append(
        missing.known == 0
          ? "What would help, but is in no reply: \(missing.title)."
          : "What helps but is rarest: \(missing.title), in \(missing.text) of replies.")
    }
    if let hurting {
      sentences.append("What hurts most often: \(hurting.title), in \(hurting.text) of replies.")
    }
    return sentences
  }
}
