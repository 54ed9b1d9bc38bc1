import Testing

/// The queue of those whom to answer first.
@Suite struct TriageTests {
  private func triage(_ arguments: [String], _ input: String) throws -> Attune.Outcome {
    try Attune.run(["triage", "--quiet"] + arguments, input)
  }

  private static let tickets = """
    {"id":1,"customer":"ann","time":"2024-03-01","text":"How do I change my plan?"}
    {"id":2,"customer":"bob","time":"2024-03-02","text":"I was charged twice and nobody answers!!"}
    {"id":3,"customer":"ann","time":"2024-03-03","text":"Any news?"}
    {"id":4,"customer":"ann","time":"2024-03-04","text":"Still no reply, this is unacceptable. I am locked out."}
    {"id":5,"customer":"bob","time":"2024-03-05","text":"All sorted, thank you so much"}

    """

  private func ids(_ outcome: Attune.Outcome) -> [String] {
    outcome.lines.map { $0.components("\"id\":").last?.components(",").first ?? "" }
  }

  @Test func theMostUrgentComeFirst() throws {
    let outcome = try triage(["--format", "jsonl", "--top", "2"], Self.tickets)
    #expect(outcome.status == 0)
    #expect(Set(ids(outcome)) == ["2", "4"])
    #expect(outcome.lines.allSatisfy { $0.contains("\"urgency\":{\"score\":0.") })
  }

  @Test func theQueueIsSortedAndTheSameForAnyWorkers() throws {
    let texts = [
      "thanks a lot", "charged twice", "locked out of my account, help asap", "what time is it",
      "no reply for two weeks!!",
      "my lawyer will call", "nice", "the app crashed",
    ]
    let input = (0..<4000).map { "\(texts[$0 % texts.count]) \($0)" }.joined(separator: "\n")
    let classified = try Attune.run(["classify", "-q", "--urgency", "--to", "jsonl"], input)
    func score(_ line: String) -> Double {
      Double(line.components("\"urgency\":{\"score\":")[1].components(",")[0]) ?? 0
    }
    let expected = classified.lines.map(score).sorted(by: >).prefix(50)
    let outcome = try triage(["--top", "50"], input)
    #expect(outcome.lines.map(score) == Array(expected))
    #expect(try triage(["--top", "50", "-j4"], input).output == outcome.output)
  }

  @Test func messagesOfOneCustomerAreJoined() throws {
    let outcome = try triage(["--format", "jsonl", "--by", "customer", "--time", "time"], Self.tickets)
    #expect(ids(outcome) == ["4", "5"])
    #expect(try outcome.line(0).contains("\"triage\":{\"urgency\":0."))
    #expect(try outcome.line(0).contains("\"messages\":3,\"falling\":true}}"))
    #expect(try outcome.line(1).contains("\"messages\":2,\"falling\":false}}"))
  }

  /// Exports begin with the newest, or have no order at all.
  @Test func theNewestMessageCountsWhereverItStands() throws {
    let lines = Self.tickets.split(separator: "\n").map(String.init)
    let options = ["--format", "jsonl", "--by", "customer", "--time", "time"]
    let expected = try triage(options, Self.tickets)
    #expect(ids(expected) == ["4", "5"])
    for order in [[4, 3, 2, 1, 0], [2, 4, 0, 3, 1], [3, 0, 4, 2, 1]] {
      let outcome = try triage(options, order.map { lines[$0] }.joined(separator: "\n") + "\n")
      #expect(outcome.output == expected.output)
    }
    let csv = """
      who,when,text
      ann,2024-03-03,All sorted now. Thank you so much!
      bob,2024-03-03,Still no reply. I am locked out!
      bob,2024-03-03,How do I change my plan?
      ann,2024-03-01,I was charged twice and nobody answers!!

      """
    let table = try triage(["--format", "csv", "--by", "who", "--time", "when"], csv)
    let rows = CommandTests.table(table.output)
    // Of one day the upper one is the newer, since the days fall.
    #expect(rows.map { $0[2] } == ["text", "Still no reply. I am locked out!", "All sorted now. Thank you so much!"])
    #expect(rows.map { $0[rows[0].count - 2] } == ["triage_messages", "2", "2"])
  }

  @Test func followShowsNoOlderMessage() throws {
    let input = """
      {"customer":"ann","time":"2024-03-04","text":"Still no reply, I am locked out!"}
      {"customer":"ann","time":"2024-03-01","text":"I was charged twice and nobody answers!!"}

      """
    let outcome = try triage(
      ["--format", "jsonl", "--by", "customer", "--time", "time", "--follow", "--min", "0"], input)
    #expect(outcome.lines.count == 1 && outcome.text.contains("Still no reply"))
  }

  @Test func nobodyIsNoCustomer() throws {
    let input = """
      who,text
      N/A,I was charged twice
      n/a,Still no reply
      Anonymous,Any news?
      -,My parcel is late
      ann,Where is it?
      ann,Where is it now?

      """
    let outcome = try Attune.run(["triage", "--format", "csv", "--by", "who"], input)
    let rows = CommandTests.table(outcome.output)
    #expect(rows.count == 6)
    #expect(Set(rows.dropFirst().map { $0[rows[0].count - 2] }) == ["1", "2"])
    #expect(outcome.errors.contains("'-' (1), 'Anonymous' (1), 'N/A' (1), 'n/a' (1) name nobody"))
  }

  @Test func minimum() throws {
    #expect(try triage(["--format", "jsonl", "--min", "0.99999"], Self.tickets).output.isEmpty)
    let outcome = try triage(["--format", "jsonl", "--min", "0.5", "--by", "customer"], Self.tickets)
    #expect(ids(outcome) == ["4"])
  }

  @Test func tables() throws {
    let csv = "who;text\nann;charged twice\nbob;thanks\n"
    let outcome = try triage(["--format", "csv", "--top", "1"], csv)
    #expect(try outcome.line(0).hasPrefix("who;text;sentiment_label;"))
    #expect(try outcome.line(1).hasPrefix("ann;charged twice;negative;"))
    #expect(outcome.lines.count == 2)
    let joined = try triage(["--format", "csv", "--by", "who"], csv)
    let rows = table(joined.output, delimiter: UInt8(ascii: ";"))
    #expect(rows.map(\.count) == [12, 12, 12])
    #expect(rows[0].suffix(3) == ["triage_urgency", "triage_messages", "triage_falling"])
    let shown = try triage(["--format", "csv", "--to", "table", "--by", "who"], csv)
    #expect(
      try shown.line(0).components(" ").filter { !$0.isEmpty } == [
        "urgency", "customer", "messages", "reasons", "text",
      ])
    #expect(try shown.line(1).hasSuffix("charged twice"))
  }

  @Test func followAnswersWhileTheInputStaysOpen() throws {
    let running = try Running(Attune.binary, ["triage", "--follow", "--quiet", "--format", "jsonl"], nil)
    running.send(Array("{\"text\":\"thanks\"}\n{\"text\":\"I was charged twice and nobody answers!\"}\n".utf8))
    #expect(String(decoding: running.output(lines: 1, seconds: 10), as: UTF8.self).contains("charged twice"))
    running.send(Array("{\"text\":\"hacked account, lost all my money, please help asap\"}\n".utf8), closing: true)
    let outcome = try running.wait(seconds: 10)
    #expect(outcome.status == 0 && outcome.lines.count == 2)
  }

  @Test func badTicketsAreCountedAndNamed() throws {
    let outcome = try Attune.run(
      ["triage", "--format", "jsonl", "--by", "customer", "--time", "time"],
      """
      {"customer":"a","time":"soon","text":"charged twice"}
      {"time":"2024-01-01","text":"charged twice"}
      {"customer":"a","time":"2024-01-01"}
      {"customer":
      {"customer":"a","time":"2024-01-01","text":"still no reply"}

      """)
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 2)
    for message in [
      ":1: time: 'soon' is not a date", "'(blank)' (1) names nobody", ":3: no field 'text'", ":4: not valid JSON",
      "5 records, 3 errors",
    ] {
      #expect(outcome.errors.contains(message), "\(message)")
    }
  }

  @Test(arguments: [
    ["--format", "csv", "--by", "client"], ["--time", "time"], ["--min", "2"], ["--top", "0"], ["--by", "x"],
    ["--dates", "day-first"],
  ])
  func wrongUsage(_ arguments: [String]) throws {
    #expect(try triage(arguments, "text\nx\n").status == 64)
  }

  @Test func anEmptyInputIsAnEmptyQueue() throws {
    #expect(try triage([], "").status == 0)
    #expect(try triage(["--format", "csv"], "id,text\n").lines.count == 1)
  }

  /// Of objects as of tables: whose ticket it is.
  @Test func objectsKeepTheirFieldsInTables() throws {
    let input =
      Self.tickets
      + "{\"id\":6,\"customer\":\"cy, jr\",\"urgency\":{\"score\":1},\"more\":{\"vip\":true},\"text\":\"locked out\"}\n"
    for (format, delimiter) in [("csv", UInt8(ascii: ",")), ("tsv", 0x09)] {
      let outcome = try triage(["--format", "jsonl", "--by", "customer", "--time", "time", "--to", format], input)
      let rows = table(outcome.output, delimiter: delimiter)
      #expect(rows[0].prefix(6) == ["id", "customer", "time", "text", "more.vip", "sentiment_label"], "\(format)")
      #expect(rows.allSatisfy { $0.count == rows[0].count })
      let kept = Dictionary(uniqueKeysWithValues: rows.dropFirst().map { ($0[0], Array($0[1..<5])) })
      #expect(kept["5"] == ["bob", "2024-03-05", "All sorted, thank you so much", ""])
      #expect(kept["6"] == ["cy, jr", "", "locked out", "true"])
    }
    let lines = try triage(["--to", "tsv"], "locked out\nthanks\n")
    #expect(try lines.line(0).hasPrefix("text\tsentiment_label\t"))
    #expect(try lines.line(1).hasPrefix("locked out\tnegative\t"))
  }
}
