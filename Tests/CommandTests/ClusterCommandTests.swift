import AttuneStatistics
import Testing

/// Verdicts on teams allow for the people in them, however their column is called.
@Suite struct ClusterCommandTests {
  private let workspace = Workspace()

  /// Two teams of eight people whose customers are more or less content, whatever the team.
  private func table(_ header: String, seed: UInt64 = 9) -> String {
    var generator = SeededGenerator(seed: seed)
    let moods = (0..<16).map { _ in Double.random(in: -1...1, using: &generator) }
    var rows = "date,\(header),team,satisfaction\n"
    for number in 0..<800 {
      let person = Int.random(in: 0..<16, using: &generator)
      let mood = 3.5 + moods[person] + Double.random(in: -1.5...1.5, using: &generator)
      let day = String(number % 28 + 1)
      rows += "2026-02-\(day.count < 2 ? "0" : "")\(day),id-\(person),\(person < 8 ? "North" : "South"),"
      rows += "\(min(max(Int(mood.rounded()), 1), 5))\n"
    }
    return rows
  }

  @Test(arguments: ["Berater/in", "Served by", "Handläggare", "X1"])
  func peopleOfTeamsAreAllowedFor(header: String) throws {
    let path = workspace.file("a.csv", table(header))
    let outcome = try Attune.run(["compare", path, "--group", "team", "--a", "North", "--b", "South"])
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("'\(header)' being alike (16 values)"), "\(outcome.text)\(outcome.errors)")
    let plain = try Attune.run(
      ["compare", path, "--group", "team", "--a", "North", "--b", "South", "--no-cluster"])
    #expect(!plain.text.contains("within the 16 values"))
  }

  @Test func peopleWhoAreNoPartsAreNamed() throws {
    let path = workspace.file("b.csv", table("Bediener"))
    let outcome = try Attune.run(["compare", path, "--at", "2026-02-15", "--csat", "satisfaction"])
    #expect(
      outcome.errors.contains("answers within \"Bediener\" are alike; --cluster Bediener"), "\(outcome.errors)")
    let named = try Attune.run(
      ["compare", path, "--at", "2026-02-15", "--csat", "satisfaction", "--cluster", "Bediener"])
    #expect(!named.errors.contains("are alike; --cluster"))
  }

  @Test func optionsAreShownAsTheyWereGiven() throws {
    let path = workspace.file("c.csv", table("agent"))
    let date = try Attune.run(["compare", path, "--csat", "satisfaction", "--at", "2026-13-16"])
    #expect(date.status == 64 && date.errors.contains("'2026-13-16'"), "\(date.errors)")
    let period = try Attune.run(["report", path, "--csat", "satisfaction", "--time", "date", "--period", "500"])
    #expect(
      period.errors.contains("--period 500 compares nothing: the dates run from 2026-02-01 to 2026-02-28 only"),
      "\(period.errors)")
  }
}
