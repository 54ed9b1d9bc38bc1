import ArgumentParser
import Attune
import AttuneCare
import AttuneStreams

/// For those who change the shipped weights: trains the items of replies that are learned, and measures what is found.
struct ItemsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "items",
    abstract: "Trains and measures the learned items of replies.",
    discussion: """
      Tables are tab-separated with a header and the columns reply, channel, level, customer, sentence, items. Each sentence is a
      row. The rows of a reply follow each other; the first one holds the customer's message.

      attune items --train Models/written/replies.tsv --output Sources/AttuneCare/Reply/Books/items.weights
      """,
    shouldDisplay: false)

  @OptionGroup var weights: WeightsOptions

  func run() throws {
    try Exit.onError {
      let destination = try weights.destination()
      let training = LearnedItemsTraining(model: try weights.model.load())
      let items =
        try weights.trained(to: destination, \.bytes) { training.train(on: try LabelledReply.read($0)) } ?? .shipped
      try weights.measure { _, table in
        let counts = training.counts(of: items, in: try LabelledReply.read(table))
        return counts.filter { $0.right + $0.wrong + $0.missed > 0 }.map {
          "\($0.item.rawValue): \($0.right) found, \($0.wrong) wrongly, \($0.missed) missed"
        }
      }
    }
  }
}
