import Attune
import AttuneCare
import AttunePlatform
import AttuneStreams

/// One sitting of practice: messages are shown, answers read line by line and judged.
struct RolePlay {
  let coach: ReplyCoach
  let agent: String
  let log: PracticeLog?
  private let lines: LineReader
  private var session = PracticeSession()
  private let isColoured = isatty(1) == 1 && getenv("NO_COLOR") == nil

  /// - Throws: `StreamError` when standard input cannot be opened.
  init(coach: ReplyCoach, agent: String, log: PracticeLog?) throws(StreamError) {
    lines = try LineReader(.standardInput)
    self.coach = coach
    self.agent = agent
    self.log = log
  }

  private enum Answer {
    case text(String)
    case again, skip, quit
  }

  mutating func run(_ scenarios: [ScenarioBook.Scenario]) throws(StreamError) {
    play: for (number, scenario) in scenarios.enumerated() {
      try say(
        "\n\(number + 1) of \(scenarios.count) · \(scenario.channel.rawValue) · urgency \(scenario.urgency.rawValue)\n")
      let customer = scenario.name.isEmpty ? "The customer" : scenario.name
      try say(bold(customer) + ": \(TerminalText.line(scenario.message))\n")
      while true {
        try say("\nYour answer, then an empty line (:again, :skip, :quit):\n")
        switch try readAnswer() {
        case .quit: break play
        case .skip: continue play
        case .again: continue
        case .text(let reply):
          let assessment = coach.assess(reply, customer: scenario.message, channel: scenario.channel)
          session.append(assessment, scenario: number)
          try log?.append(agent: agent, scenario: scenario, reply: reply)
          try say(TerminalText("\n") + AssessmentText(assessment, of: reply, isColoured: isColoured).text)
        }
        try say("\n:again tries this message again, :skip or an empty line takes the next one, :quit ends: ")
        switch try readCommand() {
        case .again: continue
        case .quit: break play
        default: continue play
        }
      }
    }
    try say(summary)
  }

  /// Lines up to an empty one, or a command.
  /// - Throws: `StreamError`; `tooLarge` for more than `LineReader.limit` bytes.
  private func readAnswer() throws(StreamError) -> Answer {
    var answer = ""
    while let line = try lines.next() {
      let word = line.trimmingBlanks
      if answer.isEmpty, let command = command(word) { return command }
      if word.isEmpty {
        if answer.isEmpty { continue }
        return .text(answer)
      }
      answer += answer.isEmpty ? line : "\n" + line
      guard answer.utf8.count <= LineReader.limit else {
        throw .tooLarge(path: "the answer", limit: LineReader.limit)
      }
    }
    return answer.isEmpty ? .quit : .text(answer)
  }

  private func readCommand() throws(StreamError) -> Answer {
    guard let line = try lines.next() else { return .quit }
    return command(line.trimmingBlanks) ?? .skip
  }

  private func command(_ word: String) -> Answer? {
    switch word {
    case ":again", ":a": .again
    case ":skip", ":s", ":next": .skip
    case ":quit", ":q": .quit
    default: nil
    }
  }

  // MARK: Words

  private var summary: TerminalText {
    guard !session.attempts.isEmpty else { return TerminalText("\nNothing was answered.\n") }
    var out = "  answers: \(session.attempts.count)\n"
    if let score = session.firstScore { out += "  mean score of first answers: \(Decimals.format(score, 1))\n" }
    for (index, retry) in session.retries.enumerated() {
      out +=
        "  second try \(index + 1): \(Decimals.format(retry.first, 1)) \u{2192} \(Decimals.format(retry.last, 1))\n"
    }
    if !session.improved.isEmpty {
      out += "  better in the second half: \(session.improved.map(\.rawValue).joined(separator: ", "))\n"
    }
    if !session.toPractise.isEmpty {
      out += "  to practise:\n"
      for item in session.toPractise {
        out += TerminalText.line("    \(item.rawValue): \(coach.phraseBook.advice(item) ?? "")") + "\n"
      }
    }
    if let log { out += "  answers are kept in \(TerminalText.line(log.path))\n" }
    return TerminalText("\n") + bold("This sitting") + "\n" + out
  }

  private func bold(_ text: String) -> TerminalText {
    guard isColoured else { return TerminalText(TerminalText.line(text)) }
    var out = TerminalText()
    out.append(control: "\u{1B}[1m")
    out.append(TerminalText.line(text))
    out.append(control: "\u{1B}[0m")
    return out
  }

  private func say(_ text: String) throws(StreamError) { try say(TerminalText(text)) }

  private func say(_ text: TerminalText) throws(StreamError) { try ByteOutput.standardOutput.write(text) }
}
