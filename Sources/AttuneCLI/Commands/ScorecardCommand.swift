import ArgumentParser
import Attune
import AttuneCare
import AttuneReports
import AttuneStreams
import AttuneWorkflows
import Synchronization

struct ScorecardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scorecard",
    abstract: "Makes a quality scorecard: empathy by agent, team, channel and week.",
    discussion: """
      Scores every reply as 'attune reply' does. Shows the mean score with its 95 % interval, the share of each item, the replies
      that were not scored, the trend, and the best and the weakest reply. Each agent gets a coaching plan: a habit to keep,
      what to work on, a matching scenario of 'attune practice', and whether the latest week changed. With --conversation, it
      also shows the share of unhappy customers who were won back. Reads help desk exports, the output of 'attune reply', and
      logs of 'attune practice'.

      Examples:
        attune scorecard replies.jsonl
        attune scorecard tickets.csv --reply answer --customer question --agent owner --time closed -o scorecard.html
        attune scorecard chats.tsv --conversation id --channel chat --to csv
      """)

  @OptionGroup var input: InputOptions

  @OptionGroup var fields: ReplyFieldOptions

  @Option(help: .field("Field or column of the agent. Default: agent."))
  var agent: String?

  @Option(help: .field("Field or column of the team. Default: team."))
  var team: String?

  @Option(help: .field("Field or column of the time. Default: time."))
  var time: String?

  @Option(help: "Order of dates such as 05/03/2024. Default: detected from the column.")
  var dates: DateParser.Order?

  @OptionGroup var zone: TimeZoneOptions

  @OptionGroup var coach: CoachOptions

  @OptionGroup var form: ReportOutputOptions

  @Flag(inversion: .prefixedNo, help: "Mask e-mail and IP addresses and phone, card and bank numbers in examples.")
  var redact = true

  @Option(help: .file("Scenarios for the coaching plan (YAML). Default: the built-in scenarios."))
  var scenarios: String?

  @Option(
    help: .file(
      "An earlier scorecard in JSON, to measure progress on its plans. Default: the latest week is compared with the weeks before."
    ))
  var previous: String?

  @OptionGroup var model: ModelOptions

  @OptionGroup var workers: WorkerOptions

  @Flag(name: .shortAndLong, help: "Print no summary and no progress on standard error.")
  var quiet = false

  func validate() throws {
  }

  private struct State {
    var memory = ReplyRecords.Memory(keepsConversations: true)
    var scorecard = Scorecard()
  }

  func run() throws {
    if input.isTypedByHand { throw CleanExit.helpRequest(self) }
    try Exit.onError {
      let format = try input.resolvedFormat()
      guard format != .text else {
        throw ValidationError("a scorecard needs columns or fields; give --format jsonl, csv or tsv.")
      }
      let inputs = input.inputs(isQuiet: quiet)
      for input in inputs { try input.check() }
      let destination = try FilesRead(inputs, model.files + coach.files + [scenarios, previous]).output(form.output)
      try coach.check(standardInputHolds: input.holdStandardInput ? "the records" : nil)
      for (option, path) in [("--scenarios", scenarios), ("--previous", previous)]
      where path == "-" && input.holdStandardInput {
        throw ValidationError("\(option): standard input holds the records; give a file.")
      }
      let scenarioBook = try ScenarioBook.read(scenarios)
      let earlier = try previous.map(earlierPlans)
      let (scorecard, phrases) = try read(inputs, format)
      let guide = CoachingPlan.Guide(phrases: phrases, scenarios: scenarioBook, path: scenarios)
      let summary = ScorecardSummary(scorecard, redacts: redact, guide: guide, since: earlier)
      if summary.all.replies == 0 { try Exit.fail("no reply to score", Exit.data) }
      if let note = summary.withoutCustomers {
        inputs.first?.reading.notes.add("\(note) --customer names the column of the messages.")
      }
      try form.write(summary, from: inputs, to: destination)
    }
  }

  private func earlierPlans(_ path: String) throws -> EarlierPlans {
    let text = try TextFile.readRepaired(path)
    guard let plans = EarlierPlans(json: text) else {
      try Exit.fail("\(path): not a scorecard in JSON as written by 'attune scorecard --to json'", Exit.data)
    }
    return plans
  }

  private func read(_ inputs: [StreamInput], _ format: RecordFormat) throws -> (Scorecard, PhraseBook) {
    let coach = try coach.coach(model: try model.load())
    let tape = InputTape(inputs)
    let search = ColumnSearch(tape: tape, format: format)
    let found = try fields.found(by: search, [.agent: agent, .team: team, .time: time], isLive: false) {
      coach.rubric.channel(named: $0) != nil
    }
    let named = Set([agent, team, time].compactMap { $0 })
    let (agent, team, time) = (
      agent ?? found.others[.agent], team ?? found.others[.team], time ?? found.others[.time]
    )
    try tellOfGaps(found.fields, agent: agent, by: search)
    var records = found.fields.records(
      coach: coach, format: format, notes: found.notes,
      others: [agent ?? "agent", team ?? "team", time ?? "time"], required: named)
    records.coach = coach.reading(
      columnIn: ColumnLanguage.first(in: tape, format: format, field: records.fields.reply))
    records.keepsTexts = true
    records.findsEffects = true
    let judged = records
    let pipeline = judged.pipeline(workers: workers.count)
    let state = Mutex(State())
    let report = StreamReport(isQuiet: quiet)
    let dateParser = try DateParser.detected(
      time ?? "time", isOptional: time == nil, order: dates, zone: try zone.load(), in: tape, format: format)
    var summary = try pipeline.run(tape) { batch in
      state.withLock { state in
        for _ in 0..<batch.problemCount { state.scorecard.appendProblem() }
        for problem in batch.problems { report.observer.problem(problem) }
        for (index, row) in batch.rows.enumerated() {
          var row = row
          if case .refused(let message) = row.content {
            state.scorecard.appendProblem()
            report.observer.problem(
              RecordProblem(reason: .refused(message), path: batch.path, line: batch.lines[index]))
          }
          let judgement = judged.judge(&row, &state.memory)
          if let assessment = judgement.assessment {
            append(assessment, judgement.effects, row, dateParser, to: &state.scorecard)
          }
        }
        for conversation in state.memory.conversations.takeEnded() { state.scorecard.append(conversation) }
      }
      report.observer.progress(batch.summary)
      return true
    }
    let (scorecard, notes) = state.withLock { state in
      for conversation in state.memory.conversations.open { state.scorecard.append(conversation) }
      return (state.scorecard, judged.notes(state.memory))
    }
    for note in notes { inputs.first?.reading.notes.add(note) }
    summary.errors = scorecard.problems
    report.finish(summary)
    return (scorecard, coach.phraseBook)
  }

  /// Says what the scorecard lacks, and which option adds it.
  /// - Throws: ends where a record is a whole conversation.
  private func tellOfGaps(_ fields: ReplyFieldOptions, agent: String?, by search: ColumnSearch) throws {
    let replies = fields.reply ?? (fields.conversation.isUsed ? fields.conversation.text ?? "text" : "reply")
    if try OwnWords.look(in: search.tape, format: search.format, field: replies).talk.isUsual {
      try Exit.fail(
        "column '\(replies)' holds whole conversations: a scorecard needs a record for each reply, or for each turn",
        Exit.usage)
    }
    guard let sample = try search.sample() else { return }
    if agent == nil, sample.index(of: "agent") == nil {
      search.say("no column of agents is found; --agent COLUMN adds a table and plans by agent")
    }
    if fields.conversation.isUsed, fields.channel == nil, sample.index(of: "channel") == nil {
      search.say(
        "replies are scored as e-mail, because no column names the channel; --channel chat scores them as chat")
    }
  }

  private func append(
    _ assessment: ReplyAssessment, _ effects: ItemEffects?, _ row: ReplyRecords.Record, _ dates: DateParser,
    to scorecard: inout Scorecard
  ) {
    var origin = Scorecard.Origin(agent: row.others[0], team: row.others[1])
    do throws(FieldError) {
      origin.day = try dates.parse(row.others[2])?.day
    } catch {
      scorecard.appendUnreadableDay()
    }
    scorecard.append(
      assessment, effects: effects, reply: String(decoding: row.reply, as: UTF8.self),
      customer: String(decoding: row.customer, as: UTF8.self), origin: origin)
  }
}
