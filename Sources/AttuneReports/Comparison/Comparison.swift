import AttuneCare
import AttuneStatistics

/// Takes in the records of an export and keeps them apart by date or by group, in bounded memory.
package struct Comparison: Sendable {
  /// What makes a record one of the first or of the second.
  package enum Split: Sendable, Equatable {
    /// Before a day, and from it on.
    case date(Day)
    /// Two values of the first group column.
    case groups(String, String)
  }

  @Shared package private(set) var layout: RecordLayout
  package let split: Split
  /// Whether `layout.groups` ends with the column of clusters.
  package let hasClusters: Bool
  package private(set) var before: Tally
  package private(set) var after: Tally
  /// Records of neither, as those without a date.
  package private(set) var neither = 0
  package private(set) var problems = 0
  /// Of each of `layout.fields`.
  package private(set) var fields: [FieldCounts]
  /// How the measured columns were read.
  private(set) var answers: ColumnAnswers
  package private(set) var days: [Day: Tally] = [:]
  private var clusterIndex = ClusterIndex()
  /// By their numbers; those without records are nil.
  private var clusterTallies: [Cluster?] = []

  /// What texts may speak of.
  @Shared package private(set) var taxonomy: Taxonomy
  /// nil without texts.
  private(set) var drivers: (before: DriverTally, after: DriverTally)?

  /// What one cluster, such as an agent, has of both.
  package struct Cluster: Sendable {
    package var before: Tally
    package var after: Tally
  }

  /// Of each column whose mix is looked at.
  private var mixes: [CaseMixTally]
  /// The first of their columns in `layout.groups`.
  private let firstMix: Int

  private var repeats: RepeatFinder
  /// Days of customers; nil where retention is not wanted.
  private(set) var visits: CustomerVisits?
  /// Of `days`.
  private var memory = CellMemory()
  /// The two groups, without case and blanks.
  private let groupNames: (String, String)?

  private static let dayLimit = 100_000

  /// - Parameter taxonomy: that of the readings.
  package init(_ layout: RecordLayout, split: Split, hasClusters: Bool, taxonomy: Taxonomy = .shipped) {
    _taxonomy = Shared(wrappedValue: taxonomy)
    if layout.text != nil { drivers = (DriverTally(layout), DriverTally(layout)) }
    _layout = Shared(wrappedValue: layout)
    self.split = split
    self.hasClusters = hasClusters
    before = Tally(columns: layout.measured.count, precision: .fine)
    after = before
    let emptyOfCluster = Tally(columns: layout.measured.count, precision: .rough)
    emptyCluster = Cluster(before: emptyOfCluster, after: emptyOfCluster)
    repeats = RepeatFinder(hasIDs: layout.id != nil)
    visits = layout.retentionDays.map { CustomerVisits(length: $0) }
    groupNames = if case .groups(let first, let second) = split { (first.foldedName, second.foldedName) } else { nil }
    fields = layout.fields.map { _ in FieldCounts() }
    answers = ColumnAnswers(layout)
    firstMix = layout.groups.count - (hasClusters ? 1 : 0) - layout.mixCount
    mixes = Array(repeating: CaseMixTally(), count: layout.mixCount)
  }

  /// Of one cell of many.
  private var empty: Tally { Tally(columns: layout.measured.count, precision: .coarse, level: memory.level) }
  private let emptyCluster: Cluster

  /// - Parameter hash: of the record's bytes; nil where records do not tell whether they are the same.
  package mutating func append(_ row: RecordLayout.Row, path: String, line: Int, hash: UInt64? = nil) {
    repeats.add(hash: hash, path: path)
    let hash = row.isUnlikelyTwice ? hash : nil
    guard !repeats.append(record: hash, id: row.id, watched: row.watchedID, path: path) else { return }
    repeats.noteTest(row)
    for (field, fault) in row.faults { fields[field].append(fault, path: path, line: line) }
    answers.append(row)
    guard let isAfter = isAfter(row) else {
      neither += 1
      return
    }
    let record = row.measured
    if isAfter { after.append(record) } else { before.append(record) }
    if let day = row.time?.day {
      append(record, to: day)
      if let customer = row.customer { visits?.append(customer: customer, day: day, side: isAfter ? 1 : 0) }
    }
    appendMixes(record, row.groups, isAfter)
    let cluster = hasClusters ? row.groups.last.map { append(record, isAfter, toCluster: $0) } : nil
    let part = cluster.map { $0 % ClusterTallies.partCount }
    if isAfter { drivers?.after.append(row, part: part) } else { drivers?.before.append(row, part: part) }
    coarsenCells()
  }

  private mutating func appendMixes(_ record: MeasuredRecord, _ groups: [String], _ isAfter: Bool) {
    for mix in mixes.indices { mixes[mix].append(record, isAfter, to: groups[firstMix + mix], empty: emptyCluster) }
  }

  private mutating func append(_ record: MeasuredRecord, to day: Day) {
    if days[day] == nil {
      guard days.count < Self.dayLimit else { return }
      days[day] = empty
    }
    memory.append(record, to: &days[day]!)
  }

  /// - Returns: the number of the cluster.
  private mutating func append(_ record: MeasuredRecord, _ isAfter: Bool, toCluster name: String) -> Int {
    if clusterTallies.isEmpty { clusterTallies = Array(repeating: nil, count: ClusterIndex.count) }
    let number = clusterIndex.number(of: name)
    if isAfter {
      clusterTallies[number, default: emptyCluster].after.append(record)
    } else {
      clusterTallies[number, default: emptyCluster].before.append(record)
    }
    return number
  }

  /// What clusters have of both; nil where no column tells clusters apart.
  var clusters: [Cluster]? { hasClusters && clusterIndex.isTelling ? clusterTallies.compactMap(\.self) : nil }

  /// Both, side by side.
  var records: ComparedRecords {
    let span = span?.days
    let turn: Day? = if case .date(let date) = split { date } else { nil }
    return ComparedRecords(
      before: before, after: after, clusters: clusters, clusterCount: clusterCount,
      days: days.filter { span?.contains($0.key) == true }, turn: turn, hasTexts: layout.text != nil,
      mixes: caseMixes + (clusterMix.map { [$0] } ?? []), names: sideNames, clusterColumn: layout.groups.last)
  }

  private var caseMixes: [CaseMix] { mixes.enumerated().compactMap { $1.mix(column: layout.groups[firstMix + $0]) } }

  /// What agents, or whoever else has records that are alike, have of both; nil where they are not told apart.
  private var clusterMix: CaseMix? {
    guard clusters != nil else { return nil }
    let parts = clusterIndex.spellings.sorted { $0.key < $1.key }.compactMap { number, name in
      clusterTallies[number].map { (name: name, before: $0.before, after: $0.after) }
    }
    return CaseMix(column: layout.groups.last ?? "", parts: parts, isOfClusters: true)
  }

  /// As sentences name the sides: groups that are called yes and no, or by numbers, with their column: "trained = yes".
  var namedSplit: Split {
    guard case .groups(let first, let second) = split, let column = layout.groups.first,
      [first, second].contains(where: { BooleanParser.answer($0.lowercased()) != nil || $0.allSatisfy(\.isNumber) })
    else { return split }
    return .groups("\(column) = \(first)", "\(column) = \(second)")
  }

  private var sideNames: SideNames {
    switch namedSplit {
    case .date: .date
    case .groups(let first, let second): SideNames(before: "for \(first)", after: "for \(second)", tense: .present)
    }
  }

  /// Of both.
  var total: Tally {
    var total = before
    total.merge(after)
    return total
  }

  /// Columns of answers in which two scales may be mixed: by date, between the groups, or by kinds of cases.
  func scaleMixes(_ scales: [Scale?]) -> ScaleMixes {
    var kinds = caseMixes.map { mix in
      ScaleMixes.Kind(
        column: mix.column,
        parts: mix.parts.map { part in
          var tally = part.before
          tally.merge(part.after)
          return (part.name, tally)
        })
    }
    if case .groups(let first, let second) = split {
      kinds.insert(.init(column: layout.groups[0], parts: [(first, before), (second, after)]), at: 0)
    }
    return ScaleMixes(layout, scales, days: days, kinds: kinds, forms: answers.forms)
  }

  /// How many values the column of clusters has, at most `ClusterIndex.limit`; nil without `clusters`.
  var clusterCount: Int? { clusters == nil ? nil : clusterIndex.names }

  /// Makes room where days hold too many values.
  private mutating func coarsenCells() {
    while let level = memory.nextLevel() {
      for day in Array(days.keys) { days[day]?.coarsen(to: level) }
      memory.recount(days.values.reduce(0) { $0 + $1.distinct })
    }
  }

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

  /// The level of `ValueCounts` that values of days have come to.
  var cellLevel: Int { max(memory.level, values.map(\.level).max() ?? 0) }

  package mutating func appendProblem() { problems += 1 }

  private func isAfter(_ row: RecordLayout.Row) -> Bool? {
    switch split {
    case .date(let date): return row.time.map { $0.day >= date }
    case .groups:
      guard let group = row.groups.first?.foldedName, let groupNames else { return nil }
      return group == groupNames.1 ? true : group == groupNames.0 ? false : nil
    }
  }

  /// Of each measured column the scale that was given or found.
  package var scales: [Scale?] { answers.scales(values) }

  /// The first column whose scale only the user knows; nil when there is none.
  package var scaleQuestion: ScaleQuestion? { answers.question(values) }

  /// Of both, by measured columns.
  var values: [ValueCounts] {
    var values = before.values
    for index in values.indices { values[index].merge(after.values[index]) }
    return values
  }
}

extension [Comparison.Cluster?] {
  fileprivate subscript(number: Int, default empty: Comparison.Cluster) -> Comparison.Cluster {
    get { self[number] ?? empty }
    _modify {
      var cluster = self[number] ?? empty
      // So that a tally is not copied while it is changed.
      self[number] = nil
      defer { self[number] = cluster }
      yield &cluster
    }
  }
}
