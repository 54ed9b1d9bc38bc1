import Attune
import AttunePlatform

/// Scores replies to customers, item by item, with the words that earned each item and what would help most.
///
///     let coach = ReplyCoach(model: try Model.shipped())
///     let assessment = coach.assess(
///       "Hi Ann, I'm sorry that the parcel is late.", customer: "Where is my parcel? I'm annoyed. Ann", channel: .chat)
///     assessment.score                  // 0...100, or nil with a reason
///     assessment[.apologize]            // 0, 1 or 2
///
/// Immutable: any number of tasks may share one. A call takes tens of microseconds.
public final class ReplyCoach: Sendable {
  /// The rubric that replies are judged by.
  public let rubric: Rubric
  /// The source of the advice.
  public let phraseBook: PhraseBook
  private let model: Model?
  private let readers: Pool<ReplyReader>

  /// - Parameters:
  ///   - rubric: what replies are judged by.
  ///   - phraseBook: sentences to suggest.
  ///   - model: a sentiment model, for feelings that the rubric's words do not cover; nil works without one.
  public init(rubric: Rubric = .standard, phraseBook: PhraseBook = .standard, model: Model?) {
    self.rubric = rubric
    self.phraseBook = phraseBook
    let model = model?.isSentiment == true ? model : nil
    self.model = model
    readers = Pool { ReplyReader(rubric, model: model) }
  }

  /// The same coach for replies and messages in a column that is not only in English.
  package func reading(columnIn languages: ColumnLanguages) -> ReplyCoach {
    guard let model, model.columnLanguages != languages else { return self }
    return ReplyCoach(rubric: rubric, phraseBook: phraseBook, model: model.reading(columnIn: languages))
  }

  /// Scores one reply.
  ///
  /// - Parameters:
  ///   - reply: what the agent writes; quoted text and signatures do not count.
  ///   - customer: what the customer wrote; with nil, the reply is judged on its own.
  ///   - channel: where the reply is sent: a chat needs no greeting, a letter does.
  /// - Complexity: O(length of both texts).
  public func assess(_ reply: String, customer: String? = nil, channel: Channel = .email) -> ReplyAssessment {
    var reply = reply
    var customer = customer
    return reply.withUTF8 { reply in
      customer?.withUTF8 { assess(utf8: reply, customer: $0, channel: channel) }
        ?? assess(utf8: reply, customer: nil, channel: channel)
    }
  }

  /// The same for texts given as UTF-8 bytes, which need not be valid.
  public func assess(
    utf8 reply: UnsafeBufferPointer<UInt8>, customer: UnsafeBufferPointer<UInt8>?, channel: Channel = .email
  ) -> ReplyAssessment {
    conclude(withReader { $0.read(reply, customer: customer, channel: channel) })
  }

  func withReader<Result>(_ body: (ReplyReader) -> Result) -> Result { readers.with(body) }

  /// Puts what was found in numbers.
  func conclude(_ findings: consuming ReplyFindings) -> ReplyAssessment {
    let customer = findings.customer
    let aspect = customer.aspect.map { rubric.aspects[$0] }
    let isScored = findings.reason == nil
    let canJudgeShared = customer.isGiven && !customer.isForeign
    return ReplyAssessment(
      score: isScored ? rubric.score(findings) : nil, reason: findings.reason,
      levels: (0..<RubricItem.all.count).map { Int(findings.levels[$0]) },
      evidence: findings.evidence,
      suggestions: isScored || findings.reason == .notApplicable ? suggestions(findings) : [],
      notJudged: canJudgeShared ? [] : RubricItem.customerItems,
      channel: findings.channel, feeling: customer.feeling, aspect: aspect,
      situation: customer.situation.map { rubric.situations.all[$0].name }, needs: needs(findings),
      points: findings.points, slots: findings.slots)
  }

  private func needs(_ findings: ReplyFindings) -> [ReplyAssessment.Need] {
    guard let situation = findings.customer.situation else { return [] }
    return zip(rubric.situations.all[situation].needs, findings.needs).map {
      .init(name: rubric.situations.needs[$0].name, level: $1)
    }
  }
}

extension RubricItem {
  /// Whether it is about what the customer wrote.
  var needsCustomer: Bool {
    self == .acknowledge || self == .personal || self == .openQuestion || self == .wrongTone
  }
}

extension Rubric {
  /// 50 for a polite and correct, but impersonal reply; never quite 0 or 100, so that everything counts.
  func score(_ findings: ReplyFindings) -> Double {
    let isGiven = findings.customer.isGiven
    let weights = (isGiven ? weights : weightsAlone)[findings.channel.index]
    let rule = channels[findings.channel.index]
    let fullness = min(Double(findings.words) / max(rule.words, 1), 1)
    var points = -rule.neutral
    for item in 0..<weights.count where isGiven || !RubricItem.areAboutCustomer[item] {
      let worth = weights[item] * Double(findings.levels[item]) / 2
      if item < RubricItem.firstNegative { points += worth * fullness } else { points -= worth }
    }
    if isGiven {
      points += manner.points(findings.traits, meanLetters: findings.meanLetters)
      // Ranks were learned of answers of more than a line, of which one that hurts is no better.
      let hurts = (RubricItem.firstNegative..<weights.count).contains { findings.levels[$0] > 0 }
      if let learned, hurts || !findings.isShortChat {
        let rank = Double(min(max(findings.rank, -2.5), 2.5))
        // What would fit any message may be put as well as an answer to this one.
        points += learned.rank * (rank > 0 ? rank * Double(findings.relevance) : rank)
      }
    }
    points += relevance.substance * max(min(Double(findings.substance), relevance.sentences) - 1, 0)
    if let situation = findings.customer.situation {
      for (need, level) in zip(situations.all[situation].needs, findings.needs) {
        points += situations.needs[need].points * Double(level - 1)
      }
    }
    let score = capped(limited(100 / (1 + exp(-points / rule.spread)), findings), findings)
    return (score * 10).rounded() / 10
  }

  /// What hurts costs, whatever else is right; and a few words are no answer to a complaint.
  private func capped(_ score: Double, _ findings: ReplyFindings) -> Double {
    var score = score
    let ceiling = caps.reduce(100) { min($0, $1.ceiling(findings)) }
    if ceiling < 100 {
      let floor = min(relevance.floor, ceiling)
      if score > floor { score = floor + (score - floor) * (ceiling - floor) / (100 - floor) }
    }
    guard findings.customer.isComplaint, Double(findings.words) <= relevance.few,
      !findings.points.contains(where: \.isTaken)
    else { return score }
    return min(score, relevance.thin)
  }

  /// A reply that would fit any message stays below the ceiling, in the order of what else it does.
  private func limited(_ score: Double, _ findings: ReplyFindings) -> Double {
    guard score > relevance.floor, findings.relevance < 1 else { return score }
    let ceiling = relevance.ceiling + (100 - relevance.ceiling) * Double(findings.relevance)
    return relevance.floor + (score - relevance.floor) * (ceiling - relevance.floor) / (100 - relevance.floor)
  }
}

extension RubricItem {
  /// Points that a reply would win with more of the item, or without it.
  func gain(weight: Double, _ findings: ReplyFindings) -> Double {
    let level = findings[self]
    guard isPositive else { return weight * Double(level) / 2 }
    let customer = findings.customer
    if !customer.isGiven, needsCustomer { return 0 }
    // Where nothing went wrong there is nothing to be sorry for.
    // Who only asks is not confused for asking.
    let isQuestion =
      customer.isInquiry && !customer.hasProblem && customer.feelingStrength < 2 && customer.gravity < 2
    if customer.isGiven, !customer.isComplaint || isQuestion {
      switch self {
      case .validate, .apologize, .ownership, .solution, .openQuestion: return 0
      case .empathy where !customer.isPraiseOnly: return 0
      default: break
      }
    }
    if customer.isGiven {
      switch self {
      // Whoever says what they want is not asked for it.
      case .openQuestion where customer.isInquiry: return 0
      // Of a line or two there is little to say back.
      case .acknowledge where customer.words < Self.fewWords: return 0
      case .gratitude where customer.words < Self.fewWords && !customer.isPraiseOnly: return 0
      default: break
      }
    }
    if customer.isPraiseOnly {
      switch self {
      case .apologize, .ownership, .solution, .openQuestion, .validate: return 0
      default: break
      }
    }
    return weight * Double(2 - level) / 2
  }

  /// Words of a message up to which it is a line or two.
  private static let fewWords = 16
  static let firstNegative = RubricItem.dismissive.index
  package static let customerItems = allCases.filter(\.needsCustomer)
  /// `needsCustomer` of each item.
  static let areAboutCustomer = allCases.map(\.needsCustomer)
}
