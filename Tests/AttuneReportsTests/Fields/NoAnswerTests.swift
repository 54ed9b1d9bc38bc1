import Testing

@testable import AttuneReports

/// That there is no answer is said in many languages, and means the same in every column.
@Suite struct NoAnswerTests {
  private static let words = [
    "weiß nicht", "weiss nicht", "Weiß nicht.", "keine Angabe", "k. A.", "k.A.", "K.A.", "No sabe", "NS", "NS/NC",
    "ns / nc", "no se", "NO SÉ", "ne sait pas", "NSP", "non so", "weet niet", "vet ej", "Don’t know", "não sei",
    "Sans réponse", "sans reponse", "n.v.t.", "N/A", "-", "",
  ]

  private func isMissing(_ text: String) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer { FieldCursor($0).isMissing }
  }

  @Test(arguments: words) func isNone(word: String) { #expect(isMissing(word)) }

  @Test(arguments: [
    "nie", "nicht gut", "no", "Nein", "never", "nothing to add", "know nothing", "keine", "3", "not satisfied",
    "sin prisa",
  ])
  func isSome(word: String) { #expect(!isMissing(word)) }

  /// One in ten who does not know does not take the column away.
  @Test(arguments: words.filter { !$0.isEmpty }) func keepsTheScore(word: String) {
    var (nps, csat) = (ColumnFacts(name: "NPS"), ColumnFacts(name: "Zufriedenheit"))
    for number in 0..<200 {
      for (value, isFirst) in [("\(number % 11)", true), ("\(number % 5 + 1)", false)] {
        Array((number % 10 == 3 ? word : value).utf8).withUnsafeBufferPointer { field in
          if isFirst { nps.append(field) } else { csat.append(field) }
        }
      }
    }
    let roles = RoleFinder([.init(name: "NPS", facts: nps), .init(name: "Zufriedenheit", facts: csat)]).find().roles
    #expect(roles[.nps]?.column == 0 && roles[.csat]?.column == 1)
  }

  @Test func isCountedAsEmptyEverywhere() {
    var layout = RecordLayout()
    layout.measured = [
      .init("score", .satisfaction), .init("solved", .yesNo), .init("cost", .amount), .init("hours", .time),
    ]
    let row = layout.read(["keine Angabe", "weiß nicht", "NS/NC", "non so"])
    #expect(row.values == [nil, nil, nil, nil])
    #expect(row.faults.count == 4)
    var counts = FieldCounts()
    for (_, fault) in row.faults { counts.append(fault, path: "", line: 1) }
    counts.append(.missing, path: "", line: 1)
    #expect(counts.missing == 5 && counts.unreadable == 0)
    #expect(counts.missingText == "1 empty, 4 without an answer ('NS/NC', 'keine Angabe', 'non so', …)")
  }
}
