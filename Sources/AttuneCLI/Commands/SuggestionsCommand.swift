import ArgumentParser
import Attune
import AttuneCare
import AttuneStreams

/// For those who change the shipped weights: trains those that decide which advice is given, and measures how often it fits.
struct SuggestionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suggestions",
    abstract: "Trains and measures which suggestions fit.",
    discussion: """
      Tables are tab-separated with a header and the columns channel, customer, reply, kind, fits, sentence: an advice, named by its
      item or need, and whether it, and its sentence, fits (yes or no).

      attune suggestions --train Models/written/suggestions.tsv --situations situations.tsv \\
        --output Sources/AttuneCare/Reply/Books/advice.weights
      """,
    shouldDisplay: false)

  @Flag(help: "Print what the coach could advise for each reply of the tables, for people to label.")
  var candidates = false

  @Option(help: "Table that 'attune situations' is trained on; what it says of the messages of --train is not learned.")
  var situations: String?

  @OptionGroup var weights: WeightsOptions

  func validate() throws {
    guard (situations == nil) == (weights.train == nil) else {
      throw ValidationError("--train and --situations must be used together.")
    }
  }

  func run() throws {
    try Exit.onError {
      let destination = try weights.destination()
      let training = LearnedAdviceTraining(model: try weights.model.load())
      let messages = try situations.map { try weights.read($0, LabelledMessage.read) }
      let learned =
        try weights.trained(to: destination, \.bytes) { training.train(on: try LabelledAdvice.read($0), messages) }
        ?? .shipped
      try weights.measure { path, table in
        let labelled = try LabelledAdvice.read(table)
        if candidates {
          try printCandidates(labelled, training)
          return []
        }
        let judged = training.judged(labelled, by: learned)
        return lines("advice", judged.advice) + lines("sentences", judged.sentences)
      }
    }
  }

  private func lines(_ name: String, _ judged: [(probability: Float, fits: Bool)]) -> [String] {
    ([0, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9] as [Float]).map { bound in
      let kept = judged.filter { $0.probability >= bound }
      return "\(name) from \(bound) on: \(kept.count), of which \(kept.count { $0.fits }) fit"
    }
  }

  private func printCandidates(_ labelled: [LabelledAdvice], _ training: LearnedAdviceTraining) throws {
    for reply in labelled {
      for (kind, suggestion) in training.candidates(
        channel: reply.channel, customer: reply.customer, reply: reply.reply)
      {
        let fields = [
          reply.channel.rawValue, reply.customer, reply.reply, kind, suggestion.advice, suggestion.example ?? "",
        ]
        try ByteOutput.standardOutput.write(Array((fields.joined(separator: "\t") + "\n").utf8))
      }
    }
  }
}
