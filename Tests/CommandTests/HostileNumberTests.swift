import Testing

/// Numbers that once ended `report`, `compare` or `train` with a trap.
@Suite struct HostileNumberTests {
  private let workspace = Workspace()

  @Test func reportAndCompareInEveryFormat() throws {
    let huge = { (groups: Int) in "\"1" + String(repeating: ",000", count: groups) + "\"" }
    let odd = [huge(103), huge(66), "1e308", "nan", "inf", "9223372036854775807", "1e-400", "0x1p1023"]
    let rows = (0..<48).map { row in
      let day = "2024-0\(1 + row / 12)-\(10 + row % 12)"
      let field = { (shift: Int) in row % 3 == 0 ? odd[(row + shift) % odd.count] : "\(1 + (row + shift) % 5)" }
      return "\(day),\(field(0)),\(field(1)),\(field(2)),\(field(3)),\(field(4))\n"
    }
    let path = workspace.file("odd.csv", "date,score,nps,cost,hours,contacts\n" + rows.joined())
    let columns = [
      "--csat", "score", "--nps", "nps", "--metric", "cost", "--resolution", "hours", "--time", "date", "-q",
    ]
    for format in ["text", "json", "csv", "html"] {
      for command in [["report"], ["compare", "--at", "2024-03-01", "--cost-per", "cost=1e15"]] {
        let outcome = try Attune.run([command[0], path] + command.dropFirst() + columns + ["--to", format])
        #expect(outcome.status == 0, "\(command[0]) \(format): \(outcome.errors)")
        let figures = outcome.text.split(separator: "\n").filter { !$0.contains("odd.csv:") }.joined(separator: "\n")
        let words = figures.lowercased().split { !$0.isLetter }
        #expect(!words.contains { ["nan", "inf", "infinity"].contains($0) }, "\(command[0]) \(format)")
      }
    }
  }

  @Test func optionsThatAreNoSuchNumbers() throws {
    let table = Workspace.shared("numbers.csv", "date,s,c\n2024-03-05,4,1\n2024-03-06,5,2\n")
    for scale in ["0..9223372036854775807", "0-99999999999", "5..5"] {
      #expect(try Attune.run(["report", table, "--csat", "s", "--scale", scale]).status == 64, "\(scale)")
    }
    for price in ["nan", "inf", "-inf", "1e308", "1e400", "1e-308", "x", ""] {
      let outcome = try Attune.run([
        "compare", table, "--metric", "c", "--time", "date", "--at", "2024-03-06", "--cost-per", "c=\(price)",
      ])
      #expect(outcome.status == 64, "\(price)")
    }
    #expect(try Attune.run(["compare", table, "--seed=-1"]).status == 64)
    #expect(try Attune.run(["compare", table, "--seed", "99999999999999999999"]).status == 64)
    for (option, value) in [
      ("learning-rate", "nan"), ("learning-rate", "1e38"), ("dropout", "inf"), ("dropout", "-1"),
      ("prior-strength", "nan"), ("prior-strength", "-inf"), ("prior-strength", "1e38"),
      ("epochs", "9223372036854775807"), ("runs", "9223372036854775807"), ("max-features", "-1"),
      ("minimum-count", "-1"), ("minimum-groups", "65536"),
    ] {
      #expect(
        try Attune.run(["train", table, "-o", workspace.path("m"), "--\(option)=\(value)"]).status == 64,
        "\(option) \(value)")
    }
  }

  @Test func weightsAndProbabilitiesOutsideOfReason() throws {
    for weight in ["1e38", "1e400", "inf", "-0.1", "1e-50", "1e-400"] {
      let path = workspace.file("w.tsv", "text\tlabel\tw\ngood\ta\t1\nbad\tb\t\(weight)\n")
      let outcome = try Attune.run(["train", path, "--weight", "w", "-o", workspace.path("m")])
      #expect(outcome.status == 65, "\(weight)")
      #expect(outcome.errors.contains("w.tsv:3"))
    }
    for share in ["3e38", "1e400", "nan", "-1"] {
      let path = workspace.file("p.tsv", "text\ta\tb\ngood\t1\t\(share)\n")
      let outcome = try Attune.run(["train", path, "--soft", "a,b", "-o", workspace.path("m")])
      #expect(outcome.status == 65, "\(share)")
    }
  }
}
