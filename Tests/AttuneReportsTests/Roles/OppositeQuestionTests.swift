import Testing

@testable import AttuneReports

/// What was good and what was not are asked apart, and read together.
@Suite struct OppositeQuestionTests {
  private static let pairs = [
    ("Pros", "Cons"), ("Likes", "Dislikes"), ("Liked", "Disliked"), ("Strengths", "Weaknesses"),
    ("Positive review", "Negative review"), ("What went well?", "Even better if"), ("Best thing", "Worst thing"),
    ("What did we do well?", "What could we improve?"), ("What did you like?", "What can we do better?"),
    ("What did you like best?", "What did you like least?"),
    ("Was hat Ihnen gefallen?", "Was hat Ihnen nicht gefallen?"),
    ("Stärken", "Schwächen"), ("Points forts", "Points faibles"), ("Lo mejor", "Lo peor"), ("Plusy", "Minusy"),
  ]

  private func texts(_ first: String, _ second: String, _ more: [RoleFinder.Column] = []) -> ([String], [Int]) {
    let good = (0..<30).map { $0 % 3 == 0 ? "" : "The staff in room \($0) were friendly and quick" }
    let bad = (0..<30).map { $0 % 3 == 1 ? "" : "Still waiting for the refund number \($0)" }
    let columns =
      [
        column("Date", (10..<40).map { "2026-0\($0 / 20 + 1)-\($0 % 20 + 10)" }), column(first, good),
        column(second, bad),
      ] + more
    let finding = RoleFinder(columns).find()
    return (finding.texts(of: columns, taken: []).map { columns[$0].name }, finding.ties[.text] ?? [])
  }

  @Test(arguments: pairs) func bothAreRead(first: String, second: String) {
    #expect(texts(first, second).0 == [first, second])
    #expect(texts(second, first).0 == [second, first])
  }

  @Test(arguments: [("Comments", "Remarks"), ("Positive review", "Positive comment"), ("Complaint", "Worst thing")])
  func othersAreNot(first: String, second: String) {
    #expect(texts(first, second).0.count <= 1)
  }

  /// A column of numbers or of yes and no is no half of a pair.
  @Test func aCountIsNoHalf() {
    let columns = [
      column("Positive review", (0..<30).map { "The staff in room \($0) were friendly" }),
      column("Negative review", (0..<30).map { "\($0 % 4)" }),
    ]
    #expect(RoleFinder(columns).find().texts(of: columns, taken: []) == [0])
  }
}
