import AttuneCare
import AttuneStatistics

/// What texts feel: verdicts counted.
package struct Sentiments: Sendable, Hashable {
  package var positive = 0
  package var neutral = 0
  package var negative = 0
  /// Of which nothing is known.
  package var unknown = 0
  /// Those of `unknown` that are in another language than the model reads.
  package var foreign = 0

  package init() {}

  /// The share of positive texts minus that of negative ones, of those that have a verdict.
  package var net: NetScore { NetScore(favourable: positive, neutral: neutral, unfavourable: negative) }

  package mutating func append(_ feeling: MeasuredRecord.Feeling, isForeign: Bool = false) {
    if isForeign { foreign += 1 }
    switch feeling {
    case .positive: positive += 1
    case .neutral: neutral += 1
    case .negative: negative += 1
    case .unknown: unknown += 1
    }
  }

  /// Texts, those without a verdict as well.
  package var count: Int { positive + neutral + negative + unknown }

  /// Texts that could be judged: of another language nobody knows whether they are urgent.
  package var judged: Int { count - foreign }

  /// - Parameter part: verdicts that are among these.
  mutating func subtract(_ part: Sentiments) {
    positive -= part.positive
    neutral -= part.neutral
    negative -= part.negative
    unknown -= part.unknown
    foreign -= part.foreign
  }

  package mutating func merge(_ other: Sentiments) {
    positive += other.positive
    neutral += other.neutral
    negative += other.negative
    unknown += other.unknown
    foreign += other.foreign
  }
}
