import Attune
import AttuneCare
import AttuneStatistics

/// Takes in the records of an export one after the other and keeps what a report needs, in bounded memory.
package struct Report: Sendable {
  @Shared package private(set) var layout: RecordLayout
  package private(set) var total: Tally
  /// Answers of the records without a text that can be read, of layouts that have one: no answers of those who write of
  /// something else.
  private(set) var silent: Tally
  /// By day; empty without a time column.
  package private(set) var days: [Day: Tally] = [:]
  /// Of each column that `layout.groups` breaks figures down by; those of mixes and clusters stand behind them.
  package private(set) var groups: [GroupTallies]
  /// Of each of `layout.fields`.
  package private(set) var fields: [FieldCounts]
  /// Records that could not be read at all.
  package private(set) var problems = 0
  /// How the measured columns were read.
  private(set) var answers: ColumnAnswers
  package private(set) var negative = Sample<Quote>(size: quoteSample)
  package private(set) var positive = Sample<Quote>(size: quoteSample)
  /// Of each column of kinds of cases.
  private var kinds: [GroupTallies]
  /// Of each of `groups`, and within it of each column of kinds: records by both.
  private var crossings: [GroupTallies]
  /// What texts may speak of.
  @Shared package private(set) var taxonomy: Taxonomy
  /// Of each aspect.
  package private(set) var aspects: [AspectTally]
  /// Texts with each of the nine tones.
  package private(set) var tones: [Int]
  package private(set) var urgent = TriageQueue(capacity: urgentCapacity)
  /// nil without texts.
  private(set) var drivers: DriverTally?
  /// Of each of `groups`, and of each column whose mix is looked at; empty without a time column.
  private(set) var groupTrends: [GroupTrendTally] = []
  /// Of `groupTrends`, those in which a record was of several groups.
  private var listColumns: Set<Int> = []

  private var repeats: RepeatFinder
  /// Days of customers; nil where retention is not wanted.
  private(set) var visits: CustomerVisits?
  private var dayMemory = CellMemory(limit: 200_000)
  private var groupMemory = CellMemory(limit: 500_000)

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

  /// nil without a column of clusters.
  private(set) var clusters: ClusterTallies?

  /// - Parameters:
  ///   - customer: the value of the last column of `layout.groups` whose records alone are wanted.
  ///   - hasClusters: whether `layout.groups` ends with the column of clusters; not with `customer`.
  ///   - taxonomy: that of the readings.
  package init(
    _ layout: RecordLayout, customer: String? = nil, hasClusters: Bool = false, taxonomy: Taxonomy = .shipped
  ) {
    _layout = Shared(wrappedValue: layout)
    _taxonomy = Shared(wrappedValue: taxonomy)
    aspects = taxonomy.aspects.map { _ in AspectTally(columns: layout.measured.count) }
    tones = ToneTaxonomy.core.labels.map { _ in 0 }
    self.customer = customer.map(CustomerRecords.init)
    let columns = layout.measured.count
    total = Tally(columns: columns, precision: .fine)
    silent = total
    repeats = RepeatFinder(hasIDs: layout.id != nil)
    visits = layout.retentionDays.map { CustomerVisits(length: $0) }
    everyone = customer == nil ? nil : total
    let own = layout.groups.dropLast((customer == nil && !hasClusters ? 0 : 1) + layout.mixCount)
    groups = own.map { _ in GroupTallies(columns: columns) }
    kinds = (0..<layout.mixCount).map { _ in GroupTallies(columns: columns, precision: .rough, limit: 64) }
    crossings = (0..<own.count * layout.mixCount).map { _ in
      GroupTallies(columns: columns, precision: .rough, limit: Self.crossingLimit)
    }
    fields = layout.fields.map { _ in FieldCounts() }
    answers = ColumnAnswers(layout)
    clusters =
      hasClusters ? ClusterTallies(layout, groups: groups.count, aspects: taxonomy.aspects.count) : nil
    if layout.text != nil { drivers = DriverTally(layout) }
    if layout.time != nil { groupTrends = (0..<groups.count + layout.mixCount).map { _ in GroupTrendTally(layout) } }
  }

  /// - Parameter hash: of the record's bytes; nil where records do not tell whether they are the same.
  package mutating func append(_ row: RecordLayout.Row, path: String, line: Int, hash: UInt64? = nil) {
    let record = row.measured
    if let customer, !customer.isCustomer(row.groups.last) {
      // What others wrote tells the scales only.
      everyone?.append(record)
      answers.append(row)
      return
    }
    repeats.add(hash: hash, path: path)
    let hash = row.isUnlikelyTwice ? hash : nil
    guard !repeats.append(record: hash, id: row.id, watched: row.watchedID, path: path) else { return }
    repeats.noteTest(row)
    answers.append(row)
    everyone?.append(record)
    customer?.append(row)
    if let reading = row.reading {
      append(reading, of: reading.aspects.isEmpty ? record : layout.answersOnly(record), text: row.text)
    }
    if layout.text != nil, !row.hasText || record.isForeign { silent.append(layout.answersOnly(record)) }
    total.append(record)
    if let day = row.time?.day {
      append(record, to: day)
      if let customer = row.customer { visits?.append(customer: customer, day: day) }
    }
    let part = row.groups.last.flatMap { clusters?.append(record, row.reading, row.time?.day, to: $0) }
    drivers?.append(row, part: part)
    for index in groups.indices {
      if let names = RecordLayout.elements(row.groups[index]) {
        if names.count > 1 { listColumns.insert(index) }
        for name in names { append(record, part, row, column: index, group: name) }
      } else {
        append(record, part, row, column: index, group: row.groups[index])
      }
    }
    for index in kinds.indices { kinds[index].append(record, to: row.groups[groups.count + index]) }
    if let day = row.time?.day {
      for index in groups.count..<groups.count + layout.mixCount {
        groupTrends[index].append(row.values, group: row.groups[index], day: day)
      }
    }
    coarsenCells()
    for (field, fault) in row.faults { fields[field].append(fault, path: path, line: line) }
  }

  /// - Parameters:
  ///   - part: of the clusters, to which the record belongs.
  ///   - column: of groups.
  private mutating func append(
    _ record: MeasuredRecord, _ part: Int?, _ row: RecordLayout.Row, column: Int, group name: String
  ) {
    groups[column].append(record, to: name, &groupMemory)
    if let part { clusters?.append(record, part, column: column, group: name) }
    if let day = row.time?.day { groupTrends[column].append(record.values, group: name, day: day) }
    for kind in kinds.indices {
      let both = Self.crossing(name, row.groups[groups.count + kind])
      crossings[column * kinds.count + kind].append(record, to: both)
    }
  }

  private static func crossing(_ group: String, _ kind: String) -> String { "\(group)\u{1F}\(kind)" }
  private static let crossingLimit = 2000

  private mutating func append(_ record: MeasuredRecord, to day: Day) {
    if days[day] == nil {
      guard days.count < Self.dayLimit else { return }
      days[day] = Tally(columns: layout.measured.count, precision: .coarse, level: dayMemory.level)
    }
    dayMemory.append(record, to: &days[day]!)
  }

  /// Makes room where days and groups hold too many values.
  private mutating func coarsenCells() {
    while let level = dayMemory.nextLevel() {
      for day in Array(days.keys) { days[day]?.coarsen(to: level) }
      dayMemory.recount(days.values.reduce(0) { $0 + $1.distinct })
    }
    while let level = groupMemory.nextLevel() {
      for index in groups.indices { groups[index].coarsen(to: level) }
      groupMemory.recount(groups.reduce(0) { $0 + $1.distinct })
    }
  }

  /// Answers by the kinds of cases, of two periods that follow each other.
  func mixes(before: Range<Day>, after: Range<Day>) -> [CaseMix] {
    groupTrends.enumerated().compactMap { index, trend in
      // A record that is of several kinds has no share in one.
      guard !listColumns.contains(index) else { return nil }
      let parts = trend.tallies(by: .day).sorted { $0.key < $1.key }
      guard (2...CaseMix.partLimit).contains(parts.count) else { return nil }
      let empty = Tally(columns: layout.measured.count, precision: .coarse)
      return CaseMix(
        column: layout.groups[index],
        parts: parts.map { name, days in
          var (first, second) = (empty, empty)
          for (day, tally) in days.sorted(by: { $0.key < $1.key }) {
            if before.contains(day) { first.merge(tally) } else if after.contains(day) { second.merge(tally) }
          }
          return (name.isEmpty ? "(empty)" : trend.spelling(of: name), first, second)
        })
    }
  }

  /// Answers by the kinds of cases, of all records but those of a group, and of the group.
  func mixes(of group: String, column: Int) -> [CaseMix] {
    kinds.indices.compactMap { kind in
      let parts = kinds[kind].largest(CaseMix.partLimit)
      let crossing = crossings[column * kinds.count + kind]
      guard parts.otherGroups == 0, !kinds[kind].isPruned, !crossing.isPruned else { return nil }
      let empty = Tally(columns: layout.measured.count, precision: .rough)
      return CaseMix(
        column: layout.groups[groups.count + kind],
        parts: parts.groups.map { part in
          let own = crossing.tally(of: Self.crossing(group, part.name)) ?? empty
          return (part.name.isEmpty ? "(empty)" : part.name, part.tally.without(own), own)
        }.sorted { $0.0 < $1.0 })
    }
  }

  /// Columns of answers in which two scales may be mixed: by date, by groups, or by kinds of cases.
  func scaleMixes(_ scales: [Scale?]) -> ScaleMixes {
    let columns = zip(layout.groups, groups + kinds)
    return ScaleMixes(
      layout, scales, days: days,
      kinds: columns.map { column, tallies in
        ScaleMixes.Kind(
          column: column,
          parts: tallies.largest(Self.scaleGroups).groups.map { ($0.name.isEmpty ? "(empty)" : $0.name, $0.tally) })
      }, forms: answers.forms)
  }

  /// Groups whose answers are looked at for a scale of their own.
  private static let scaleGroups = 50

  /// Records that occur again.
  package var repeated: Repeats { repeats.found }

  /// Takes in what lines outside the table say of scales.
  package mutating func append(_ legends: [ScaleLegend]) { answers.legends += legends }

  /// Takes in a record that no customer wrote, of which nothing counts.
  package mutating func appendOther(_ row: RecordLayout.Row) {
    repeats.appendOther(hasAnswers: layout.id == nil && row.values.contains { $0 != nil })
  }

  /// The days that the records are about; nil without dates.
  var span: DaySpan? { DaySpan(days.mapValues(\.records)) }

  /// The level of `ValueCounts` that values of days and groups have come to.
  var cellLevel: Int { max(dayMemory.level, groupMemory.level, total.values.map(\.level).max() ?? 0) }

  private mutating func append(_ reading: TextReading, of record: MeasuredRecord, text: String) {
    // A longer text is never a quote, and samples are kept in memory.
    let quotable = text.utf8.count <= Self.quotableBytes ? text : ""
    switch reading.feeling {
    case .negative: negative.offer(Quote(text: quotable, values: record.values), place: total.records)
    case .positive: positive.offer(Quote(text: quotable, values: record.values), place: total.records)
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
