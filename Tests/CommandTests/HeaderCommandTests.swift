import Foundation
import Testing

/// What headers and labels say is followed, and what they leave open is asked or named.
@Suite struct HeaderCommandTests {
  private func report(_ table: String, _ options: [String] = []) throws -> Attune.Outcome {
    try Attune.run(["report", "--format", "csv"] + options, table)
  }

  private static let labelled =
    "visit,Rating\n"
    + (0..<40).map { "\($0),\(["1 - Superb", "1 - Superb", "2 - Good", "5 - Dreadful"][$0 % 4])\n" }.joined()

  @Test(arguments: [[], ["--csat", "Rating"]]) func labelsTurnTheScale(options: [String]) throws {
    let outcome = try report(Self.labelled, options)
    #expect(outcome.text.contains(/Satisfaction \(CSAT\) +75\.0 %/), "\(outcome.text)\(outcome.errors)")
    let told = try report(Self.labelled, ["--csat", "Rating", "--best", "Rating=high"])
    #expect(told.text.contains(/Satisfaction \(CSAT\) +25\.0 %/), "\(told.text)\(told.errors)")
  }

  @Test(arguments: ["Rating (1 = dreadful)", "Rating (higher is better)"]) func whatDisagreesIsAsked(header: String)
    throws
  {
    let outcome = try report(Self.labelled.replacing("Rating", with: header))
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("does not show which end of the scale 1-5 is the best answer"), "\(outcome.errors)")
  }

  @Test func aForcedColumnKeepsItsDirection() throws {
    let table = "id,Itch (5 = worst)\n" + (0..<40).map { "\($0),\($0 % 4 + 1)\n" }.joined()
    #expect(try report(table, ["--csat", "Itch (5 = worst)"]).text.contains(/Satisfaction \(CSAT\) +50\.0 %/))
    let found = try report(table)
    #expect(found.status == 64 && found.errors.contains("answers where more is worse"), "\(found.errors)")
    let missed = "id,FCR missed\n" + (0..<40).map { "\($0),\($0 % 4 == 0 ? "yes" : "no")\n" }.joined()
    #expect(try report(missed, ["--resolved", "FCR missed"]).text.contains(/75\.0 %/))
    #expect(
      try report(missed).errors.contains(
        "may say whether cases were resolved, but part of its name is not understood"))
  }

  @Test func noEndIsSuggestedThatNobodyKnows() throws {
    let table = "id,Tremor (1-5)\n" + (0..<40).map { "\($0),\($0 % 5 + 1)\n" }.joined()
    let outcome = try report(table)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("--metric 'Tremor (1-5):higher' (or ':lower')"), "\(outcome.errors)")
  }

  @Test func aMarkBeforeThreeDigitsIsAsked() throws {
    let table = "id;cost\n" + (0..<12).map { "\($0);\($0 + 1),234\n" }.joined()
    let asked = try report(table, ["--metric", "cost"])
    #expect(asked.status == 65 && asked.errors.contains("--decimals point or comma"), "\(asked.errors)")
    #expect(try report(table, ["--metric", "cost", "--decimals", "comma"]).text.contains(/Cost \(mean\) +6\.73/))
    #expect(try report(table, ["--metric", "cost", "--decimals", "point"]).text.contains(/Cost \(mean\) +6,734/))
  }

  @Test func currenciesAreNotAveraged() throws {
    let outcome = try report("id,refund\n1,$5.00\n2,£7.00\n", ["--metric", "refund"])
    #expect(outcome.status == 65 && outcome.errors.contains("different currencies, such as '$5.00' and '£7.00'"))
  }

  @Test func theOrderOfOpeningsIsFound() throws {
    let table =
      "id,opened,closed\n"
      + (1...28).map { "\($0),\($0 < 10 ? "0" : "")\($0)/03/2026 08:00,\($0 < 10 ? "0" : "")\($0)/03/2026 14:00\n" }
      .joined()
    let outcome = try report(table, ["--opened", "opened", "--resolution", "closed"])
    #expect(outcome.text.contains(/Resolution time \(median\) +6 h/), "\(outcome.text)\(outcome.errors)")
    #expect(!outcome.text.contains("not understood"))
  }
}
