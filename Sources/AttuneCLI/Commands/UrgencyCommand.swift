import ArgumentParser
import Attune
import AttuneCare
import AttuneStatistics
import AttuneStreams

/// For those who change the shipped weights: trains what words say of urgency, and measures what is found.
struct UrgencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "urgency",
    abstract: "Trains and measures the learned urgency of messages.",
    discussion: """
      Tables are tab-separated with a header and the columns urgency (0 to 3) and text.

      attune urgency --train urgency.tsv --output Sources/AttuneCare/Urgency/Files/urgency.weights
      """,
    shouldDisplay: false)

  @Flag(help: "Print the weights of cues that do best beside words on the tables, for weights.yaml.")
  var cues = false

  @OptionGroup var weights: WeightsOptions

  func run() throws {
    try Exit.onError {
      let destination = try weights.destination()
      let training = LearnedUrgencyTraining(model: try weights.model.load())
      let learned =
        try weights.trained(to: destination, \.bytes) { training.train(on: try UrgentMessage.read($0)) } ?? .shipped
      try weights.measure { path, table in
        let messages = try UrgentMessage.read(table)
        if cues {
          return training.fittedCues(on: messages).map { "\($0): \(Decimals.format(Double($1), 2))" }
        }
        let scores = training.scores(messages, by: learned).map(Double.init)
        func scored(_ isUrgent: Bool) -> [Double] {
          zip(messages, scores).filter { $0.0.isUrgent == isUrgent }.map(\.1)
        }
        let area = MannWhitney(Distribution(scored(false)), Distribution(scored(true)))?.superiority ?? .nan
        let lines = (0...3).map { urgency in
          let found = zip(messages, scores).filter { $0.0.urgency == urgency }
          return "urgency \(urgency): \(found.count { $0.1 >= 0.5 }) of \(found.count) from 0.5 on"
        }
        return ["\(TerminalText.line(path)): AUC \(Decimals.format(area, 4))"] + lines
      }
    }
  }
}
