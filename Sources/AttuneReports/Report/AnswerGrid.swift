import AttuneStatistics

/// How often each answer on a scale was given in each of many rows, such as the texts that mention the same aspects, in little
/// memory: four bytes for each row, column and whole number from 0 to 10.
struct AnswerGrid: Sendable {
  /// Of the measured columns: the place of those that hold answers on a scale.
  private let places: [Int?]
  private let width: Int
  private var counts: [Int32] = []
  /// Answers that are no whole number from 0 to 10.
  private var others: [Other: Int] = [:]

  private struct Other: Hashable {
    var row: Int
    var column: Int
    var value: Double
  }

  private static let values = 11
  /// Of `others`.
  private let otherLimit: Int
  /// Whether no answer was left out for lack of room.
  private(set) var isWhole = true

  init(_ layout: RecordLayout, otherLimit: Int = 1 << 14) {
    self.otherLimit = otherLimit
    var width = 0
    places = layout.measured.map { column in
      guard column.kind.isOfAnswers else { return nil }
      defer { width += 1 }
      return width
    }
    self.width = width
  }

  /// Whether there is a column of answers.
  var isUsed: Bool { width > 0 }

  var rows: Int { width > 0 ? counts.count / (width * Self.values) : 0 }

  /// - Returns: the number of an empty row.
  mutating func addRow() -> Int {
    counts.append(contentsOf: repeatElement(0, count: width * Self.values))
    return rows - 1
  }

  mutating func append(_ values: [Double?], row: Int) {
    for (column, value) in values.enumerated() {
      guard let value, let place = places[column] else { continue }
      if value >= 0, value <= 10, value == value.rounded(.down) {
        counts[(row * width + place) * Self.values + Int(value)] &+= 1
      } else if others.count < otherLimit || others[Other(row: row, column: column, value: value)] != nil {
        others[Other(row: row, column: column, value: value), default: 0] += 1
      } else {
        isWhole = false
      }
    }
  }

  /// Adds a row of another grid of the same layout.
  mutating func merge(_ other: AnswerGrid, row: Int, into target: Int) {
    let size = width * Self.values
    for index in 0..<size { counts[target * size + index] &+= other.counts[row * size + index] }
    for (entry, count) in other.others where entry.row == row {
      others[Other(row: target, column: entry.column, value: entry.value), default: 0] += count
    }
  }

  /// The answers of each row, as records that hold nothing else.
  var tallies: [Tally] {
    var values = Array(repeating: places.map { _ in ValueCounts(precision: .coarse) }, count: rows)
    for row in values.indices {
      for (column, place) in places.enumerated() {
        guard let place else { continue }
        for value in 0..<Self.values {
          let count = counts[(row * width + place) * Self.values + value]
          if count > 0 { values[row][column].append(Double(value), count: Int(count)) }
        }
      }
    }
    for (entry, count) in others { values[entry.row][entry.column].append(entry.value, count: count) }
    return values.map(Tally.init)
  }
}
