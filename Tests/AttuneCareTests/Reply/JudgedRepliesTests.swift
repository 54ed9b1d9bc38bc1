import Testing

@testable import AttuneCare

/// Whether scores follow people's order, and items people's labels. The floors are a little below what was measured.
@Suite struct JudgedRepliesTests {
  private var coach: ReplyCoach { ReplyCoachTests.coach }

  @Test(arguments: [("develop", 0.85, 0.93), ("held", 0.79, 0.9), ("later", 0.82, 0.9)])
  func scoresFollowThePeoplesOrder(half: String, correlation: Double, share: Double) throws {
    var levels: [Double] = []
    var scores: [Double] = []
    var byMessage: [String: [(level: Double, score: Double)]] = [:]
    for pair in try JudgedReply.all(half) {
      let channel = Rubric.standard.channel(named: pair.channel) ?? .email
      // Questions without a problem have no score.
      guard let score = coach.assess(pair.reply, customer: pair.message, channel: channel).score else { continue }
      levels.append(pair.level)
      scores.append(score)
      byMessage[pair.message, default: []].append((pair.level, score))
    }
    #expect(levels.count >= 90)
    let found = Self.correlation(Self.ranks(levels), Self.ranks(scores))
    #expect(found >= correlation, "Spearman \(found)")
    var right = 0
    var total = 0
    for replies in byMessage.values {
      for better in replies {
        for worse in replies where better.level > worse.level {
          total += 1
          if better.score > worse.score { right += 1 }
        }
      }
    }
    #expect(Double(right) / Double(total) >= share, "\(right) of \(total) in order")
  }

  @Test(arguments: [("develop", 0.95, 0.95), ("held", 0.9, 0.86)])
  func itemsFollowThePeoplesLabels(half: String, precision: Double, recall: Double) throws {
    var (hits, alarms, misses) = (0, 0, 0)
    for (sentence, name, isPresent) in try JudgedReply.sentences(half) {
      let isFound = try has(name, sentence)
      if isPresent, isFound { hits += 1 } else if isFound { alarms += 1 } else if isPresent { misses += 1 }
    }
    #expect(hits + misses >= 90)
    #expect(Double(hits) / Double(hits + alarms) >= precision, "\(alarms) false of \(hits + alarms)")
    #expect(Double(hits) / Double(hits + misses) >= recall, "\(misses) missed of \(hits + misses)")
  }

  /// The people's names of items in the rubric's: to them empathy is also to call a feeling legitimate, and a closed question
  /// is no open one.
  private func has(_ name: String, _ sentence: String) throws -> Bool {
    let item = try #require(RubricItem(rawValue: ["dismissal": "dismissive", "apology": "apologize"][name] ?? name))
    let found = coach.assess(sentence, channel: item == .privateData ? .social : .email)
    switch item {
    case .empathy: return found[.empathy] > 0 || found[.validate] > 0
    case .openQuestion: return found[.openQuestion] > 1
    default: return found[item] > 0
    }
  }

  private static func ranks(_ values: [Double]) -> [Double] {
    values.map { value in
      Double(values.count { $0 < value }) + Double(values.count { $0 == value } - 1) / 2
    }
  }

  private static func correlation(_ first: [Double], _ second: [Double]) -> Double {
    let count = Double(first.count)
    let (meanOne, meanTwo) = (first.reduce(0, +) / count, second.reduce(0, +) / count)
    var (product, one, two) = (0.0, 0.0, 0.0)
    for (a, b) in zip(first, second) {
      product += (a - meanOne) * (b - meanTwo)
      one += (a - meanOne) * (a - meanOne)
      two += (b - meanTwo) * (b - meanTwo)
    }
    return product / (one * two).squareRoot()
  }
}
