import AttuneCare
import AttuneStatistics

/// What a set of records adds up to.
package struct Tally: Sendable, Equatable {
  package private(set) var records = 0
  package private(set) var sentiments = Sentiments()
  /// Texts that are urgent.
  package private(set) var urgent = 0
  package private(set) var firstContact = FirstContactResolution()
  /// Of each measured column: scores, seconds, amounts, and 1 or 0 for yes and no.
  package private(set) var values: [ValueCounts]

  package init(columns: Int, precision: ValueCounts.Precision) {
    values = Array(repeating: ValueCounts(precision: precision), count: columns)
  }

  /// Of answers alone, by measured columns.
  init(_ values: [ValueCounts]) { self.values = values }

  package mutating func append(_ record: MeasuredRecord) {
    records += 1
    if let feeling = record.feeling { sentiments.append(feeling) }
    if record.isUrgent { urgent += 1 }
    if let isResolved = record.isResolved { firstContact.append(isResolved: isResolved, contacts: record.contacts) }
    for (column, value) in record.values.enumerated() {
      if let value { values[column].append(value) }
    }
  }

  package mutating func merge(_ other: Tally) {
    records += other.records
    sentiments.merge(other.sentiments)
    urgent += other.urgent
    firstContact.merge(other.firstContact)
    for column in values.indices { values[column].merge(other.values[column]) }
  }

  /// The answers of the records that are not among `part`; those of a column with too many different ones are not known.
  package func answers(without part: Tally) -> Tally {
    var rest = Tally(columns: 0, precision: .fine)
    rest.values = zip(values, part.values).map { $0.subtracting($1) ?? ValueCounts(precision: $0.precision) }
    return rest
  }
}

/// What reports need of one record.
package struct MeasuredRecord: Sendable, Equatable {
  package enum Feeling: String, Sendable { case positive, neutral, negative, unknown }

  /// nil when the record's text could not be read, or when there is none to read.
  package var feeling: Feeling?
  /// In the order of the measured columns; nil where a field is missing or cannot be read.
  package var values: [Double?]
  package var isResolved: Bool?
  package var contacts: Int?
  package var isUrgent: Bool

  package init(
    feeling: Feeling? = nil, values: [Double?], isResolved: Bool? = nil, contacts: Int? = nil, isUrgent: Bool = false
  ) {
    self.isUrgent = isUrgent
    self.feeling = feeling
    self.values = values
    self.isResolved = isResolved
    self.contacts = contacts
  }
}
