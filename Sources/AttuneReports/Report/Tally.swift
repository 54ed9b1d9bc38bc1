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

  package init(columns: Int, precision: ValueCounts.Precision, level: Int = 0) {
    values = Array(repeating: ValueCounts(precision: precision, level: level), count: columns)
  }

  /// Of answers alone, by measured columns.
  init(_ values: [ValueCounts]) { self.values = values }

  /// Texts that were written: what figures of texts divide by.
  package var texts: Int { sentiments.count }

  /// How many of the records have a text.
  package var writing: Proportion { Proportion(texts, of: records) }

  /// - Returns: by how much `distinct` grew.
  @discardableResult
  package mutating func append(_ record: MeasuredRecord) -> Int {
    var growth = 0
    records += 1
    if let feeling = record.feeling { sentiments.append(feeling, isForeign: record.isForeign) }
    if record.isUrgent { urgent += 1 }
    if let isResolved = record.isResolved { firstContact.append(isResolved: isResolved, contacts: record.contacts) }
    for column in record.values.indices {
      if let value = record.values[column] { growth += values[column].append(value) }
    }
    return growth
  }

  package mutating func merge(_ other: Tally) {
    records += other.records
    sentiments.merge(other.sentiments)
    urgent += other.urgent
    firstContact.merge(other.firstContact)
    for column in values.indices { values[column].merge(other.values[column]) }
  }

  /// The answers of the records that are not among `parts`, none of which shares a record with another.
  package func answers(without parts: Tally...) -> Tally {
    var rest = self
    for part in parts { rest.values = zip(rest.values, part.values).map { $0.subtracting($1) } }
    return rest
  }

  /// The records that are not among `part`, all of whose records are among these.
  func without(_ part: Tally) -> Tally {
    var rest = answers(without: part)
    rest.records -= part.records
    rest.sentiments.subtract(part.sentiments)
    rest.urgent -= part.urgent
    rest.firstContact.subtract(part.firstContact)
    return rest
  }

  /// Different values that take memory of their own.
  package var distinct: Int { values.reduce(0) { $0 + $1.distinct } }

  /// Makes the values as coarse as a level of `ValueCounts`.
  package mutating func coarsen(to level: Int) {
    for column in values.indices { values[column].coarsen(to: level) }
  }
}

/// What reports need of one record.
package struct MeasuredRecord: Sendable, Equatable {
  package enum Feeling: String, Sendable { case positive, neutral, negative, unknown }

  /// nil when the record has no text.
  package var feeling: Feeling?
  /// In the order of the measured columns; nil where a field is missing or cannot be read.
  package var values: [Double?]
  package var isResolved: Bool?
  package var contacts: Int?
  package var isUrgent: Bool
  /// Whether the text is in another language than the model reads.
  package var isForeign: Bool

  package init(
    feeling: Feeling? = nil, values: [Double?], isResolved: Bool? = nil, contacts: Int? = nil, isUrgent: Bool = false,
    isForeign: Bool = false
  ) {
    self.isUrgent = isUrgent
    self.isForeign = isForeign
    self.feeling = feeling
    self.values = values
    self.isResolved = isResolved
    self.contacts = contacts
  }
}
