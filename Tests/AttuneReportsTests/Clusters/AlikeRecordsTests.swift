import AttuneStatistics
import Testing

@testable import AttuneReports

/// Whose records are alike is told by the answers where no name tells it.
@Suite struct AlikeRecordsTests {
  private var layout: RecordLayout {
    var layout = RecordLayout()
    layout.measured = [.init("score", .satisfaction)]
    layout.groups = ["team", "desk", "product"]
    return layout
  }

  /// Two teams of eight desks each, and six products.
  /// - Parameters:
  ///   - spread: of ten answers, by how many desks differ.
  ///   - gap: by how many teams do.
  private func findings(spread: Int, gap: Int = 0, seed: UInt64, isMixed: Bool = false) -> [AlikeRecords.Finding] {
    let layout = self.layout
    var alike = AlikeRecords(layout, candidates: 2)
    var generator = SeededGenerator(seed: seed)
    for number in 0..<900 {
      let desk = Int.random(in: 0..<16, using: &generator)
      let team = isMixed ? number % 2 : desk % 2
      let share = 5 + (desk / 2 % 2 == 0 ? spread : -spread) + team * gap
      let isGood = Int.random(in: 0..<10, using: &generator) < share
      alike.append(
        layout.read([
          isGood ? "5" : "2", team == 0 ? "North" : "south ", "desk \(desk)",
          "P\(Int.random(in: 0..<6, using: &generator))",
        ]))
    }
    return alike.findings
  }

  @Test func desksOfTeamsAreFound() {
    for seed in 1...5 as ClosedRange<UInt64> {
      let found = findings(spread: 2, seed: seed)
      #expect(found == [.init(candidate: 0, isNested: true, count: 16)])
    }
  }

  /// What teams differ by is no likeness within desks, and products are alike by chance only.
  @Test func chanceIsNone() {
    let found = (1...60).map { findings(spread: 0, gap: 3, seed: $0) }
    #expect(found.count { $0.contains { !$0.isNested } } <= 3)
    // Parts of teams are allowed for sooner.
    #expect((2...30).contains(found.count { !$0.isEmpty }))
  }

  @Test func desksThatServeBothTeamsAreNoPartsOfThem() {
    #expect(findings(spread: 2, seed: 3, isMixed: true).first?.isNested == false)
  }

  @Test func nothingIsFoundInNothing() {
    #expect(AlikeRecords(layout, candidates: 2).findings.isEmpty)
    var alike = AlikeRecords(layout, candidates: 2)
    for _ in 0..<50 { alike.append(layout.read(["", "North", "desk", "P"])) }
    for _ in 0..<50 { alike.append(layout.read(["4", "North", "desk 1", ""])) }
    #expect(alike.findings.isEmpty)
  }
}
