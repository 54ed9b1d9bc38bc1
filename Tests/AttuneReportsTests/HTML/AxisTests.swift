import TestSupport
import Testing

@testable import AttuneReports

@Suite struct AxisTests {
  struct Case: Sendable {
    var values: [Double]
    var unit: AttuneReports.Unit
    var marks: [String]

    init(_ values: [Double], _ unit: AttuneReports.Unit, _ marks: [String]) {
      self.values = values
      self.unit = unit
      self.marks = marks
    }
  }

  static let cases: [Case] = [
    Case([0.607, 0.762], .percent, ["60 %", "70 %", "80 %"]),
    Case([0.02, 0.97], .percent, ["0 %", "50 %", "100 %"]),
    Case([-0.062, 0.186], .points, ["-10", "0", "+10", "+20"]),
    Case([-1, 1], .points, ["-100", "0", "+100"]),
    Case([13.2 * 3600, 20.1 * 3600], .seconds, ["12 h", "15 h", "18 h", "21 h"]),
    Case([40, 100], .seconds, ["30 s", "1 min", "1 min 30 s", "2 min"]),
    Case([6.03, 6.48], .plain, ["6.0", "6.2", "6.4", "6.6"]),
    Case([12_000, 95_000], .plain, ["0", "50,000", "100,000"]),
  ]

  @Test(arguments: cases) func marksAreRound(_ expected: Case) throws {
    let axis = try #require(Axis(expected.values, unit: expected.unit))
    #expect(axis.marks.map(axis.text) == expected.marks)
  }

  @Test func differencesHaveSigns() throws {
    let axis = try #require(Axis([-4.2 * 3600, 0, 3600], unit: .seconds, isSigned: true))
    #expect(axis.marks.map(axis.text) == ["-6 h", "-4 h", "-2 h", "0", "+2 h"])
  }

  @Test func theBaseIsSaidWhereItIsNotZero() throws {
    #expect(try #require(Axis([0.607, 0.762], unit: .percent)).base == "Axis from 60 %, not from 0.")
    #expect(try #require(Axis([0.02, 0.97], unit: .percent)).base == nil)
  }

  @Test func allValuesAreOnIt() throws {
    var generator = SplitMix64(seed: 4)
    let units: [AttuneReports.Unit] = [.percent, .points, .seconds, .plain]
    let sizes: [Double] = [1e-3, 1, 1e3, 1e9]
    for round in 0..<2000 {
      let unit = units[round % 4]
      let size = sizes[round / 4 % 4]
      let values = (0..<Int.random(in: 1...6, using: &generator)).map { _ -> Double in
        let value = Double.random(in: -size...size, using: &generator)
        return min(max(value, unit.range.lowerBound), unit.range.upperBound)
      }
      let axis = try #require(Axis(values, unit: unit))
      let slack = 1e-9 * size
      for value in values {
        #expect(axis.range.lowerBound <= value + slack && value - slack <= axis.range.upperBound)
      }
      #expect((2...12).contains(axis.marks.count))
    }
  }

  @Test func whatCannotBeDrawnHasNone() {
    #expect(Axis([], unit: .plain) == nil)
    #expect(Axis([-1e300, 1e300], unit: .plain) == nil)
  }
}
