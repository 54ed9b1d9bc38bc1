@_spi(Server) import AttuneWorkflows

/// How many records have each value of a facet, and what they feel.
struct FacetCounts {
  struct Value {
    var number: Int
    var records = 0
    /// Of the texts; of an aspect, how it is meant in each.
    var sentiment = SentimentCounts()
  }

  let facet: Facet
  /// Those that occur: months in their order, others with the most frequent first.
  let values: [Value]

  /// - Complexity: O(records)
  init(_ facet: Facet, _ columns: RecordColumns, _ misses: Misses) {
    self.facet = facet
    let number = Facet.allCases.firstIndex(of: facet)!
    let labels = ReadRecord.labels.count
    // A row for each value, a column for each label.
    var counts = [Int32](repeating: 0, count: facet.values(in: columns) * labels)
    let given = columns.labels
    switch facet {
    case .label:
      for record in 0..<columns.count where misses.counts(record, in: number) {
        counts[Int(given[record]) * (labels + 1)] += 1
      }
    case .tone:
      for record in 0..<columns.count where misses.counts(record, in: number) {
        var rest = columns.tones[record]
        while rest != 0 {
          counts[rest.trailingZeroBitCount * labels + Int(given[record])] += 1
          rest &= rest - 1
        }
      }
    case .aspect:
      for record in 0..<columns.count where misses.counts(record, in: number) {
        columns.forEachAspect(of: record) { counts[$0.aspect * labels + Int($0.label)] += 1 }
      }
    case .language, .channel, .agent, .month:
      let codes = columns.names[facet.name!.rawValue].codes
      for record in 0..<columns.count where misses.counts(record, in: number) {
        counts[Int(codes[record]) * labels + Int(given[record])] += 1
      }
    }
    var values = (0..<counts.count / labels).compactMap { value -> Value? in
      let row = counts[value * labels..<(value + 1) * labels].map(Int.init)
      let records = row.reduce(0, +)
      // Records without a name in the role are no value of it.
      guard records > 0, value > 0 || facet.name == nil else { return nil }
      return Value(number: value, records: records, sentiment: SentimentCounts(row))
    }
    if facet == .month {
      let names = columns.names[RecordColumns.Name.month.rawValue].names
      values.sort { names[$0.number] < names[$1.number] }
    } else if facet != .label {
      values.sort { ($1.records, $0.number) < ($0.records, $1.number) }
    }
    self.values = values
  }
}

extension SentimentCounts {
  /// - Parameter row: counts by `ReadRecord.labels`.
  init(_ row: [Int]) {
    self.init()
    negative = row[Int(ReadRecord.negative)]
    neutral = row[Int(ReadRecord.neutral)]
    positive = row[Int(ReadRecord.positive)]
  }
}
