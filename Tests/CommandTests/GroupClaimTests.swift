import Testing

/// What tables of groups show, and what headlines say of kinds of cases, from the outside.
@Suite struct GroupClaimTests {
  private let workspace = Workspace()

  private func run(_ arguments: [String]) throws -> Attune.Outcome { try Attune.run(arguments + ["-q"]) }

  @Test func groupsSayHowManyAnsweredAndWhatDiffers() throws {
    let rows = (0..<400).map { number in
      let isNorth = number % 2 == 0
      return
        "\(isNorth ? "North" : "South"),\(number / 2 % 4 < (isNorth ? 3 : 1) ? 5 : 1),\(number % 3 == 0 ? "" : "9")\n"
    }
    let path = workspace.file("groups.csv", "team,csat,nps\n" + rows.joined())
    let text = try run(["report", path, "--csat", "csat", "--nps", "nps", "--by", "team", "--no-cluster"]).text
    #expect(text.contains("North  200      75.0 % better        +100.0 of 133"))
    #expect(text.contains("South  200      25.0 % worse         +100.0 of 133"))
    #expect(text.contains("of: answers, if not every record has one"))
    #expect(text.contains("better, worse: than all others, by more than chance would explain"))
  }

  /// Columns of kinds are found by their names, and take part in nothing else.
  @Test func kindsOfCasesAreFound() throws {
    let rows = (0..<1120).map { number in
      let (day, isAfter) = (number / 20, number / 560 > 0)
      let isPhone = number % 20 < (isAfter ? 4 : 16)
      let isSatisfied = number * 7 % 10 < (isPhone ? (isAfter ? 9 : 8) : isAfter ? 4 : 3)
      let date = day < 31 ? "2026-03-\(day < 9 ? "0" : "")\(day + 1)" : "2026-04-\(day < 40 ? "0" : "")\(day - 30)"
      return "\(date),\(isPhone ? "phone" : "email"),\(isSatisfied ? 5 : 1)\n"
    }
    let path = workspace.file("kinds.csv", "date,Product,csat\n" + rows.joined())
    for command in [["report", path], ["compare", path, "--at", "2026-03-29"]] {
      let outcome = try run(command)
      #expect(outcome.text.contains("The mix by Product changed: "), "\(outcome.text) \(outcome.errors)")
      #expect(!outcome.text.contains("Product  records"))
    }
  }
}
