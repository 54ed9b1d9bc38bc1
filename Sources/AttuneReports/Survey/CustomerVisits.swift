import AttuneStatistics

/// On which days customers have records, in bounded memory: with too many, a fair sample of the customers stands for all.
package struct CustomerVisits: Sendable {
  private struct Visit: Sendable, Hashable {
    var customer: UInt64
    var day: Int32
    /// Which of two groups the record is of; 0 without groups.
    var side: UInt8

    static func isBefore(_ a: Visit, _ b: Visit) -> Bool {
      (a.customer, a.day, a.side) < (b.customer, b.day, b.side)
    }
  }

  /// How long a period is, in days.
  let length: Int
  private var visits: [Visit] = []
  /// Visits up to here are sorted and each there once.
  private var sorted = 0
  /// Customers are kept whose hash has none of these bits: all at first.
  private var mask: UInt64 = 0

  private let limit: Int

  /// - Parameter limit: visits that are kept; they take 16 bytes each, and as much again until they are put in order.
  init(length: Int, limit: Int = 1 << 19) {
    self.length = length
    self.limit = limit
  }

  /// - Parameter customer: the hash of who it is.
  mutating func append(customer: UInt64, day: Day, side: UInt8 = 0) {
    guard customer & mask == 0 else { return }
    visits.append(Visit(customer: customer, day: Int32(truncatingIfNeeded: day.number), side: side))
    guard visits.count >= max(2 * sorted, limit / 8) else { return }
    sort()
    while visits.count > limit {
      mask = mask << 1 | 1
      visits.removeAll { $0.customer & mask != 0 }
      sorted = visits.count
    }
  }

  private mutating func sort() {
    visits.sort(by: Visit.isBefore)
    var kept = 0
    for index in visits.indices where kept == 0 || visits[index] != visits[kept - 1] {
      visits[kept] = visits[index]
      kept += 1
    }
    visits.removeLast(visits.count - kept)
    sorted = kept
  }

  /// One of how many customers was looked at.
  var sampling: Int { Int(mask) + 1 }

  /// Of the customers of a period, those who are there in the next one as well.
  /// - Parameters:
  ///   - start: the first day of the later period, which is as long as the one before it.
  ///   - side: the group; nil for all records.
  /// - Complexity: O(visits)
  func retention(from start: Day, side: UInt8? = nil) -> Retention {
    var (before, now): (Set<UInt64>, Set<UInt64>) = ([], [])
    for visit in visits where side == nil || visit.side == side {
      let day = Int(visit.day)
      if (start.number..<start.number + length).contains(day) { now.insert(visit.customer) }
      if (start.number - length..<start.number).contains(day) { before.insert(visit.customer) }
    }
    return Retention(atStart: before.count, atEnd: now.count, new: now.subtracting(before).count)
  }
}

/// How many customers of one period are there in the next one.
package struct RetentionFigure: Sendable, Encodable {
  /// "30 days"
  package var period: String
  package var figure: ReportSummary.Figure?
  /// The days of the period, and of the one before it, from whose customers it counts; nil where the dates do not span both.
  package var from: String?
  package var to: String?
  package var baseFrom: String?
  package var baseTo: String?
  /// One of how many customers was looked at.
  package var sampling: Int

  static func name(days: Int) -> String { "retention, \(days) days" }

  /// Of the last period of a file.
  init(_ visits: CustomerVisits, _ span: DaySpan?) {
    period = "\(visits.length) days"
    sampling = visits.sampling
    guard let span, let start = visits.lastStart(span) else { return }
    figure = .init(Self.name(days: visits.length), .percent, .share(visits.retention(from: start).share))
    from = start.isoText
    to = span.days.upperBound.isoText
    baseFrom = Day(number: start.number - visits.length).isoText
    baseTo = Day(number: start.number - 1).isoText
  }

  /// What it is of, in words.
  package var text: String {
    guard let from, let to, let baseFrom, let baseTo else {
      return "retention: the dates do not span two periods of \(period)"
    }
    let sample = sampling > 1 ? ", based on one in \(Digits.count(sampling)) customers" : ""
    return
      "retention: of the customers from \(baseFrom) to \(baseTo), those with a record from \(from) to \(to)\(sample)"
  }
}

extension CustomerVisits {
  /// The first day of the last period; nil where the dates do not span two.
  func lastStart(_ span: DaySpan) -> Day? {
    let start = Day(number: span.days.upperBound.number - length + 1)
    return span.days.lowerBound.number <= start.number - length ? start : nil
  }
}

extension Retention {
  /// `retained`, which counts that are taken from records never contradict.
  var share: Proportion { retained ?? Proportion(0, of: 0) }
}
