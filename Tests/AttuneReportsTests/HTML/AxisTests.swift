import TestSupport
import Testing

@testable import AttuneReports

@Suite struct AxisTests {
  @Test(arguments: [
    ([0.607, 0.762], Unit.percent, ["60 %", "70 %", "80 %"]),
    ([0.02, 0.97], .percent, ["0 %", "50 %", "100 %"]),
    ([-0.062, 0.186], .points, ["-10", "0", "+10", "+20"]),
    ([-1, 1], .points, ["-100", "0", "+100"]),
    ([13.2 * 3600, 20.1 * 3600], .seconds, ["12 h", "15 h", "18 h", "21 h"]),
    ([40, 100], .seconds, ["30 s", "1 min", "1 min 30 s", "2 min"]),
    ([6.03, 6.48], .plain, ["6.0", "6.2", "6.4", "6.6"]),
    ([12_000, 95_000], .plain, ["0", "50,000", "100,000"]),
  ])
  func marksAreRound(values: [Double], unit: Unit, marks: [String]) throws {
    let axis = try #require(Axis(values, unit: unit))
    #expect(axis.marks.map(axis.text) == marks)
  }

  @Test func theBaseIsSaidWhereItIsNotZero() throws {
    #expect(try #require(Axis([0.607, 0.762], unit: .percent)).base == "Axis from 60 %, not from 0.")
    #expect(try #require(Axis([0.02, 0.97], unit: .percent)).base == nil)
  }

  @Test func allValuesAreOnIt() throws {
    var generator = SplitMix64(seed: 4)
    for _ in 0..<2000 {
      let unit = [Unit.percent, .points, .seconds, .plain].randomElement(using: &generator)!
      let size = [1e-3, 1, 1e3, 1e9].randomElement(using: &generator)!
      let values = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        let value = Double.random(in: -size...size, using: &generator)
        return min(max(value, unit.range.lowerBound), unit.range.upperBound)
      }
      let axis = try #require(Axis(values, unit: unit), "\(values) \(unit)")
      #expect(
        values.allSatisfy {
          axis.range.lowerBound <= $0 * (1 + 1e-9) + 1e-12 && $0 <= axis.range.upperBound * (1 + 1e-9) + 1e-12
        }, "\(values) \(axis.marks)")
      #expect((2...12).contains(axis.marks.count), "\(values) \(axis.marks)")
    }
  }

  @Test func whatCannotBeDrawnHasNone() {
    #expect(Axis([], unit: .plain) == nil)
    #expect(Axis([-1e300, 1e300], unit: .plain) == nil)
  }
}
