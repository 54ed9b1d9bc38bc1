import AttuneCare
import AttuneStatistics

/// What the coaching plan of an agent rests on, in bounded memory.
struct PlanTally: Sendable {
  /// One item in the replies of a week.
  struct ItemWeek: Sendable {
    /// Points of the score that the item alone would bring if it were as it should be.
    var gains = Moments()
    /// Points that it brings.
    var worths = Moments()
    /// Replies at level 0, 1 and 2.
    var levels = InlineArray<3, Int>(repeating: 0)

    mutating func merge(_ other: ItemWeek) {
      gains.merge(other.gains)
      worths.merge(other.worths)
      for level in levels.indices { levels[level] += other.levels[level] }
    }
  }

  /// A line of the agent's.
  struct Line: Sendable {
    /// Of two lines the one with the higher rank shows more.
    var rank: Double
    var text: ScorecardTally.Example.Text
  }

  /// What kind of message a reply answered.
  struct Situation: Hashable, Sendable {
    var channel: Channel
    var feeling: Feeling?
    var aspect: String?
  }

  /// One item in all replies.
  struct Item: Sendable {
    var best: Line?
    var worst: Line?
    /// Thousandths of points that are to be won, by the messages that were answered. Whole, so that the order in which they
    /// are added up does not matter.
    var situations: [Situation: Int] = [:]
  }

  private(set) var items = [Item](repeating: Item(), count: RubricItem.allCases.count)
  /// The latest weeks by their first days, at most `weekLimit`; items in order of `RubricItem.allCases`.
  private(set) var weeks: [Day: [ItemWeek]] = [:]
  /// Replies of earlier weeks.
  private var earlier = noReplies
  /// Replies of which the day is not known.
  private var undated = noReplies

  private static let noReplies = [ItemWeek](repeating: ItemWeek(), count: RubricItem.allCases.count)
  private static let weekLimit = 8
  private static let situationLimit = 64

  /// The items of all replies, or of those whose week begins before a day.
  func total(before end: Day? = nil) -> [ItemWeek] {
    // In order, because sums of another order differ in their last places.
    let dated = weeks.filter { week in end.map { week.key < $0 } ?? true }.sorted { $0.key < $1.key }
    var parts = [earlier] + dated.map(\.value)
    if end == nil { parts.append(undated) }
    return parts.reduce(Self.noReplies) { sum, part in zip(sum, part).map { $0.merged(with: $1) } }
  }

  /// - Parameter assessment: one with a score.
  mutating func append(
    _ assessment: ReplyAssessment, _ effects: ItemEffects, reply: String, day: Day?
  ) {
    count(assessment, effects, day)
    let situation = Situation(channel: assessment.channel, feeling: assessment.feeling, aspect: assessment.aspect)
    for item in RubricItem.allCases {
      let gain = effects.gains[item.index]
      if gain > 0 { items[item.index].add(gain, situation, limit: Self.situationLimit) }
      items[item.index].show(item, assessment, gain, reply)
    }
  }

  private mutating func count(_ assessment: ReplyAssessment, _ effects: ItemEffects, _ day: Day?) {
    guard let day else { return Self.count(assessment, effects, &undated) }
    let start = TimeBin.week.start(of: day)
    if weeks[start] == nil, weeks.count == Self.weekLimit, let first = weeks.keys.min() {
      guard first < start else { return Self.count(assessment, effects, &earlier) }
      earlier = zip(earlier, weeks.removeValue(forKey: first) ?? Self.noReplies).map { $0.merged(with: $1) }
    }
    Self.count(assessment, effects, &weeks[start, default: Self.noReplies])
  }

  private static func count(_ assessment: ReplyAssessment, _ effects: ItemEffects, _ week: inout [ItemWeek]) {
    for index in week.indices {
      week[index].gains.append(effects.gains[index])
      week[index].worths.append(effects.worths[index])
      week[index].levels[min(max(assessment.levels[index], 0), 2)] += 1
    }
  }
}

extension PlanTally.ItemWeek {
  fileprivate func merged(with other: PlanTally.ItemWeek) -> PlanTally.ItemWeek {
    var merged = self
    merged.merge(other)
    return merged
  }

  /// Replies at level 0, 1 and 2.
  var counts: [Int] { levels.indices.map { levels[$0] } }

  /// The levels as a sample.
  var distribution: Distribution { Distribution(levels: counts) }
}

extension Distribution {
  /// - Parameter counts: how often each whole number from 0 occurs.
  init(levels counts: [Int]) {
    var values = ValueCounts(precision: .coarse)
    for (level, count) in counts.enumerated() { values.append(Double(level), count: count) }
    self.init(values)
  }
}

extension PlanTally.Item {
  fileprivate mutating func add(_ gain: Double, _ situation: PlanTally.Situation, limit: Int) {
    let thousandths = Int(saturating: (1000 * gain).rounded())
    if let known = situations[situation] {
      situations[situation] = known + thousandths
    } else if situations.count < limit {
      situations[situation] = thousandths
    }
  }

  /// Keeps what shows best and worst how the agent handles an item: the sentence that earned it, or the reply that lacks it.
  fileprivate mutating func show(_ item: RubricItem, _ assessment: ReplyAssessment, _ gain: Double, _ reply: String) {
    let level = assessment[item]
    let score = assessment.score ?? 0
    // The higher level first, then the better reply.
    let merit = (item.isPositive ? Double(level) : Double(2 - level)) * 1000 + score
    if item.isPositive ? level > 0 : level == 0, best.map({ merit > $0.rank }) ?? true,
      let line = line(item, assessment, reply, isModel: true)
    {
      best = .init(rank: merit, text: line)
    }
    // The lower level first, then the weaker reply; where the customer is known before where nobody is answered.
    let fault = 2000 - merit - (assessment.notJudged.isEmpty ? 0 : 10_000)
    if gain > 0, worst.map({ fault > $0.rank }) ?? true, let line = line(item, assessment, reply, isModel: false) {
      worst = .init(rank: fault, text: line)
    }
  }

  /// The sentence that shows an item, or the reply where none does.
  /// - Parameter isModel: whether others are to write like it, so that it must not cost points itself.
  /// - Returns: nil where every such sentence does.
  private func line(
    _ item: RubricItem, _ assessment: ReplyAssessment, _ reply: String, isModel: Bool
  ) -> ScorecardTally.Example.Text? {
    let faults = isModel ? assessment.evidence.filter { !$0.item.isPositive } : []
    func costs(_ range: Range<Int>) -> Bool { faults.contains { range.overlaps($0.start..<max($0.end, $0.start + 1)) } }
    // Words that earned something else as well, such as "I can see" in "I can see why you are upset", show it badly.
    func others(_ evidence: ReplyAssessment.Evidence) -> Int {
      assessment.evidence.count { $0.item != item && $0.start < evidence.end && evidence.start < $0.end }
    }
    let bytes = Array(reply.utf8)
    let all = assessment.evidence.filter { $0.item == item }.sorted { first, second in
      (others(first), second.end - second.start) < (others(second), first.end - first.start)
    }
    let sentences = all.map { Sentences.sentence(of: bytes, around: $0.start..<$0.end) }.filter { !costs($0) }
    guard all.isEmpty ? faults.isEmpty : !sentences.isEmpty else { return nil }
    let shown = sentences.first.map { String(decoding: bytes[$0], as: UTF8.self) } ?? reply
    return .init(shown.split(whereSeparator: \.isWhitespace).joined(separator: " "), limit: Self.lineLength)
  }

  private static var lineLength: Int { 200 }
}

/// Sentences by their marks, which is enough to show one.
private enum Sentences {
  /// - Parameter range: bytes of UTF-8, which may lie outside of a text that was repaired.
  static func sentence(of bytes: [UInt8], around range: Range<Int>) -> Range<Int> {
    let lower = min(max(range.lowerBound, 0), bytes.count)
    let upper = min(max(range.upperBound, lower), bytes.count)
    var start = lower
    while start > 0, !ends(bytes, start - 1) { start -= 1 }
    var end = upper
    while end < bytes.count, end == lower || !ends(bytes, end - 1) { end += 1 }
    return start..<end
  }

  /// Whether a sentence ends with a byte: a line break, or a mark before a blank.
  private static func ends(_ bytes: [UInt8], _ index: Int) -> Bool {
    switch bytes[index] {
    case 0x0A, 0x0D: true
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
      index + 1 == bytes.count || bytes[index + 1] <= 0x20
    default: false
    }
  }
}
