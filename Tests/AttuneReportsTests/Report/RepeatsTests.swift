import Testing

@testable import AttuneReports

@Suite struct RepeatsTests {
  private func summary(_ records: [[String]], hasIDs: Bool) -> ReportSummary {
    var layout = RecordLayout()
    layout.id = hasIDs ? "id" : nil
    layout.measured = [.init("score", .satisfaction)]
    layout.customer = hasIDs ? nil : "customer"
    var report = Report(layout)
    for (line, record) in records.enumerated() {
      let hash = UInt64(bitPattern: Int64(record.joined(separator: ",").hashValue))
      report.append(layout.read(record), path: "f", line: line, hash: hash)
    }
    return ReportSummary(report)
  }

  private let records = [
    ["7", "5"], ["8", "4"], ["7", "5"], ["7 ", "1"], ["x", "2"], ["X", "2"], ["", "3"], ["", "3"], ["n/a", "3"],
  ]

  @Test func repetitionsAreCounted() {
    let summary = summary(records, hasIDs: false)
    #expect(summary.records == 9)
    // Nobody's answers are the same by chance.
    #expect(summary.repeats == Repeats(records: 1))
    #expect(summary.scope.hasSuffix("; 1 is identical to an earlier record"))
  }

  /// Records that repeat others are no further evidence.
  @Test func manyRepetitionsAreNoEvidence() {
    func doubt(_ repeats: Repeats, isOfAnswers: Bool = true) -> String? {
      repeats.doubt(of: 100, isOfAnswers: isOfAnswers)
    }
    #expect(doubt(Repeats(records: 10)) == nil)
    #expect(doubt(Repeats(records: 11)) == "11 of the 100 records are identical to an earlier one")
    let shared = Repeats(sharedIDs: 10)
    #expect(doubt(shared) == "10 of the 100 records belong to a case that is already counted")
    #expect(doubt(shared, isOfAnswers: false) == nil && doubt(Repeats(sharedIDs: 9)) == nil)
  }

  @Test func idsDropRepetitions() {
    let summary = summary(records, hasIDs: true)
    // "7" twice more. Letters of another case make another id, and records without one stay.
    #expect(summary.records == 7)
    #expect(summary.repeats.dropped == 2)
    #expect(summary.figures[0].count == 7)
    #expect(summary.columns.first { $0.name == "id" }?.missing == 3)
    #expect(summary.scope.contains("2 more with the ID of an earlier record, combined with it"))
  }

  @Test func hashesAreASet() {
    var (seen, twin) = (SeenHashes(), Set<UInt64>())
    var hash: UInt64 = 1
    for step in 0..<20_000 {
      hash = step % 3 == 0 ? UInt64(step % 700) : hash &* 6_364_136_223_846_793_005 &+ 1
      let isNew = seen.insert(hash)
      #expect(isNew == twin.insert(hash).inserted)
    }
    #expect(seen.count == twin.count)
    seen.filter { $0 & 3 == 0 }
    #expect(seen.count == twin.count { $0 & 3 == 0 })
    let isNew = seen.insert(0)
    #expect(!isNew)
  }

  /// Of more records than are remembered a sample of them stands for all.
  @Test func manyRepetitionsAreEstimated() {
    var finder = RepeatFinder(hasIDs: false, recordLimit: 4096)
    var state: UInt64 = 9
    for step in 0..<60_000 {
      // Every third record is the one before it.
      if step % 3 != 2 { state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407 }
      let hash = (state ^ state >> 31) &* 0x9E37_79B9_7F4A_7C15
      _ = finder.append(record: hash ^ hash >> 29, id: nil)
    }
    #expect(finder.found.isEstimate)
    #expect((18_000...22_000).contains(finder.found.records))
  }

  @Test func hashesTakeNoMoreMemoryForMoreRecords() {
    var finder = RepeatFinder(hasIDs: false, recordLimit: 3071)
    for step in 0..<200_000 as Range<UInt64> { _ = finder.append(record: step &* 0x9E37_79B9_7F4A_7C15, id: nil) }
    #expect(finder.records.memory == 4096 * 8)
    #expect(finder.records.count > 1000)
    #expect(finder.found.records == 0)
  }

  @Test func testsAreCountedAndNoted() {
    var layout = RecordLayout()
    layout.text = "text"
    var report = Report(layout)
    let texts = [
      "TEST - please ignore", "test", "asdf", "Bitte ignorieren, nur ein Test", "test 2", "esto es una prueba",
      "The test drive was great", "please ignore my last comment", "testing took far too long", "",
    ]
    for text in texts { report.append(layout.read([text]), path: "f", line: 1) }
    let summary = ReportSummary(report)
    #expect(summary.records == 10 && summary.repeats.tests == 6)
    #expect(
      summary.scope.hasSuffix("6 look like tests, such as 'TEST - please ignore', and are counted"),
      "\(summary.scope)")
  }

  /// Files of the same records are named, in whatever order these stand.
  @Test func theSameFileTwiceIsSaid() {
    var layout = RecordLayout()
    layout.measured = [.init("score", .satisfaction)]
    func files(_ other: [String], hasIDs: Bool = false) -> [String] {
      layout.id = hasIDs ? "id" : nil
      var report = Report(layout)
      for (path, scores) in [("a.csv", ["5", "4", "1"]), ("b.csv", other)] {
        for (line, score) in scores.enumerated() {
          let hash = UInt64(bitPattern: Int64(score.hashValue))
          report.append(layout.read(hasIDs ? [score, score] : [score]), path: path, line: line, hash: hash)
        }
      }
      return ReportSummary(report).highlights.headline
    }
    let sentence =
      "The files 'a.csv' and 'b.csv' hold the same records, and each of them counts: leave out all but one."
    #expect(files(["1", "5", "4"]).first == sentence)
    #expect(!files(["1", "5", "5"]).contains(sentence) && !files(["5", "4"]).contains(sentence))
    #expect(!files(["1", "5", "4"], hasIDs: true).contains(sentence))
  }
}
