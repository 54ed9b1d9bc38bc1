import Testing

/// `attune reply`: one draft, streams, conversations, bad input.
@Suite struct ReplyTests {
  private static let customer = "My parcel is a week late and I am furious. Ann"
  private static let good =
    "Hi Ann, I'm so sorry that your parcel is late, that must be infuriating. I will call you today."

  private func record(_ reply: String, channel: String = "chat") -> String {
    "{\"id\": 7, \"customer\":\"\(Self.customer)\",\"reply\":\"\(reply)\",\"channel\":\"\(channel)\"}"
  }

  private func empathy(_ line: String) -> [String: Any] { object(line)["empathy"] as? [String: Any] ?? [:] }

  private func score(_ line: String) -> Double? { empathy(line)["score"] as? Double }

  // MARK: One draft

  @Test func judgesADraft() throws {
    let workspace = Workspace()
    let message = workspace.file("message.txt", Self.customer + "\n")
    let outcome = try Attune.run(["reply", "--customer", message, "--channel", "chat"], Self.good + "\n")
    #expect(outcome.status == 0)
    #expect(outcome.text.contains(#/score \d+\.\d out of 100 \(chat, customer: anger, about: delivery\)/#))
    #expect(outcome.text.contains(#/\+ +empathy +2 +.*must be infuriating/#))
    let rude = try Attune.run(["reply", "--customer", message, "--channel", "chat"], "Calm down.\n")
    #expect(rude.text.contains("What would help most:\n  1. "))
    #expect(!rude.text.contains("  4. "))
    #expect(!outcome.text.contains("\u{1B}"))
  }

  @Test func judgesADraftAsJSON() throws {
    let outcome = try Attune.run(["reply", "--json"], "Calm down.")
    let assessment = object(outcome.text)
    #expect((assessment["items"] as? [String: Int])?["dismissive"] == 2)
    #expect((assessment["not_judged"] as? [String])?.contains("acknowledge") == true)
    #expect((assessment["score"] as? Double).map { $0 < 50 } == true)
  }

  @Test func recordsAreNoDraft() throws {
    let outcome = try Attune.run(["reply"], " { \"reply\": \"Calm down.\"}\n")
    #expect(outcome.status == 0 && outcome.text.contains("\"empathy\":"))
    #expect(outcome.errors.contains("read as JSON"))
    #expect(try Attune.run(["reply"], "{{first_name}}, thank you.").status == 0)
  }

  @Test func refusesAnUnknownChannel() throws {
    let outcome = try Attune.run(["reply", "--channel", "fax"], "Hello")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("phone, email, chat, social"))
  }

  @Test func liveWithoutATerminalJudgesEveryLine() throws {
    let outcome = try Attune.run(["reply", "--live", "--channel", "chat"], "Calm down.\nThank you, Ann.\n")
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("dismissive"))
    #expect(outcome.text.contains("gratitude"))
  }

  // MARK: Streams

  @Test func keepsObjectsAndAddsEmpathy() throws {
    let input = record(Self.good) + "\n" + record("Calm down.") + "\n"
    let outcome = try Attune.run(["reply", "-q", "--format", "jsonl"], input)
    #expect(outcome.status == 0)
    let (kind, rude) = (try outcome.line(0), try outcome.line(1))
    #expect(kind.hasPrefix(record(Self.good).dropLast() + ",\"empathy\":{\"score\":"))
    #expect(try #require(score(kind)) > 75)
    #expect(try #require(score(rude)) < 25)
    let evidence = try #require(empathy(rude)["evidence"] as? [[String: Any]])
    #expect(
      evidence.contains { $0["item"] as? String == "dismissive" && $0["start"] as? Int == 0 && $0["end"] as? Int == 9 })
    #expect((empathy(rude)["items"] as? [String: Int])?.count == 19)
    #expect((1...3).contains(try #require(empathy(rude)["suggestions"] as? [Any]).count))
  }

  @Test func addsColumnsToTables() throws {
    let input =
      "id;customer;reply;channel\r\n1;\(Self.customer);\"Calm\r\ndown; please\";chat\r\n2;;\(Self.good);Twitter\r\n"
    let outcome = try Attune.run(["reply", "-q", "--format", "csv"], input)
    #expect(outcome.status == 0)
    let rows = table(outcome.output, delimiter: 0x3B)
    #expect(rows.count == 3)
    #expect(rows[0].prefix(5) == ["id", "customer", "reply", "channel", "empathy_score"])
    #expect(rows[0].contains("empathy_dismissive") && rows[0].last == "empathy_reason")
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    #expect(rows[1][2] == "Calm\r\ndown; please")
    #expect(outcome.output.contains(subsequence: Array("\"Calm\r\ndown; please\";chat;".utf8)))
  }

  @Test func tablesBecomeObjects() throws {
    let outcome = try Attune.run(
      ["reply", "-q", "--format", "tsv", "--to", "jsonl", "--channel", "chat"], "reply\tn\nCalm down.\t1\n")
    #expect(object(try outcome.line(0))["n"] as? String == "1")
    #expect(score(try outcome.line(0)) != nil)
  }

  @Test func answersEveryRecordInItsPlace() throws {
    let input =
      [
        record(Self.good), "{broken", "[1]", "{\"id\":4}", record(Self.good, channel: "fax"), record(""),
        "{\"customer\":\"What time do you open?\",\"reply\":\"At nine.\"}",
        "{\"reply\":\"Es tut mir leid, dass Ihre Bestellung noch nicht da ist.\"}", "{\"reply\":\"Thank you.\"}",
      ].joined(separator: "\n") + "\n"
    let outcome = try Attune.run(["reply", "--format", "jsonl"], input)
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 9)
    #expect(try outcome.line(1).hasPrefix("{\"record\":\"{broken\",\"error\":"))
    #expect(try outcome.line(2).contains("not a JSON object"))
    #expect(try outcome.line(3).hasPrefix("{\"id\":4,\"error\":\"no field 'reply'\""))
    #expect(score(try outcome.line(4)) != nil)
    let email = try Attune.run(["reply", "-q", "--format", "jsonl"], record(Self.good, channel: "email") + "\n")
    #expect(score(try outcome.line(4)) == score(try email.line(0)))
    #expect(empathy(try outcome.line(5))["reason"] as? String == "the reply has no words of its own")
    #expect((empathy(try outcome.line(6))["reason"] as? String)?.contains("no feeling and no problem") == true)
    #expect((empathy(try outcome.line(7))["reason"] as? String)?.contains("not in English") == true)
    #expect(score(try outcome.line(8)) != nil)
    #expect(outcome.errors.contains("9 records, 3 errors"))
    #expect(outcome.errors.contains("unknown channels judged as email: 'fax' (1)"))
  }

  /// Agents go by the usual words, and bots are neither side.
  @Test func rolesAreRecognised() throws {
    func turns(_ agent: String, _ customer: String, _ bot: String) -> String {
      [
        (bot, "Hello! What is it about?"), (customer, "My parcel never came, and I am really upset."),
        (bot, "I have passed you to a colleague."), (agent, Self.good),
      ].map { "{\"c\":1,\"role\":\"\($0.0)\",\"text\":\"\($0.1)\"}\n" }.joined()
    }
    let options = ["reply", "--format", "jsonl", "--conversation", "c"]
    let named = try Attune.run(options, turns("Support Agent", "End-user", "Chatbot"))
    #expect(named.lines.map { score($0) != nil } == [false, false, false, true])
    #expect(
      named.errors.contains(
        "agents: 1, 'Support Agent' (1); customers: 1, 'End-user' (1); neither side: 2, 'Chatbot' (2)"))
    let plain = turns("agent", "customer", "x").split(separator: "\n").filter { !$0.contains("\"x\"") }.joined(
      separator: "\n")
    let expected = try Attune.run(options, plain + "\n")
    #expect(!expected.errors.contains("agents:"))
    #expect(score(try named.line(3)) == score(try expected.line(1)))
    let none = try Attune.run(options, turns("Kim", "Lou", "x"))
    #expect(none.errors.contains("no turn is an agent's"))
    let forced = try Attune.run(options + ["--agent-role", "kim"], turns("Kim", "Lou", "bot"))
    #expect(forced.lines.map { score($0) != nil } == [false, false, false, true])
  }

  @Test func strictStopsAtTheFirstBadRecord() throws {
    let input = record(Self.good) + "\n{broken\n" + record(Self.good) + "\n"
    let outcome = try Attune.run(["reply", "-q", "--strict", "--format", "jsonl"], input)
    #expect(outcome.status == 65)
    #expect(outcome.lines.count == 1)
  }

  @Test func sameBytesForAnyNumberOfWorkers() throws {
    let replies = (0..<4000).map { number in
      let words =
        number % 3 == 0 ? "Your request has been received, Bob\(number)." : "I will look into case \(number) today."
      return record(words)
    }
    let input = replies.joined(separator: "\n") + "\n"
    let one = try Attune.run(["reply", "-q", "-j1", "--format", "jsonl"], input)
    let two = try Attune.run(["reply", "-q", "-j3", "--format", "jsonl"], input)
    #expect(one.output == two.output)
    #expect(one.lines.count == 4000)
  }

  @Test func joinsConversations() throws {
    let input = """
      c\trole\tturn\ttext
      1\tcustomer\t0\tMy parcel is lost!
      2\tcustomer\t0\tWhat time do you open?
      1\tcustomer\t1\tI am furious. Ann
      1\tAgent\t2\tSo sorry that we lost your parcel, Ann.
      2\tagent\t1\tAt nine.

      """
    let outcome = try Attune.run(
      ["reply", "-q", "--format", "tsv", "--to", "jsonl", "--conversation", "c", "--channel", "chat"], input)
    #expect(outcome.lines.count == 5)
    #expect(try outcome.line(0).contains("\"empathy\":null,\"conversation_state\":{\"turns\":1,"))
    #expect((empathy(try outcome.line(3))["items"] as? [String: Int])?["personal"] ?? 0 > 0)
    #expect((empathy(try outcome.line(4))["reason"] as? String)?.contains("no feeling") == true)
  }

  /// Every turn has the course of its conversation up to there.
  @Test func followsConversations() throws {
    let input = """
      c;role;turn;text
      1;customer;1;My parcel is lost and I am furious! And is the gift wrap free?
      1;agent;2;I'm so sorry about your parcel. I will send it again today.
      ;agent;1;Who is this?
      1;customer;3;Great, thank you!
      2;customer;5;Where is it?
      2;agent;3;Here.

      """
    let options = ["reply", "--format", "csv", "--conversation", "c", "--channel", "chat"]
    let objects = try Attune.run(options + ["--to", "jsonl"], input)
    func state(_ line: Int) throws -> [String: Any]? {
      object(try objects.line(line))["conversation_state"] as? [String: Any]
    }
    #expect((try state(3)?["turned"] as? [String: Any])?["turn"] as? Int == 2)
    #expect(
      (try state(3)?["unanswered"] as? [[String: Any]])?.first?["text"] as? String == "And is the gift wrap free?")
    #expect(try state(2) == nil)
    #expect(try state(5)?["out_of_order"] as? Bool == true)
    #expect(objects.errors.contains("turns that follow a later turn of their conversation: 1, in 1 conversation;"))
    let rows = table(try Attune.run(options, input).output, delimiter: 0x3B)
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    #expect(rows[0].suffix(10).first == "conversation_turns" && rows[0].last == "conversation_out_of_order")
    #expect(rows[4].suffix(4) == ["better", "1", "And is the gift wrap free?", ""])
    #expect(rows[6].last == "yes" && rows[3].suffix(10).allSatisfy(\.isEmpty))
  }

  /// What a turn answers is settled in order, whoever reads it.
  @Test func sameConversationsForAnyNumberOfWorkers() throws {
    let turns = (0..<9000).map { number in
      let (conversation, turn) = (number % 7 + number / 600 * 7, number / 7)
      let customer = ["My lamp \(number) is broken, I am angry.", "And where is screw \(number)?", "Great, thank you!"]
      let text = turn % 2 == 0 ? customer[turn / 2 % 3] : "I'm sorry about the lamp. Screw \(number - 7) leaves today."
      return "\(conversation)\t\(turn % 2 == 0 ? "customer" : "agent")\t\(text)\n"
    }
    let input = "c\trole\ttext\n" + turns.joined()
    let options = ["reply", "-q", "--format", "tsv", "--conversation", "c"]
    let one = try Attune.run(options + ["-j1"], input)
    let four = try Attune.run(options + ["-j4"], input)
    #expect(one.lines.count == 9001 && one.output == four.output)
  }

  @Test func namesMissingColumns() throws {
    let outcome = try Attune.run(["reply", "--format", "csv", "--reply", "answer"], "id,reply\n1,x\n")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("no column 'answer'"))
  }

  // MARK: Books

  @Test func refusesABadRubric() throws {
    let workspace = Workspace()
    let rubric = workspace.file("rubric.yaml", "channels: {}\nitems: {smile: {}}\nwords: {}\naspects: {}\n")
    let outcome = try Attune.run(["reply", "--rubric", rubric], "Hello")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("rubric.yaml: "))
    #expect(try Attune.run(["reply", "--rubric", workspace.path("none.yaml")], "Hello").status == 66)
  }

  @Test func takesTheUsersJargon() throws {
    let workspace = Workspace()
    let terms = workspace.file("terms.txt", "blue form\n\nzorgon\n")
    let outcome = try Attune.run(["reply", "--json", "--jargon", terms], "Fill in the blue form.")
    #expect((object(outcome.text)["items"] as? [String: Int])?["jargon"] == 2)
  }
}

/// `attune practice` and `attune scorecard`.
@Suite struct PracticeTests {
  @Test func playsAndKeepsALogForTheScorecard() throws {
    let workspace = Workspace()
    let log = workspace.path("log.jsonl")
    let outcome = try Attune.run(
      ["practice", "--seed", "1", "--count", "2", "--channel", "chat", "--agent", "Kim", "--log", log],
      "Calm down.\n\n:again\nI'm so sorry, that must be awful.\nI will fix it today.\n\n\n:quit\n")
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("1 of 2"))
    #expect(outcome.text.contains("answers: 2"))
    #expect(outcome.text.contains("\u{2192}"))
    #expect(outcome.text.contains("to practise"))
    let scorecard = try Attune.run(["scorecard", "-q", log, "--to", "csv"])
    #expect(scorecard.status == 0)
    #expect(scorecard.text.contains("agent,Kim,"))
    #expect(table(scorecard.output).allSatisfy { $0.count == 39 })
  }

  @Test func playsOnesOwnScenarios() throws {
    let workspace = Workspace()
    let book = workspace.file("book.yaml", "- {channel: phone, message: \"The bell is broken!\"}\n")
    let outcome = try Attune.run(["practice", "--scenarios", book], ":quit\n")
    #expect(outcome.text.contains("The bell is broken!"))
    let bad = workspace.file("bad.yaml", "- {channel: pigeon, message: x}\n")
    #expect(try Attune.run(["practice", "--scenarios", bad], "").status == 65)
    #expect(try Attune.run(["practice", "--aspect", "nothing"], "").status == 64)
  }

  @Test func endsWithTheInput() throws {
    let outcome = try Attune.run(["practice", "--seed", "1"], "")
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("Nothing was answered"))
  }

  @Test func scorecardComparesWithTheOneBefore() throws {
    let workspace = Workspace()
    func replies(_ reply: String) -> String {
      let record = "{\"agent\":\"Kim\",\"customer\":\"It is broken and I am furious\",\"reply\":\"\(reply)\"}\n"
      return String(repeating: record, count: 6)
    }
    let before = workspace.path("before.json")
    let first = try Attune.run(
      ["scorecard", "-q", "--format", "jsonl", "-o", before], replies("A new one will be sent on Monday."))
    #expect(first.status == 0)
    let options = ["scorecard", "-q", "--format", "jsonl", "--previous"]
    let second = try Attune.run(
      options + [before],
      replies("I'm so sorry, that must be infuriating. Anyone would be cross. I will send a new one today."))
    #expect(second.text.contains("Coaching plan\n\nKim, only 6 scored replies: take this as a hint\n"))
    let moved =
      #/: from \d\.\d\d to \d\.\d\d on average \(0 none, 2 strong\), a change of [+-]\d\.\d\d \(.+\), in 6 and 6 replies: better/#
    #expect(second.text.contains(moved))
    #expect(try Attune.run(options + [workspace.file("x.json", "[1]")], replies("Hi.")).status == 65)
    #expect(try Attune.run(options + [workspace.path("none.json")], replies("Hi.")).status == 66)
  }

  @Test func scorecardOfConversations() throws {
    let input = """
      id,role,agent,text
      1,customer,,My parcel is lost and I am furious!
      1,agent,Kim,I'm so sorry about your parcel. A new one leaves today.
      1,customer,,"Great, thank you!"
      2,customer,,"Hello, is anybody there?"

      """
    let outcome = try Attune.run(["scorecard", "-q", "--format", "csv", "--conversation", "id"], input)
    #expect(outcome.text.contains(#/Kim +1 +1 +100\.0 %\* +20\.\d %/#))
    #expect(outcome.text.contains("conversations without an answer: 1\n"))
    // Without an agent there is no reply to judge.
    let nobody = try Attune.run(
      ["scorecard", "-q", "--format", "csv", "--conversation", "id"], "id,role,text\n1,user,Hi?\n")
    #expect(nobody.status == 65 && nobody.errors.contains("no reply to score"))
  }

  /// Notes for colleagues are no replies, whatever says that they are.
  @Test(arguments: [
    "Visibility,Public,Internal", "Comment type,Public reply,Internal note", "Is public,TRUE,FALSE",
    "Private,no,yes",
  ]) func scorecardLeavesNotesOut(names: String) throws {
    let parts = names.split(separator: ",")
    let turns = (1...20).map { number in
      """
      \(number),End-user,\(parts[1]),I was charged twice and I am upset
      \(number),Agent,\(parts[2]),customer is a pain; just close it
      \(number),Agent,\(parts[1]),"I am so sorry, I have refunded the amount today."

      """
    }
    let outcome = try Attune.run(
      ["scorecard", "--format", "csv"], "Ticket ID,Author role,\(parts[0]),Body\n" + turns.joined())
    #expect(
      outcome.text.hasPrefix("20 replies, 20 of them scored") && !outcome.text.contains("is a pain"), "\(outcome.text)")
    #expect(
      outcome.errors.contains("20 notes for colleagues are left out, by the column '\(parts[0])'"), "\(outcome.errors)")
  }

  /// Replies are found under what a help desk calls the first one, and senders where "from" names both sides.
  @Test func scorecardFindsFirstResponsesAndSenders() throws {
    let (message, reply) = ("I was charged twice and I am upset", "I am so sorry, I have refunded the amount today.")
    let rows = (1...20).map { "2026-03-\(10 + $0 % 18),\(message) with order \($0),\"\(reply) Order \($0).\",Ana\n" }
    let table = "Created at,Description,First response,Assignee\n" + rows.joined()
    let card = try Attune.run(["scorecard", "--format", "csv"], table)
    #expect(card.text.hasPrefix("20 replies, 20 of them scored"), "\(card.errors)")
    let turns = (1...20).flatMap { number in
      [("user", message), ("operator", reply)].map {
        "{\"session_id\": \"s\(number)\", \"from\": \"\($0)\", \"content\": \"\($1) Order \(number).\"}\n"
      }
    }
    let chats = try Attune.run(["scorecard", "--format", "jsonl"], turns.joined())
    #expect(chats.text.hasPrefix("20 replies, 20 of them scored"), "\(chats.errors)")
  }

  @Test func scorecardComesInFourForms() throws {
    let workspace = Workspace()
    let table = workspace.file(
      "replies.csv",
      """
      who,when,customer,reply,channel
      Kim,2024-03-04,It is broken and I am furious,Calm down.,chat
      Kim,2024-03-11,It is broken and I am furious,"I'm so sorry, that must be awful. I will fix it today.",chat
      Lou,never,What time do you open?,At nine.,email
      Lou,2024-03-12,It is late!,x,fax

      """)
    let options = [table, "--agent", "who", "--time", "when"]
    let text = try Attune.run(["scorecard"] + options)
    #expect(text.status == 0)
    #expect(text.text.contains("4 replies, 3 of them scored"))
    #expect(text.text.contains("1 times could not be read"))
    #expect(text.errors.contains("unknown channels judged as email: 'fax' (1)"))
    let json = try Attune.run(["scorecard", "-q", "--to", "json"] + options)
    #expect(object(json.text)["groups"] != nil)
    let page = workspace.path("card.html")
    #expect(try Attune.run(["scorecard", "-q", "-o", page] + options).status == 0)
    #expect(String(decoding: Workspace.bytes(at: page), as: UTF8.self).contains("</html>"))
    #expect(try Attune.run(["scorecard", "--format", "csv"], "reply\n").status == 65)
    #expect(try Attune.run(["scorecard"], "x\n").status == 64)
  }
}
