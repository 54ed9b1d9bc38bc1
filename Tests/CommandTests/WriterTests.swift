import Testing

/// Exports of conversations hold what agents answered as well: only what customers wrote counts.
@Suite struct WriterTests {
  private static let header = "conversation_id,sender,created_at,message\n"
  private static let texts = [
    ("customer", "The lamp is broken"), ("agent", "I am terribly sorry for this awful mistake"),
    ("customer", "Great thanks for the help"), ("bot", "Your ticket was closed"),
  ]

  /// A table of conversations.
  /// - Parameter sides: whose turns it holds; nil for all.
  private func table(of sides: Set<String>? = nil) -> String {
    (0..<40).reduce(into: Self.header) { table, number in
      let (side, text) = Self.texts[number % 4]
      guard sides?.contains(side) ?? true else { return }
      table += "\(number / 4),\(side),2026-01-0\(1 + number / 8),\(text) \(number)\n"
    }
  }

  private func report(_ command: [String], _ input: String) throws -> Attune.Outcome {
    try Attune.run(command + ["--format", "csv"], input)
  }

  @Test(arguments: [["report"], ["compare", "--at", "2026-01-03"]])
  func othersAreLeftOut(_ command: [String]) throws {
    let all = try report(command, table())
    #expect(all.status == 0)
    let customers = try report(command + ["--all-roles"], table(of: ["customer"]))
    // All but the notes on how the input was read, and how many are left out.
    let left = "; 20 more not written by a customer are left out"
    func figures(_ outcome: Attune.Outcome) -> String {
      outcome.text.replacing(left, with: "").components("\n\nHow")[0]
    }
    #expect(figures(all) == figures(customers))
    #expect(all.text.prefix { $0 != "\n" }.contains(left), "\(all.text)")
    let note = "only what customers wrote is counted, by the column \"sender\" (--all-roles counts all)"
    #expect(all.errors.contains(note))
    #expect(all.errors.contains("20 records not written by a customer are left out"))
    #expect(all.text.contains("20 records not written by a customer are left out"))
    let named = try report(command + ["--role", "sender"], table())
    #expect(figures(named) == figures(customers))
    #expect(!named.errors.contains("--all-roles"))
    let everything = try report(command + ["--all-roles"], table())
    #expect(everything.text != all.text)
    #expect(!everything.errors.contains("left out"))
  }

  /// Notes for colleagues are nobody's replies and no customer's words, whatever column says which they are.
  @Test(arguments: [
    ("Internal note", "yes", "no"), ("Visible to customer", "No", "Yes"), ("Kind", "whisper", "message"),
    ("Sichtbarkeit", "Nur intern", "Extern"), ("part_type", "note", "comment"), ("Access", "Staff only", "All"),
  ])
  func notesAreLeftOut(name: String, note: String, other: String) throws {
    let turns = (0..<40).flatMap { number in
      [
        "\(number),2026-06-\(10 + number % 18) 09:00,End-user,\(other),I was charged twice and I am upset",
        "\(number),2026-06-\(10 + number % 18) 09:03,Agent,\(note),customer is a pain; just close it",
        "\(number),2026-06-\(10 + number % 18) 09:05,Agent,\(other),I am so sorry and have refunded the amount today.",
      ]
    }
    let header = "Ticket ID,Created at,Author role,\(name),Body\n"
    let all = try report(["scorecard"], header + turns.joined(separator: "\n"))
    #expect(all.text.hasPrefix("40 replies") && !all.text.contains("pain"), "\(all.text)")
    let rows = (0..<40).flatMap { number in
      [
        "\(number),2026-06-\(10 + number % 18),\(other),Thank you for the quick help with order \(number)",
        "\(number),2026-06-\(10 + number % 18),\(note),customer \(number) is a liar and may sue us; close it urgently",
      ]
    }
    let texts = try report(["report"], "Ticket ID,Created at,\(name),Comment\n" + rows.joined(separator: "\n"))
    #expect(texts.text.hasPrefix("40 records") && !texts.text.contains("liar"), "\(texts.text)")
  }

  /// Who wants figures by writer gets them, and so does who asks for answers without texts.
  @Test func figuresByWriterAreOfAll() throws {
    let groups = try report(["report", "--by", "sender"], table())
    for side in ["customer  20", "agent     10", "bot       10"] { #expect(groups.text.contains(side)) }
    let answers = try report(["report", "--metric", "conversation_id"], table())
    #expect(answers.text.hasPrefix("40 records"))
    #expect(try report(["report", "--role", "sender", "--all-roles"], table()).status == 64)
  }

  private func messages(_ header: String, _ rows: [String]) -> String {
    header + "\n" + (0..<10).flatMap { number in rows.map { "\($0.replacing("#", with: "\(number)"))\n" } }.joined()
  }

  /// What says something else of a case leaves nobody out, and is named.
  @Test(arguments: [
    "Last reply by,Customer,Agent", "Call direction,Inbound,Outbound", "Initiated by,Customer,Agent",
    "Respondent type,Customer,Travel agent", "Direction,Inbound,Outbound", "Is agent,false,true",
  ])
  func whatSaysSomethingElseCountsAll(names: String) throws {
    let parts = names.split(separator: ",")
    let table = messages(
      "\(parts[0]),Comment,CSAT", ["\(parts[1]),no answer yet #,1", "\(parts[2]),all fine thanks #,5"])
    let outcome = try report(["report"], table)
    #expect(outcome.text.hasPrefix("20 records") && outcome.text.contains(/\(CSAT\) +50\.0 %/), "\(outcome.text)")
    #expect(
      outcome.errors.contains("\"\(parts[0])\" may say who wrote each record, but nothing in the file shows it"),
      "\(outcome.errors)")
    let named = try report(["report", "--role", String(parts[0])], table)
    #expect(named.text.hasPrefix("10 records"), "\(named.text)")
    #expect(named.text.contains("10 more not written by a customer are left out, 10 of them with answers"))
  }

  /// A direction is that of messages where both sides write under one ID.
  @Test func messagesOfOneCaseHaveTwoSides() throws {
    let table = messages(
      "Ticket ID,Direction,Comment,CSAT", ["#,Inbound,no answer yet #,1", "#,Outbound,all fine thanks #,5"])
    let outcome = try report(["report"], table)
    #expect(outcome.text.hasPrefix("10 records") && outcome.text.contains(/\(CSAT\) +0\.0 %/), "\(outcome.text)")
    // The score of a case may stand beside what was answered.
    let joined = try report(
      ["report", "--find", "--id", "Ticket ID"],
      messages("Ticket ID,Direction,Comment,CSAT", ["#,Inbound,no answer yet #,", "#,Outbound,all fine thanks #,5"]))
    #expect(joined.text.contains(/\(CSAT\) +100\.0 %/), "\(joined.text)")
  }

  /// Whose a record is may be said by yes and no, a kind of comment, a name, or an address.
  @Test(arguments: [
    ("incoming,body_text", "true,it works #", "false,so sorry for this mess #"),
    ("Is agent,Message", "FALSE,it works #", "TRUE,so sorry for this mess #"),
    ("Private,Comment", "false,it works #", "true,customer is a pain #"),
    ("Comment type,Comment", "Public comment,it works #", "Internal note,customer is a pain #"),
    ("Visibility,Comment", "public,it works #", "internal,customer is a pain #"),
    ("Author,Comment", "Ann Lee #,it works #", "Support Bot,so sorry for this mess #"),
    ("Author,Comment", "Ann Lee #,it works #", "Ana (Agent),so sorry for this mess #"),
    (
      "From,To,Body", "ann#@mail#.example,help@acme.example,it works #",
      "help@acme.example,ann#@mail#.example,so sorry for this mess #"
    ),
  ])
  func sidesAreToldInManyWays(header: String, customer: String, other: String) throws {
    let outcome = try report(["report"], messages(header, [customer, other]))
    #expect(outcome.text.hasPrefix("10 records") && outcome.text.contains("10 more not written by"), "\(outcome.text)")
    #expect(outcome.errors.contains("only what customers wrote is counted"), "\(outcome.errors)")
  }

  @Test func aColumnThatSaysNothingIsRefused() throws {
    let table = messages("Kind,Is agent,Message", ["A,no,it works #", "B,yes,so sorry for this mess #"])
    let refused = try report(["report", "--role", "Kind"], table)
    #expect(refused.status == 64 && refused.errors.contains("no value of \"Kind\" says who wrote"), "\(refused.errors)")
    #expect(try report(["report", "--role", "Is agent"], table).text.hasPrefix("10 records"))
    #expect(try report(["triage", "--role", "Kind"], table).status == 64)
  }

  /// `triage` uses the same column, and the same words.
  @Test func triageSaysTheSame() throws {
    let outcome = try report(["triage"], table())
    #expect(outcome.errors.contains("only what customers wrote is counted, by the column \"sender\""))
    #expect(!outcome.text.contains(",agent,"))
  }

  /// With `--id`, agents' records say how a customer's case ends, and nothing else of it.
  @Test func agentsRecordsEndTheCase() throws {
    let cases = (0..<40).map { number in
      """
      \(number),customer,2026-01-0\(1 + number / 8),The lamp \(number) is broken,no,4
      \(number),agent,2026-01-09,Here is a new one for you,\(number < 30 ? "yes" : "no"),1

      """
    }
    let header = "case,sender,created_at,message,resolved,csat\n"
    let table = header + cases.joined()
    let outcome = try report(["report", "--id", "case"], table)
    #expect(outcome.status == 0 && outcome.text.hasPrefix("40 records"), "\(outcome.text) \(outcome.errors)")
    #expect(outcome.text.contains(/Resolved +75\.0 %/), "\(outcome.text)")
    #expect(outcome.text.contains(/\(CSAT\) +100\.0 %/), "\(outcome.text)")
    // What the customer says later counts, whatever agents wrote down before.
    let reopened = (0..<40).map {
      "\($0),agent,2026-01-01,Solved,no,\n\($0),customer,2026-01-0\(2 + $0 / 8),The lamp \($0) works again,yes,5\n"
    }
    let later = try report(["report", "--id", "case"], header + reopened.joined())
    #expect(later.text.contains(/Resolved +100\.0 %/), "\(later.text)")
  }
}
