import ArgumentParser
import Attune
import AttuneStreams
import AttuneTraining

struct TrainToneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train-tone",
    abstract: "Trains the tones of a model: anger, worry, gratitude, …",
    discussion: """
      Reads texts labelled with one or more of the 27 emotions of GoEmotions and neutral, separated by commas. The model learns
      the emotions, and the nine tones that group them, from the features that it already has; its sentiment does not change.
      The same data give the same bytes.

      Example:
        attune train-tone goemotions.train.tsv --dev goemotions.dev.tsv --from my.attune --output my-tone.attune
        attune classify --model my-tone.attune --tone < posts.txt
      """)

  @OptionGroup var input: InputOptions

  @OptionGroup var textField: TextFieldOptions

  var text: String { textField.field ?? "text" }

  @Option(help: .field("Field or column of the emotions."))
  var labels = "labels"

  @Option(help: .file("Labelled file for choosing the probability threshold of each tone; it is not learned."))
  var dev: [String] = []

  @Option(help: .value("model", "Model to extend. Default: the built-in model."))
  var from: String?

  @Option(name: .shortAndLong, help: .path("Model file to write."))
  var output: String

  @Option(help: .value("text", "A line for the model card."))
  var card: String?

  @Option(help: .number("Random seed; the same data and seed give the same model."))
  var seed: UInt64 = 1

  @Flag(name: .shortAndLong, help: "Print no summary on standard error.")
  var quiet = false

  func run() throws {
    if input.isTypedByHand { throw CleanExit.helpRequest(self) }
    try Exit.onError {
      let format = try input.resolvedFormat()
      let training = input.inputs(isQuiet: quiet)
      let development = dev.map { input.file($0, like: training) }
      for input in training + development { try input.check() }
      try FileIdentity.checkDifferent(training, development)
      let besides = from == nil || from == "shipped" ? [] : [StreamInput.file(from!)]
      let destination = try FilesRead(training + development + besides).output(output)
      let model = try Model.load(orShipped: from == "shipped" ? nil : from)
      let texts = try read(training, format, model)
      let others = try read(development, format, model)
      if texts.count == 0 { try Exit.fail("no labelled text to learn from", Exit.data) }
      let trainer = ToneTrainer(seed: seed)
      let results = ToneTaxonomy.allCases.map { trainer.train(texts, development: others, $0) }
      let entry = card.map { [Model.CardEntry(key: "tone", value: $0)] } ?? []
      let bytes = try encode(model, results, entry)
      try destination.write(bytes)
      try destination.finish()
      guard !quiet else { return }
      var summary = "attune: \(TerminalText.line(output)): \(texts.count) texts, \(bytes.count) bytes\n"
      for result in results {
        summary +=
          "  \(result.head.taxonomy.labels.count) tones: \(result.features) features; held out: macro F1 "
          + "\(Decimals.four(result.heldOut.macroF1)), micro F1 \(Decimals.four(result.heldOut.microF1))\n"
      }
      printToStandardError(summary)
    }
  }

  private func encode(
    _ model: Model, _ results: [ToneTrainer.Result], _ card: [Model.CardEntry]
  ) throws -> [UInt8] {
    do throws(ModelError) {
      let bytes = try model.encoded(addingTones: results.map(\.head), card: card)
      // No file is better than one that cannot be loaded.
      _ = try Model.load(bytes: bytes)
      return bytes
    } catch {
      throw ModelFailure(path: from ?? "shipped model", error: error)
    }
  }

  private func read(_ inputs: [StreamInput], _ format: RecordFormat, _ model: Model) throws -> ToneSet {
    var set = ToneSet(model: model)
    let fields = format == .text ? ["label", "text"] : [labels, text]
    for input in inputs {
      try FieldReader(format: format, fields: fields).forEach(in: input) {
        fields, _ throws(RecordProblem.Reason) in
        set.append(fields[1], names: try ToneNames.parse(fields[0], allowing: .all))
      }
    }
    return set
  }
}

/// Tones in a field, separated by commas.
enum ToneNames {
  /// - Parameter taxonomy: the names that may occur; with `core`, those of single emotions as well.
  static func parse(
    _ field: UnsafeBufferPointer<UInt8>, allowing taxonomy: ToneTaxonomy
  ) throws(RecordProblem.Reason) -> [String] {
    let names = field.split(separator: UInt8(ascii: ",")).map { name in
      String(decoding: name, as: UTF8.self).filter { !$0.isWhitespace }
    }
    guard !names.isEmpty else { throw .refused("no tone") }
    if let name = names.first(where: { taxonomy.index(of: $0) == nil }) {
      throw .refused("'\(name)' is not one of the tones: \(taxonomy.labels.joined(separator: ", "))")
    }
    return names
  }
}
