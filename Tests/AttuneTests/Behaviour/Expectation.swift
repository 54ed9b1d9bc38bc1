import Attune

/// The labels of the shipped model.
enum Sentiment: String, Sendable {
  case negative, neutral, positive
}

/// What must hold of the verdicts on the texts of a case.
enum Expectation: Sendable {
  /// The label is one of these.
  case label([Sentiment])
  /// The label is any but this.
  case otherLabel(than: Sentiment)
  case scoreAbove(Double)
  case scoreBelow(Double)
  /// Neither positive nor negative is more probable than this.
  case undecided(atMost: Double)
  /// The last text has the label of all texts before it, and a score within this of theirs.
  case alike(within: Double)
  /// The second text's score is higher than that of the first by at least this.
  case rise(by: Double)
  /// The second text's score is lower than that of the first by at least this.
  case fall(by: Double)

  /// The texts, by their place in the case, that show that the expectation is not met; empty when it is.
  func failure(in verdicts: [Verdict], labels: [String]) -> [Int] {
    let first = verdicts[0]
    switch self {
    case .label(let accepted):
      return accepted.contains { $0.rawValue == first.label } ? [] : [0]
    case .otherLabel(let excluded):
      return first.label != excluded.rawValue ? [] : [0]
    case .scoreAbove(let floor):
      return first.score > floor ? [] : [0]
    case .scoreBelow(let ceiling):
      return first.score < ceiling ? [] : [0]
    case .undecided(let most):
      let opinions = zip(labels, first.probabilities).filter { $0.0 != Sentiment.neutral.rawValue }
      return opinions.allSatisfy { $0.1 <= most } ? [] : [0]
    case .alike(let distance):
      let last = verdicts[verdicts.count - 1]
      let other = verdicts.firstIndex { $0.label != last.label || abs($0.score - last.score) > distance }
      return other.map { [$0, verdicts.count - 1] } ?? []
    case .rise(let margin):
      return verdicts[1].score - first.score >= margin ? [] : [0, 1]
    case .fall(let margin):
      return first.score - verdicts[1].score >= margin ? [] : [0, 1]
    }
  }
}

extension Expectation: CustomStringConvertible {
  var description: String {
    switch self {
    case .label(let accepted): accepted.map(\.rawValue).joined(separator: " or ")
    case .otherLabel(let excluded): "not \(excluded)"
    case .scoreAbove(let floor): "score above \(floor)"
    case .scoreBelow(let ceiling): "score below \(ceiling)"
    case .undecided(let most): "negative and positive at most \(most)"
    case .alike(let distance): "same label, scores within \(distance)"
    case .rise(let margin): "score rises by \(margin) or more"
    case .fall(let margin): "score falls by \(margin) or more"
    }
  }
}
