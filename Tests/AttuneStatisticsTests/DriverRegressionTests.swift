import Testing

@testable import AttuneStatistics

@Suite struct DriverRegressionTests {
  private typealias Cell = DriverRegression.Cell

  /// Means of four cells that two marks make: the effects are differences that can be read off.
  @Test func twoMarksThatAddUp() throws {
    let cells = [
      Cell(marks: [], response: 1, count: 50), Cell(marks: [], response: 0, count: 50),
      Cell(marks: [3], response: 1, count: 40), Cell(marks: [3], response: 0, count: 10),
      Cell(marks: [7], response: 1, count: 10), Cell(marks: [7], response: 0, count: 40),
      Cell(marks: [3, 7], response: 1, count: 10), Cell(marks: [3, 7], response: 0, count: 10),
    ]
    let found = try #require(DriverRegression(cells))
    #expect(found.drivers.map(\.mark) == [3, 7])
    #expect(found.drivers.map(\.cases) == [70, 70])
    for (driver, effect) in zip(found.drivers, [0.3, -0.3]) { #expect(abs(driver.effect - effect) < 1e-12) }
    #expect(abs(found.base - 0.5) < 1e-12)
    #expect(abs(found.total - 0.5) < 1e-12)
    for driver in found.drivers { #expect(driver.interval.contains(driver.contribution) && driver.pValue < 0.001) }
  }

  @Test func partsSumToTheMean() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<50 {
      let cells = (0..<400).map { _ in
        Cell(
          marks: (0..<6).filter { _ in Int.random(in: 0..<4, using: &generator) == 0 },
          response: Double(Int.random(in: -1...1, using: &generator)), count: Int.random(in: 1...3, using: &generator))
      }
      let found = try #require(DriverRegression(cells))
      let sum = found.base + found.drivers.reduce(0) { $0 + $1.effect * $1.reach }
      #expect(abs(sum - found.total) < 1e-9)
    }
  }

  /// Six templates: each aspect comes with others, or is made of them. No effect is larger than the response can change.
  @Test func whatComesTogetherIsNotApart() throws {
    let cells = [
      Cell(marks: [1, 2, 3], response: 1, count: 20), Cell(marks: [1, 4], response: 0, count: 14),
      Cell(marks: [2, 5], response: 1, count: 30), Cell(marks: [2, 6], response: 0, count: 30),
      Cell(marks: [], response: 0, count: 50), Cell(marks: [], response: 1, count: 50),
    ]
    let found = try #require(DriverRegression(cells))
    #expect(!found.drivers.isEmpty && found.drivers.allSatisfy { !$0.isApart && $0.effect.magnitude <= 1 })
    #expect(found.drivers.allSatisfy { $0.effectInterval.lower >= -1 && $0.effectInterval.upper <= 1 })
    let sum = found.base + found.drivers.reduce(0) { $0 + $1.contribution }
    #expect(abs(sum - found.total) < 1e-9)
    // What is also mentioned alone is apart, even where another never is without it.
    let nested = try #require(
      DriverRegression([
        Cell(marks: [], response: 1, count: 60), Cell(marks: [2], response: 1, count: 30),
        Cell(marks: [2, 6], response: 0, count: 30), Cell(marks: [2], response: 0, count: 20),
      ]))
    #expect(nested.drivers.map(\.mark) == [2, 6] && nested.drivers.allSatisfy(\.isApart))
  }

  @Test func marksThatCannotBeToldApart() throws {
    // 1 and 2 are always together, 3 is nearly never there, 4 nearly always.
    let cells = (0..<200).map { index -> Cell in
      var marks: [Int] = index % 3 == 0 ? [1, 2] : []
      marks.append(index < 4 ? 3 : 4)
      return Cell(marks: marks, response: index % 3 == 0 ? 1 : 0, count: 1)
    }
    let found = try #require(DriverRegression(cells))
    #expect(found.drivers.map(\.mark) == [1])
    #expect(DriverRegression([Cell(marks: [1], response: 1, count: 12)]) == nil)
    #expect(DriverRegression([]) == nil)
  }

  /// Of marks that the others nearly determine any effect fits; the more frequent ones stay, in the order of their numbers.
  @Test func marksThatAreNearlyTheSumOfOthersAreLeftOut() throws {
    // 4 is 1 or 2, but for a few cases of its own, 7 is by itself.
    let cells = (0..<600).map { index -> Cell in
      var marks: [Int] = index % 7 == 0 ? [1] : index % 7 == 1 ? [2] : []
      if !marks.isEmpty || index % 120 == 5 { marks.append(4) }
      if index % 5 == 0 { marks.append(7) }
      return Cell(marks: marks, response: index % 3 == 0 ? 1 : 0, count: 1)
    }
    let found = try #require(DriverRegression(cells))
    #expect(found.drivers.map(\.mark) == [1, 4, 7])
    for driver in found.drivers { #expect(driver.effect.magnitude < 0.5) }
    let sum = found.base + found.drivers.reduce(0) { $0 + $1.contribution }
    #expect(abs(sum - found.total) < 1e-9)
  }

  @Test func aResponseWithoutSpreadHasNoDrivers() throws {
    var cells = (0..<100).map { number -> Cell in
      Cell(marks: [number % 2], response: 1, count: 1)
    }
    cells.append(Cell(marks: [], response: 1, count: 20))
    for driver in try #require(DriverRegression(cells)).drivers {
      #expect(driver.effect == 0 && driver.pValue == 1)
    }
  }

  /// Of reports on answers that nothing moves, at most one in twenty names a driver; of those that something does, the
  /// intervals hold it.
  @Test func chanceRarelyMakesADriver() {
    var generator = SeededGenerator(seed: 11)
    let reports = 600
    var (alarms, held, drawn) = (0, 0, 0)
    for _ in 0..<reports {
      var cells = CellCounts()
      for _ in 0..<300 {
        let marks = (0..<8).filter { generator.chance(0.04 + 0.03 * Double($0)) }
        cells.add(marks, generator.chance(0.7 - (marks.contains(5) ? 0.25 : 0)) ? 1 : 0)
      }
      guard let found = DriverRegression(cells.cells) else { continue }
      let null = found.drivers.filter { $0.mark != 5 }
      if Holm.adjust(null.map(\.pValue)).contains(where: { $0 < 0.05 }) { alarms += 1 }
      if let driver = found.drivers.first(where: { $0.mark == 5 }) {
        drawn += 1
        if driver.interval.contains(-0.25 * 0.19) { held += 1 }
      }
    }
    #expect(Double(alarms) / Double(reports) <= 0.06)
    #expect(Double(held) / Double(drawn) >= 0.935)
  }
}
