import ArgumentParser
import Attune
import AttunePlatform
import AttuneStreams
@_spi(Server) import AttuneWorkflows

@main
struct AttuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attune",
    abstract: "Measures what customers feel in what they write.",
    discussion: """
      Examples:
        attune classify < posts.txt                    one verdict per line: label, score, probabilities
        attune classify reviews.csv --text comment     the same table with five more columns
        attune inspect survey.csv                      what is in a file, and what you can do with it
        attune triage tickets.jsonl --text body        which messages to answer first, and why
        tail -f chat.jsonl | attune classify --format jsonl
        attune train labelled.tsv --text text --label label --output my.attune
        attune serve                                   a page for agents, and an HTTP API
        attune articles "Can I return it?" --from help/

      Commands of the server program, which 'make install' installs next to this one:
        serve                   Serves a page for agents and an HTTP API for help desks.
        articles                Finds the articles of a help centre that answer a message.

      Exit codes: 0 done, 64 wrong usage, 65 bad data or model, 66 no such input, 70 internal error,
      74 input or output failed, 130 interrupted.
      """,
    version: Version.text,
    subcommands: [
      ClassifyCommand.self, TriageCommand.self, ReplyCommand.self, PracticeCommand.self, ScorecardCommand.self,
      ReportCommand.self, CompareCommand.self, ExplainCommand.self, TrainCommand.self, TrainToneCommand.self,
      CalibrateCommand.self, EvaluateCommand.self, InspectCommand.self, ModelCommand.self, PolarityCommand.self,
      ItemsCommand.self, SituationsCommand.self, SuggestionsCommand.self, UrgencyCommand.self,
    ])

  static func main() {
    Signals.install()
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      if let own = ServerProgram.arguments(of: arguments) { try ServerProgram.become(own) }
      var command = try parseAsRoot()
      try command.run()
    } catch {
      end(error)
    }
  }

  /// Ends as ArgumentParser does, but for its messages, which quote arguments: they are text for a terminal.
  private static func end(_ error: any Error) -> Never {
    let code = exitCode(for: error)
    var message = fullMessage(for: error)
    if code == .validationFailure,
      let advice = TaxonomyOptions.advice(on: Array(CommandLine.arguments.dropFirst()))
    {
      message = "Error: \(advice)"
    }
    guard !message.isEmpty else { leave(code.rawValue) }
    guard code.isSuccess else {
      printToStandardError(message + "\n")
      leave(code.rawValue)
    }
    do throws(StreamError) {
      try ByteOutput.standardOutput.write(TerminalText(message + "\n"))
    } catch {
      if case .cannotWrite(_, EPIPE) = error { leave(code.rawValue) }
      printToStandardError("attune: \(error)\n")
      leave(Exit.inputOutput)
    }
    leave(code.rawValue)
  }
}

/// In `AttuneCommand`, `exit` is ArgumentParser's.
private func leave(_ code: Int32) -> Never { exit(code) }

extension Version {
  static var text: String { "attune \(number)\nBLAS: \(BLASProvider.name)" }
}
