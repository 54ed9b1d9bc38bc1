import ArgumentParser
import Attune
import AttuneCare
import AttuneStreams

/// For those who change the shipped weights: trains what tells customers' situations, and measures what is found.
struct SituationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "situations",
    abstract: "Trains and measures the learned situations of customers.",
    discussion: """
      Tables are tab-separated with a header and the columns situation and text.

      attune situations --train Models/written/situations.tsv --output Sources/AttuneCare/Reply/Books/situations.weights
      """,
    shouldDisplay: false)

  @OptionGroup var weights: WeightsOptions

  func run() throws {
    try Exit.onError {
      let destination = try weights.destination()
      let training = LearnedSituationsTraining(model: try weights.model.load())
      let situations =
        try weights.trained(to: destination, \.bytes) { training.train(on: try LabelledMessage.read($0)) } ?? .shipped
      try weights.measure { path, table in
        let counts = training.counts(of: situations, in: try LabelledMessage.read(table))
        let right = zip(LearnedSituations.names, counts).reduce(0) { $0 + ($1.1[$1.0] ?? 0) }
        let all = counts.reduce(0) { $0 + $1.values.reduce(0, +) }
        let lines = zip(LearnedSituations.names, counts).filter { !$1.isEmpty }.map { name, found in
          let others = found.filter { $0.key != name }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
          return "\(name): \(found[name] ?? 0) found"
            + others.map { ", \($0.value) taken for \($0.key.isEmpty ? "none" : $0.key)" }.joined()
        }
        return ["\(TerminalText.line(path)): \(right) of \(all) right"] + lines
      }
    }
  }
}
