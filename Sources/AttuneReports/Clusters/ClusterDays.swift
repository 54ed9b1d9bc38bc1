/// What each cluster has of each day, in bounded memory: what it takes to compare any two periods of a report, whose last day
/// is not known before the end, with the same clusters in both.
///
/// Where there are too many cells, clusters share the numbers of parts, see `ClusterTallies.partCount`, and of parts that are
/// still too many the oldest days are forgotten.
struct ClusterDays: Sendable {
  private struct Place: Hashable {
    var day: Int32
    var cluster: Int32
  }

  private let columns: Int
  private var places: [Place: Int] = [:]
  private var tallies: [Tally] = []
  private var memory = CellMemory()
  /// Whether clusters share numbers.
  private(set) var arePooled = false
  private var firstDay = Int32.min

  private let limit: Int

  /// - Parameter limit: cells; 1,024 days of parts.
  init(columns: Int, limit: Int = 1 << 15) {
    self.columns = columns
    self.limit = limit
  }

  mutating func append(_ record: MeasuredRecord, cluster: Int, day: Day) {
    let day = Int32(clamping: day.number)
    guard day >= firstDay else { return }
    if tallies.count == limit, places[place(day, cluster)] == nil { shrink() }
    guard day >= firstDay else { return }
    let place = place(day, cluster)
    let index = places[place] ?? tallies.count
    if index == tallies.count {
      places[place] = index
      tallies.append(Tally(columns: columns, precision: .rough, level: memory.level))
    }
    memory.append(record, to: &tallies[index])
    while let level = memory.nextLevel() {
      for index in tallies.indices { tallies[index].coarsen(to: level) }
      memory.recount(tallies.reduce(0) { $0 + $1.distinct })
    }
  }

  private func place(_ day: Int32, _ cluster: Int) -> Place {
    Place(day: day, cluster: Int32(arePooled ? cluster % ClusterTallies.partCount : cluster))
  }

  /// Makes room for a quarter of the cells.
  private mutating func shrink() {
    let (old, cells) = (tallies, places.sorted { ($0.key.day, $0.key.cluster) > ($1.key.day, $1.key.cluster) })
    arePooled = true
    (places, tallies) = ([:], [])
    for (cell, index) in cells {
      let place = place(cell.day, Int(cell.cluster))
      if let known = places[place] {
        tallies[known].merge(old[index])
      } else if tallies.count < limit * 3 / 4 {
        places[place] = tallies.count
        tallies.append(old[index])
      } else {
        // Of the day only a part may be kept.
        firstDay = cell.day + 1
        break
      }
    }
    for place in places.keys where place.day < firstDay { places[place] = nil }
    memory.recount(tallies.reduce(0) { $0 + $1.distinct })
  }

  /// Of two periods that follow each other, each cluster that has records in one, with its number.
  /// - Returns: nil where days of them are forgotten.
  func clusters(before: Range<Day>, after: Range<Day>) -> [(number: Int, cluster: Comparison.Cluster)]? {
    guard Int(firstDay) <= before.lowerBound.number else { return nil }
    let empty = Tally(columns: columns, precision: .rough)
    var found: [Int: Comparison.Cluster] = [:]
    // In the order of days, so that sums come out the same.
    for (place, index) in places.sorted(by: { ($0.key.day, $0.key.cluster) < ($1.key.day, $1.key.cluster) }) {
      let day = Day(number: Int(place.day))
      guard before.contains(day) || after.contains(day) else { continue }
      let side: WritableKeyPath<Comparison.Cluster, Tally> = before.contains(day) ? \.before : \.after
      found[Int(place.cluster), default: Comparison.Cluster(before: empty, after: empty)][keyPath: side]
        .merge(tallies[index])
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
