import AttuneCare

/// The records whose texts speak of an aspect.
package struct AspectTally: Sendable {
  /// How they speak of it.
  package private(set) var feelings = Sentiments()
  package private(set) var records: Tally
  package private(set) var negative = Sample<String>(size: quoteSample)
  package private(set) var positive = Sample<String>(size: quoteSample)

  private static let quoteSample = 100

  init(columns: Int) { records = Tally(columns: columns, precision: .fine) }

  mutating func append(_ record: MeasuredRecord, _ feeling: MeasuredRecord.Feeling, text: String, place: Int) {
    records.append(record)
    feelings.append(feeling)
    switch feeling {
    case .negative: negative.offer(text, place: place)
    case .positive: positive.offer(text, place: place)
    case .neutral, .unknown: break
    }
  }
}
