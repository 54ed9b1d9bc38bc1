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
      Tables are tab-separated with a header and the columns reply, channel, level, customer, sentence, items: a row for each
      sentence, the rows of a reply one behind the other, the customer's message in the first of them.

      attune items --train Models/written/replies.tsv --output Sources/AttuneCare/Reply/Books/items.weights
      """,
    shouldDisplay: false)

  @Argument(help: "Tables to measure the shipped weights on.")
  var tables: [String] = []

  @Option(help: "A table to train on.")
  var train: String?

  @Option(name: .shortAndLong, help: "Where the trained weights go.")
  var output: String?

  @OptionGroup var model: ModelOptions

  func validate() throws {
    guard (train == nil) == (output == nil) else {
      throw ValidationError("--train and --output go together.")
    }
  }

  func run() throws {
    try Exit.onError {
      let read = FilesRead([], tables + [train] + model.files)
      try read.check(nil)
      let destination = try output.map { try read.output($0) }
      let training = LearnedItemsTraining(model: try model.load())
      if let train {
        try destination?.write(training.train(on: LabelledReply.read(try TextFile.read(train))).bytes)
        try destination?.finish()
      }
      for table in tables {
        let counts = training.counts(LabelledReply.read(try TextFile.read(table)))
        for count in counts where count.right + count.wrong + count.missed > 0 {
          try ByteOutput.standardOutput.write(
            TerminalText(
              "\(count.item.rawValue): \(count.right) found, \(count.wrong) wrongly, \(count.missed) missed\n"))
        }
      }
    }
  }
}
