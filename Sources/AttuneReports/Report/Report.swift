import Attune
import AttuneCare
import AttuneStatistics

/// Takes in the records of an export one after the other and keeps what a report needs, in bounded memory.
package struct Report: Sendable {
  package let layout: RecordLayout
  package private(set) var total: Tally
  /// By day; empty without a time column.
  package private(set) var days: [Day: Tally] = [:]
  /// Of each of `layout.groups`.
  package private(set) var groups: [GroupTallies]
  /// Of each of `layout.fields`.
  package private(set) var fields: [FieldCounts]
  /// Records that could not be read at all.
  package private(set) var problems = 0
  /// How the measured columns were read.
  private(set) var answers: ColumnAnswers
  package private(set) var negative = Sample<String>(size: quoteSample)
  package private(set) var positive = Sample<String>(size: quoteSample)
  /// What texts may speak of.
  package let taxonomy: Taxonomy
  /// Of each aspect.
  package private(set) var aspects: [AspectTally]
  /// Texts with each of the nine tones.
  package private(set) var tones: [Int]
  package private(set) var urgent = TriageQueue(capacity: urgentCapacity)
  /// nil without texts.
  private(set) var drivers: DriverTally?
  /// Of each of `groups`; empty without a time column.
  private(set) var groupTrends: [GroupTrendTally] = []

  /// Of the one customer who is reported on; nil for a report on all.
  private(set) var customer: CustomerRecords?
  /// All records of a report on one customer, whose own answers are too few to tell a scale.
  private var everyone: Tally?

  private static let quoteSample = 400
  /// Sixty words, however long they are.
  private static let quotableBytes = 4096
  private static let urgentCapacity = 10
  /// Days that are told apart; records of further ones count, but not in the trend.
  private static let dayLimit = 100_000

  /// - Parameter customer: the value of the last column of `layout.groups` whose records alone are wanted.
  /// - Parameter taxonomy: that of the readings.
  package init(_ layout: RecordLayout, customer: String? = nil, taxonomy: Taxonomy = .shipped) {
    self.layout = layout
    self.taxonomy = taxonomy
    aspects = taxonomy.aspects.map { _ in AspectTally(columns: layout.measured.count) }
    tones = ToneTaxonomy.nine.labels.map { _ in 0 }
    self.customer = customer.map(CustomerRecords.init)
    let columns = layout.measured.count
    total = Tally(columns: columns, precision: .fine)
    everyone = customer == nil ? nil : total
    groups = layout.groups.dropLast(customer == nil ? 0 : 1).map { _ in GroupTallies(columns: columns) }
    fields = layout.fields.map { _ in FieldCounts() }
    answers = ColumnAnswers(layout)
    if layout.text != nil { drivers = DriverTally(layout) }
    if layout.time != nil { groupTrends = groups.map { _ in GroupTrendTally(layout) } }
  }

  package mutating func append(_ row: RecordLayout.Row, path: String, line: Int) {
    let record = row.measured
    answers.append(row)
    if let customer {
      everyone?.append(record)
      guard row.groups.last == customer.customer else { return }
      self.customer?.append(row)
    }
    if let reading = row.reading { append(reading, of: record, text: row.text) }
    total.append(record)
    if let day = row.time?.day, days[day] != nil || days.count < Self.dayLimit {
      days[day, default: Tally(columns: layout.measured.count, precision: .coarse)].append(record)
    }
    drivers?.append(row)
    for index in groups.indices {
      // Each element of a JSON array counts, once.
      for name in RecordLayout.elements(row.groups[index]) {
        groups[index].append(record, to: name)
        if let day = row.time?.day { groupTrends[index].append(row.values, group: name, day: day) }
      }
    }
    for (field, fault) in row.faults { fields[field].append(fault, path: path, line: line) }
  }

  private mutating func append(_ reading: TextReading, of record: MeasuredRecord, text: String) {
    // A longer text is never a quote, and samples are kept in memory.
    let quotable = text.utf8.count <= Self.quotableBytes ? text : ""
    switch reading.feeling {
    case .negative: negative.offer(quotable, place: total.records)
    case .positive: positive.offer(quotable, place: total.records)
    case .neutral, .unknown: break
    }
    for aspect in reading.aspects {
      aspects[Int(aspect.number)].append(record, aspect.feeling, text: quotable, place: total.records)
    }
    for tone in tones.indices where reading.tones & 1 << UInt16(tone) != 0 { tones[tone] += 1 }
    if reading.isUrgent, urgent.threshold.map({ Double(reading.urgency) > $0 }) ?? true {
      var text = text
      let excerpt = text.withUTF8 { Ticket.excerpt(of: $0) }
      // As if those who write the same were one customer, so that it is shown once.
      var ticket = Ticket(
        urgency: Double(reading.urgency), reasons: reading.reasons, excerpt: excerpt, customer: excerpt)
      var masked = Redaction.redact(text)
      ticket.maskedExcerpt = masked.withUTF8 { Ticket.excerpt(of: $0) }
      urgent.insert(ticket)
    }
  }

  package mutating func appendProblem() { problems += 1 }

  /// Of each measured column the scale that was given or found; nil for other columns, and when none fits.
  package var scales: [Scale?] {
    answers.scales((everyone ?? total).values)
  }

  /// The first column whose scale only the user knows; nil when there is none.
  package var scaleQuestion: ScaleQuestion? { answers.question((everyone ?? total).values) }
}
