@testable import AttuneStatistics

/// Drawn cases, those with the same marks and the same response counted together.
struct CellCounts {
  private struct Key: Hashable {
    var marks: [Int]
    var response: Double
  }

  private var places: [Key: Int] = [:]
  private(set) var cells: [DriverRegression.Cell] = []

  mutating func add(_ marks: [Int], _ response: Double) {
    if let place = places[Key(marks: marks, response: response)] {
      cells[place].count += 1
    } else {
      places[Key(marks: marks, response: response)] = cells.count
      cells.append(.init(marks: marks, response: response, count: 1))
    }
  }
}
