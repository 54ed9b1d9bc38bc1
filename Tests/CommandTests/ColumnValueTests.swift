import Testing

/// How columns of answers and dates are read, from the outside.
@Suite struct ColumnValueTests {
  private let workspace = Workspace()

  private func run(_ arguments: [String]) throws -> Attune.Outcome { try Attune.run(arguments + ["-q"]) }

  @Test func aColumnOfOneStarIsNotSatisfied() throws {
    let path = workspace.file("stars.csv", "stars,note\n" + String(repeating: "1,late again\n", count: 193))
    let outcome = try run(["report", path, "--csat", "stars"])
    #expect(outcome.status == 0 && outcome.text.contains("Satisfaction (CSAT)  0.0 %"))
    #expect(outcome.text.contains("stars: scale 1-5"))
  }

  @Test func whatTheAnswersDoNotTellIsAsked() throws {
    let path = workspace.file("sevens.csv", "score\n" + String(repeating: "7\n", count: 40))
    for command in [["report", path], ["compare", path, "--group", "score", "--a", "7", "--b", "8"]] {
      let outcome = try run(command + ["--csat", "score"])
      guard command[0] == "report" else {
        // Nothing to compare comes first.
        #expect(outcome.status == 65)
        continue
      }
      #expect(outcome.status == 64)
      #expect(
        outcome.errors
          == "attune: column 'score' may be on the scale 1-7 (CSAT 100.0 %) or 0-10 (CSAT 0.0 %); say which with "
          + "--scale 'score=1..7' or --scale 'score=0..10'\n")
    }
    for (scale, figure) in [("1..7", "100.0 %"), ("score=0..10", "0.0 %"), ("other=1..7", "")] {
      let outcome = try run(["report", path, "--csat", "score", "--scale", scale])
      #expect(outcome.status == (figure.isEmpty ? 64 : 0))
      #expect(figure.isEmpty || outcome.text.contains("Satisfaction (CSAT)  \(figure)"))
    }
  }

  @Test func answersOfAnOwnFile() throws {
    let book = workspace.file("moods.yaml", "families:\n  mood:\n    1: [grim]\n    2: [so lala]\n    3: [sunny]\n")
    let path = workspace.file("moods.csv", "mood\nsunny\nSunny!\ngrim\nso-lala\n")
    let own = try run(["report", path, "--csat", "mood", "--answers", book])
    #expect(own.text.contains("Satisfaction (CSAT)  50.0 %*"))
    #expect(own.text.contains("mood: scale 1-3, words of 'mood'"))
    let shipped = try run(["report", path, "--csat", "mood"])
    #expect(shipped.text.contains("no figure, because 4 of 4 answers were not understood: "))
    let broken = workspace.file("broken.yaml", "families:\n  mood:\n    1: [grim]\n")
    let refused = try run(["report", path, "--csat", "mood", "--answers", broken])
    #expect(refused.status == 65 && refused.errors.contains("the family 'mood' has fewer than two numbers"))
    #expect(try run(["report", path, "--csat", "mood", "--scale", "gloom"]).status == 64)
    #expect(try run(["report", path, "--csat", "mood", "--scale", "gloom", "--answers", book]).status == 64)
  }

  // MARK: Dates

  private static let head = "agent,time,id,customer,reply,text\n"

  private func dates(_ name: String, _ dates: [String]) -> String {
    workspace.file(
      name,
      Self.head
        + dates.map {
          "Ann,\($0),C1,My order is late,I am sorry about the delay and will send it today.,My parcel is late\n"
        }.joined())
  }

  /// One of the commands that read dates each, with its column.
  private func commands(_ path: String) -> [[String]] {
    [
      ["report", path, "--text", "text", "--time", "time"],
      ["compare", path, "--text", "text", "--time", "time", "--at", "2024-05-04"],
      ["scorecard", path], ["triage", path, "--text", "text", "--by", "id", "--time", "time"],
    ]
  }

  @Test func everyCommandTakesTheOrderFromTheColumn() throws {
    let path = dates("order.csv", ["05/03/2024 10:00", "06/05/2024 3:04 p.m.", "25/03/2024 23:30 EST"])
    for command in commands(path) {
      let outcome = try run(command)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(command[0]): \(outcome.errors)")
    }
    #expect(try run(commands(path)[0]).text.contains("2024-03-05 to 2024-05-06"))
    #expect(try run(commands(path)[2]).text.contains("weeks of 2024-03-04 to 2024-05-06"))
  }

  @Test func everyCommandAsksAlike() throws {
    let path = dates("open.csv", ["05/03/2024", "06/03/2024"])
    for command in commands(path) {
      let outcome = try run(command)
      #expect(outcome.status == 65 && outcome.errors.contains("--dates day-first or month-first"), "\(command[0])")
      #expect(try run(command + ["--dates", "month-first"]).errors.contains("may be") == false)
    }
  }

  @Test func theWrittenDayStaysUnlessItIsMoved() throws {
    let path = dates("zones.csv", ["2024-03-05 23:30 EST", "2024-03-05T23:45:00-05:00"])
    let report = commands(path)[0]
    #expect(try run(report).text.contains("2024-03-05 to 2024-03-05"))
    #expect(try run(report + ["--timezone", "UTC"]).text.contains("2024-03-06 to 2024-03-06"))
    let refused = try run(report + ["--timezone", "Moon/Base"])
    #expect(refused.status == 64 && refused.errors.contains("'Moon/Base' is unknown"))
  }
}
