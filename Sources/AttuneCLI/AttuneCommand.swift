import ArgumentParser
import Attune

@main
struct AttuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attune",
    abstract: "Reads what customers write and says what they feel.",
    discussion: """
      Examples:
        attune classify < posts.txt                    a verdict a line: label, score, probabilities
        attune classify reviews.csv --text comment     the same table with five more columns
        attune triage tickets.jsonl --text body        whom to answer first, and why
        tail -f chat.jsonl | attune classify --format jsonl
        attune train labelled.tsv --text text --label label --output my.attune

      Exit codes: 0 done, 64 wrong usage, 65 bad data or model, 66 no such input, 70 internal error,
      74 input or output failed, 130 interrupted.
      """,
    version: Version.text,
    subcommands: [
      ClassifyCommand.self, TriageCommand.self, ReplyCommand.self, PracticeCommand.self, ScorecardCommand.self,
      ReportCommand.self, CompareCommand.self, ExplainCommand.self, TrainCommand.self, TrainToneCommand.self,
      EvaluateCommand.self, ModelCommand.self, PolarityCommand.self,
    ])

  static func main() {
    Signals.install()
    main(AnnotationOptions.rewritten(Array(CommandLine.arguments.dropFirst())))
  }
}

enum Version {
  static let number = "0.1.0"
  static var text: String { "attune \(number)\nBLAS: \(BLASProvider.name)" }
}
