import ArgumentParser
import Attune
import AttuneStreams
import AttuneTraining

struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Shows what a model has learned, or how two models differ.",
    discussion: """
      Prints the model's card, its classes and size, and the words and phrases with the largest weights for each class. A weight
      is the amount by which a feature raises the logit of the class above the mean of the others, before division by the
      square root of the number of tokens. '(not) good' is "good" under negation, '(start) good' is "good" as the first word of a sentence.
      Only features that occur at least five times in the training texts have names.

      --compare shows how two models differ; with --on, also how their verdicts on a set of texts differ. 'shipped' is
      the built-in model.

      Examples:
        attune model
        attune model my.attune --top 50 --json
        attune model --compare shipped my.attune
        attune model --compare old.attune new.attune --on tickets.csv --text body
      """)

  @Argument(help: .file("Model file. Default: the built-in model."))
  var files: [String] = []

  @Flag(help: "Compare two models.")
  var compare = false

  @Option(
    help: .file("File of texts to classify with both models; needs --compare; - is standard input. May be repeated."))
  var on: [String] = []

  @Option(help: "Format of the texts. Default: by the file name, else text.")
  var format: RecordFormat?

  @OptionGroup var textField: TextFieldOptions

  var text: String? { textField.field }

  @Option(parsing: .unconditional, help: .count("Features to show for each class; with --compare, in total."))
  var top = 20

  @Flag(help: "Print JSON.")
  var json = false

  /// Texts of which both models' verdicts are shown.
  private static let shownTexts = 10
  /// Texts that wait to be classified together.
  private static let batchSize = 4096

  func validate() throws {
    guard top >= 0 else { throw ValidationError("--top takes a number of at least 0, not \(top).") }
    if compare {
      guard files.count == 2 else { throw ValidationError("--compare takes two models, not \(files.count).") }
      if on.isEmpty, format != nil || text != nil {
        throw ValidationError("--format and --text need --on.")
      }
    } else {
      guard files.count <= 1 else { throw ValidationError("to see \(files.count) models, use --compare.") }
      if !on.isEmpty || format != nil || text != nil {
        throw ValidationError("--on, --format and --text need --compare.")
      }
    }
  }

  func run() throws {
    try Exit.onError {
      try FilesRead(texts, files.filter { $0 != ModelReport.shippedName }).check(nil)
      let out = compare ? try comparison() : try description()
      if json { return try ByteOutput.standardOutput.write(out) }
      try ByteOutput.standardOutput.write(TerminalText(out))
    }
  }

  private func description() throws -> String {
    let report = ModelReport(try load(files.first ?? ModelReport.shippedName), limit: top)
    return json ? report.json() : report.text()
  }

  private var texts: [StreamInput] { on.map { $0 == "-" ? .standardInput : .file($0) } }

  private func comparison() throws -> String {
    let format = try self.format ?? RecordFormat(paths: on)
    if text != nil, format == .text {
      throw ValidationError("--text names a field or column, but --on is text; give --format jsonl, csv or tsv.")
    }
    for input in texts { try input.check() }
    let (a, b) = (try load(files[0]), try load(files[1]))
    let agreement = try texts.isEmpty ? nil : agreement(a.model, b.model, texts, format)
    let report = ComparisonReport(a, b, agreement: agreement, limit: top)
    return json ? report.json() : report.text()
  }

  private func load(_ name: String) throws -> NamedModel {
    NamedModel(name: name, model: try Model.load(orShipped: name == ModelReport.shippedName ? nil : name))
  }

  private func agreement(
    _ a: Model, _ b: Model, _ inputs: [StreamInput], _ format: RecordFormat
  ) throws -> Agreement {
    var agreement = Agreement(a.labels, b.labels, limit: Self.shownTexts)
    var waiting: [String] = []
    func classify() {
      for (text, (first, second)) in zip(waiting, zip(a.classify(waiting), b.classify(waiting))) {
        agreement.append(text, first, second)
      }
      waiting.removeAll(keepingCapacity: true)
    }
    for input in inputs {
      try FieldReader(format: format, fields: [text ?? "text"]).forEach(in: input) { fields, _ in
        waiting.append(String(decoding: fields[0], as: UTF8.self))
        if waiting.count == Self.batchSize { classify() }
      }
    }
    classify()
    return agreement
  }
}

/// A model and what its user calls it.
struct NamedModel {
  var name: String
  var model: Model
}
