/// What the customer is in.
extension CustomerReader {
  /// By what was learned of labelled messages; where that is nothing, or the file has a situation that shows and nobody taught, by
  /// cues.
  func readSituation(_ message: inout CustomerMessage) {
    let cue = situationByCues(message)
    let first = cue ?? situationAsAWhole(message)
    message.situation = first
    message.isSituationShown = cue != nil
    defer { message.gravity = message.situation.map { situations.all[$0].gravity } ?? 0 }
    guard let learned = situations.learned, !message.isForeign else { return }
    features.read(
      tokens.all, strengths: strengths, message, isQuestion: tokens.sentences.contains(where: \.isQuestion))
    // A word or two are no story.
    guard message.words > 2 else { return }
    if let cue, !LearnedSituations.names.contains(situations.all[cue].name) { return }
    var odds = learned.probabilities(features.all)
    // Messages that were written to mislead made the weights doubt cues more than those of an ordinary day deserve.
    if let lane = situations.lanes.first(where: { $0.situation == cue })?.lane { odds[lane] *= Self.trust }
    odds /= odds.sum()
    var best: (situation: Int, probability: Float)?
    for (situation, lane) in situations.lanes where odds[lane] > best?.probability ?? 0 {
      best = (situation, odds[lane])
    }
    guard let best else { return }
    message.situation = best.situation
    message.isSituationShown = best.situation == cue
    message.situationProbability = best.probability
    message.isSituationPlain = best.situation == first || best.probability > Self.plain
    if best.probability > Self.sure { settle(best.situation, &message) }
  }

  /// By how much a cue raises the odds of its situation.
  private static let trust: Float = 9

  /// From which probability on a situation says what the words of a message mean.
  private static let sure: Float = 0.6
  /// From which one on it is plain, though no cue shows it.
  private static let plain: Float = 0.85

  /// The first situation of the file that shows.
  private func situationByCues(_ message: CustomerMessage) -> Int? {
    let isWrong = isWrong(message)
    // Who tells rather than asks or praises has a reason to.
    let hasReason = isWrong || !message.isInquiry && !message.isPraiseOnly
    return situations.all.indices.first { index in
      guard strengths[Rubric.CustomerGroup.count + index] > 1 else { return false }
      return switch situations.all[index].condition {
      case .always: true
      case .problem: hasReason
      case .noProblem: !isWrong
      }
    }
  }

  /// Trouble, praise or a question.
  private func situationAsAWhole(_ message: CustomerMessage) -> Int? {
    message.isPraiseOnly
      ? situations.praise : isWrong(message) || !message.isInquiry ? situations.trouble : situations.question
  }

  private func isWrong(_ message: CustomerMessage) -> Bool {
    // Who does not know and asks has no trouble yet.
    let isAsking = message.isInquiry && message.feeling == .confusion
    return message.hasProblem || message.feeling?.isNegative == true && !isAsking || message.sentiment < -0.35
  }

  /// Takes the words of a message for what they are in its situation: a lost ring is no problem in a thank-you.
  private func settle(_ situation: Int, _ message: inout CustomerMessage) {
    switch situation {
    case _ where situations.all[situation].isLikePraise:
      message.hasProblem = false
      message.isPraise = true
      if message.feeling?.isNegative == true { message.feeling = .gratitude }
    case situations.question:
      message.hasProblem = false
      message.isInquiry = true
    default:
      guard situations.all[situation].gravity > 0 else { return }
      message.hasProblem = true
      message.isPraise = false
      if let feeling = message.feeling, !feeling.isNegative { message.feeling = nil }
    }
  }
}
