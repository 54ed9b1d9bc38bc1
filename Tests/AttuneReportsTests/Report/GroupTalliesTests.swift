import Testing

@testable import AttuneReports

@Suite struct GroupTalliesTests {
  private func record(_ value: Double) -> MeasuredRecord { MeasuredRecord(feeling: .positive, values: [value]) }

  @Test func theLargestFirst() {
    var tallies = GroupTallies(columns: 1)
    for name in ["b", "a", "c", "a", "c", "b", "c"] { tallies.append(record(1), to: name) }
    let (groups, other, count) = tallies.largest(2)
    #expect(groups.map(\.name) == ["c", "a"])
    #expect(groups.map(\.tally.records) == [3, 2])
    #expect(other.records == 2)
    #expect(count == 1)
    #expect(!tallies.isPruned)
  }

  @Test func manyGroupsStayWithinBounds() {
    var tallies = GroupTallies(columns: 1, limit: 100)
    for number in 0..<20_000 {
      tallies.append(record(0), to: "rare \(number)")
      tallies.append(record(1), to: "common \(number % 5)")
    }
    let (groups, other, _) = tallies.largest(5)
    #expect(groups.allSatisfy { $0.name.hasPrefix("common") && $0.tally.records == 4000 && !$0.isPartial })
    #expect(groups.reduce(0) { $0 + $1.tally.records } + other.records == 40_000)
    #expect(tallies.isPruned)
  }

  @Test func talliesMergeToTheWhole() {
    var (first, second) = (Tally(columns: 1, precision: .fine), Tally(columns: 1, precision: .fine))
    var whole = first
    for number in 0..<100 {
      let record = MeasuredRecord(
        feeling: number % 3 == 0 ? .negative : .unknown, values: [number % 4 == 0 ? nil : Double(number % 7)],
        isResolved: number % 2 == 0, contacts: number % 5)
      if number % 3 == 1 { first.append(record) } else { second.append(record) }
      whole.append(record)
    }
    first.merge(second)
    let isEqual = first == whole
    #expect(isEqual)
  }
}
