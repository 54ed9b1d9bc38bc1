import ArgumentParser
import Attune
import AttuneCare
import AttunePlatform
import AttuneStatistics
import AttuneStreams

struct PracticeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "practice",
    abstract: "Trains agents: answer customers and see how your replies score.",
    discussion: """
      Shows a customer's message, reads your reply (up to 1 MiB; an empty line ends it), and shows its score, the items with
      the words that earned them, and what would help most. Commands: :again repeats the message, :skip takes the next one,
      :quit ends the session, which then shows what improved and what to practise. --log keeps replies for 'attune scorecard'.

      Examples:
        attune practice
        attune practice --channel chat --feeling anger --count 5 --agent Kim --log practice.jsonl
      """)

  @Option(help: .file("Scenarios (YAML). Default: the built-in scenarios."))
  var scenarios: String?

  @Option(help: "Only messages in this channel.")
  var channel: Channel?

  @Option(help: "Only customers with this feeling.")
  var feeling: Feeling?

  @Option(help: .value("aspect", "Only messages about this topic of the rubric: delivery, billing, …"))
  var aspect: String?

  @Option(help: "Only messages with this urgency.")
  var urgency: ScenarioBook.Urgency?

  @Option(parsing: .unconditional, help: .number("Number of messages. Default: all that match."))
  var count: Int?

  @Option(help: .number("Random seed of the order of messages. Default: a new order each time."))
  var seed: UInt64?

  @Option(help: .value("name", "Your name in the log."))
  var agent = "me"

  @Option(help: .path("JSONL file to append replies to."))
  var log: String?

  @OptionGroup var coach: CoachOptions

  @OptionGroup var model: ModelOptions

  func validate() throws {
    if let count, count < 1 { throw ValidationError("--count takes a number of at least 1, not \(count).") }
  }

  func run() throws {
    try Exit.onError {
      if scenarios == "-" { throw ValidationError("--scenarios: standard input holds your replies; give a file.") }
      try coach.check(standardInputHolds: "the answers")
      let read = FilesRead([.standardInput], coach.files + model.files + [scenarios])
      try read.check(nil)
      if let log { try read.check(log, besides: [nil]) }
      let coach = try coach.coach(model: try model.load())
      let book = try ScenarioBook.read(scenarios)
      let chosen = book.scenarios.filter { scenario in
        (channel == nil || scenario.channel == channel) && (feeling == nil || scenario.feeling == feeling)
          && (aspect == nil || scenario.aspect == aspect) && (urgency == nil || scenario.urgency == urgency)
      }
      guard !chosen.isEmpty else { throw ValidationError("no scenario matches these options.") }
      var generator = SeededGenerator(seed: seed ?? UInt64(truncatingIfNeeded: time(nil)))
      let order = chosen.shuffled(using: &generator).prefix(count ?? chosen.count)
      var play = try RolePlay(coach: coach, agent: agent, log: try log.map(PracticeLog.init(path:)))
      try play.run(Array(order))
    }
  }
}

extension ScenarioBook {
  /// - Parameter path: nil for the book that is part of attune.
  static func read(_ path: String?) throws -> ScenarioBook {
    try book(path ?? "scenarios") { () throws(RubricError) in
      guard let text = try CoachOptions.text(path) else { return ScenarioBook.standard }
      return try ScenarioBook(yaml: text)
    }
  }
}

extension Channel: ExpressibleByArgument {}
extension Feeling: ExpressibleByArgument {}
extension ScenarioBook.Urgency: ExpressibleByArgument {}
