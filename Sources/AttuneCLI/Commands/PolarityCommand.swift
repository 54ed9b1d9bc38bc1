import ArgumentParser
import Attune
import AttuneCare
import AttuneStreams

/// For those who change the shipped weights: trains and measures how terms are meant.
struct PolarityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "polarity",
    abstract: "Trains and measures the polarity of aspect terms.",
    discussion: """
      Tables are tab-separated with a header and the columns sentence, polarity, aspect, from, to, text, as of SemEval 2014 and
      MAMS; from and to count characters. Rows with polarities other than negative, neutral and positive are left out.

      attune polarity --train mams-terms.train.tsv --output Sources/AttuneCare/Aspects/Files/polarity.weights mams-terms.test.tsv
      """,
    shouldDisplay: false)

  @OptionGroup var weights: WeightsOptions

  func run() throws {
    try Exit.onError {
      let destination = try weights.destination()
      let training = AspectPolarityTraining(model: try weights.model.load())
      let polarity =
        try weights.trained(to: destination, \.bytes) { training.train(on: try LabelledTerm.read($0)) } ?? .shipped
      try weights.measure { path, table in
        let terms = try LabelledTerm.read(table)
        let accuracy = Decimals.four(training.accuracy(of: polarity, on: terms))
        return ["\(TerminalText.line(path)): accuracy \(accuracy) of \(terms.count) terms"]
      }
    }
  }
}

extension LabelledTerm {
  static func read(_ table: String) throws(LabelTable.Fault) -> [LabelledTerm] {
    let expected = "sentence, label, term, from, to and text"
    return try LabelTable.rows(table, columns: 6, expected) { fields in
      guard let label = AspectPolarity.labels.firstIndex(of: String(fields[1])), let from = Int(fields[3]),
        let to = Int(fields[4])
      else { return nil }
      let scalars = fields[5].unicodeScalars
      func bytes(_ count: Int) -> Int { scalars.prefix(max(count, 0)).reduce(0) { $0 + UTF8.width($1) } }
      return LabelledTerm(text: String(fields[5]), range: bytes(from)..<max(bytes(from), bytes(to)), label: label)
    }
  }
}
