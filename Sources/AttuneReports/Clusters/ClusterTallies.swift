import Attune
import AttuneStatistics

/// What each cluster of a report's records, such as those of an agent, has of all records, of each group and of each aspect,
/// in bounded memory.
struct ClusterTallies: Sendable {
  private var index = ClusterIndex()
  private let empty: Tally
  private let answerColumns: [Int]
  /// The answers of the last record without its times and amounts, whose values are many, and which aspects do not need.
  private var answers: MeasuredRecord
  /// By cluster.
  private var all: [Tally?]
  /// Of records with a text, by part.
  private var texts: Parts
  /// Of each aspect.
  private var aspects: [Parts]
  /// Of each column of groups.
  private var groups: [Groups]
  /// Texts with each of the nine tones, by cluster: `[clusters × tones]`.
  private var tones: [Int]
  private var cells = 0
  private var days: ClusterDays

  /// Clusters that share a part are one cluster of groups and aspects, which are many.
  static let partCount = 32
  /// Tallies of groups that are kept.
  private static let cellLimit = 1024

  private struct Parts: Sendable {
    var tallies: [Tally?]
    /// Whether all of it is counted.
    var isWhole = true

    init(count: Int) { tallies = Array(repeating: nil, count: count) }
  }

  private struct Groups: Sendable {
    /// By names as they are written.
    var numbers: [String: Int] = [:]
    /// By names without case and blanks.
    var places: [String: Int] = [:]
    var parts: [Parts] = []
  }

  init(_ layout: RecordLayout, groups: Int, aspects: Int) {
    empty = Tally(columns: layout.measured.count, precision: .rough)
    answerColumns = layout.measured.indices.filter { layout.measured[$0].kind.isOfAnswers }
    answers = MeasuredRecord(values: layout.measured.map { _ in nil })
    all = Array(repeating: nil, count: ClusterIndex.count)
    texts = Parts(count: Self.partCount)
    self.aspects = Array(repeating: texts, count: aspects)
    self.groups = Array(repeating: Groups(), count: groups)
    tones = Array(repeating: 0, count: ClusterIndex.count * Self.toneCount)
    days = ClusterDays(columns: layout.measured.count)
  }

  private static let toneCount = ToneTaxonomy.core.labels.count

  /// - Parameters:
  ///   - day: of the record; nil without a date.
  ///   - name: of the cluster.
  /// - Returns: the part of the groups that the record belongs to.
  mutating func append(_ record: MeasuredRecord, _ reading: TextReading?, _ day: Day?, to name: String) -> Int {
    let number = index.number(of: name)
    if let day { days.append(record, cluster: number, day: day) }
    Self.append(record, to: &all[number], empty)
    let part = number % Self.partCount
    guard let reading, !reading.isForeign else { return part }
    if reading.tones != 0 {
      for tone in 0..<Self.toneCount where reading.tones & 1 << UInt16(tone) != 0 {
        tones[number * Self.toneCount + tone] += 1
      }
    }
    answers.feeling = record.feeling
    for column in answerColumns { answers.values[column] = record.values[column] }
    Self.append(answers, to: &texts.tallies[part], empty)
    for aspect in reading.aspects {
      Self.append(answers, to: &aspects[Int(aspect.number)].tallies[part], empty)
    }
    return part
  }

  /// - Parameters:
  ///   - part: that the record belongs to.
  ///   - column: of groups.
  mutating func append(_ record: MeasuredRecord, _ part: Int, column: Int, group name: String) {
    let place = groups[column].numbers[name] ?? addGroup(name, column: column)
    guard let place else { return }
    if groups[column].parts[place].tallies[part] == nil {
      guard cells < Self.cellLimit else {
        groups[column].parts[place].isWhole = false
        return
      }
      cells += 1
    }
    Self.append(record, to: &groups[column].parts[place].tallies[part], empty)
  }

  /// - Returns: nil when there are too many groups.
  private mutating func addGroup(_ name: String, column: Int) -> Int? {
    let key = name.foldedName
    var place = groups[column].places[key]
    if place == nil, cells < Self.cellLimit {
      place = groups[column].parts.count
      groups[column].places[key] = place
      groups[column].parts.append(Parts(count: Self.partCount))
    }
    if groups[column].numbers.count < Self.cellLimit { groups[column].numbers[name] = place }
    return place
  }

  private static func append(_ record: MeasuredRecord, to tally: inout Tally?, _ empty: Tally) {
    if case nil = tally { tally = empty }
    tally?.append(record)
  }

  // MARK: What is known

  /// See `ClusterIndex.isTelling`.
  var isTelling: Bool { index.isTelling }
  /// Different clusters, at most `ClusterIndex.limit`.
  var names: Int { index.names }

  /// What part of a cluster's records, and what all of its records add up to.
  typealias Cluster = (part: Tally, all: Tally)

  var whole: [Tally] { all.compactMap(\.self) }

  /// What clusters have of two periods that follow each other, how many of them have a name, and what those have that are told
  /// apart; nil where days of them are forgotten, since there were too many.
  func periods(
    before: Range<Day>, after: Range<Day>
  ) -> (clusters: [Comparison.Cluster], names: Int, parts: [(name: String, before: Tally, after: Tally)])? {
    days.clusters(before: before, after: after).map { found in
      let names = days.arePooled ? [:] : index.spellings
      let parts = found.compactMap { part in
        names[part.number].map { (name: $0, before: part.cluster.before, after: part.cluster.after) }
      }
      return (found.map(\.cluster), found.count { $0.number < ClusterIndex.limit }, parts)
    }
  }

  /// Of each cluster the share of its texts with a tone.
  func tone(_ tone: Int) -> [Measure] {
    all.enumerated().compactMap { number, tally in
      tally.map { .share(Proportion(tones[number * Self.toneCount + tone], of: $0.sentiments.judged)) }
    }
  }

  func aspect(_ number: Int) -> [Cluster] { pairs(aspects[number], of: texts.tallies) }

  /// nil when the group's clusters were too many to count.
  func group(_ name: String, column: Int) -> [Cluster]? {
    guard let place = groups[column].places[name.foldedName] else { return nil }
    let parts = groups[column].parts[place]
    return parts.isWhole ? pairs(parts, of: folded) : nil
  }

  private func pairs(_ parts: Parts, of all: [Tally?]) -> [Cluster] {
    zip(parts.tallies, all).compactMap { part, all in all.map { (part ?? empty, $0) } }
  }

  /// All records by part.
  private var folded: [Tally?] {
    var folded = [Tally?](repeating: nil, count: Self.partCount)
    for (number, tally) in all.enumerated() {
      guard let tally else { continue }
      let part = number % Self.partCount
      if folded[part] == nil { folded[part] = tally } else { folded[part]?.merge(tally) }
    }
    return folded
  }
}
