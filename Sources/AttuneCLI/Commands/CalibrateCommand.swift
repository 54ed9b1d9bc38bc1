import ArgumentParser
import Attune
import AttuneStreams
import AttuneTraining
import AttuneWorkflows

struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Calibrates a model's probabilities on 30 or more labelled texts of your own.",
    discussion: """
      Fits a temperature and a bias for each class, which adapts the model to how often each class occurs in your texts.
      It learns no words; with 200 texts or more, 'attune train --from shipped' does. Prints the fitted numbers and the
      effect of the calibration, measured by cross-validation, all with 95 % intervals. Classes without a labelled text
      stay unchanged. Labels are read as in 'attune evaluate'.

      Examples:
        attune calibrate labelled.csv --text comment --label mood --output mine.attune
        attune classify --model mine.attune < posts.txt
      """)

  @OptionGroup var input: InputOptions

  @OptionGroup var labelled: LabelledTextOptions

  @Option(name: .shortAndLong, help: .path("Model file to write."))
  var output: String

  @Flag(
    help:
      "Fit the temperature only; for labelled texts whose mix of classes differs from that of the texts to classify.")
  var temperatureOnly = false

  @OptionGroup var unquoted: UnquotedTextOptions

  @OptionGroup var model: ModelOptions

  @Flag(name: .shortAndLong, help: "Print no figures; warnings are still printed.")
  var quiet = false

  func run() throws {
    if input.isTypedByHand { throw CleanExit.helpRequest(self) }
    try Exit.onError {
      let format = try input.resolvedFormat()
      let inputs = input.inputs(isQuiet: quiet)
      for input in inputs { try input.check() }
      let columns = labelled.columns()
      let destination = try FilesRead(inputs, model.files + [columns.mapFile]).output(output)
      let model = try model.load()
      var rows = try LabelledRows.read(inputs, format, columns, model)
      try keepDifferent(&rows, notes: inputs.first?.reading.notes)
      var texts = rows.map(\.text)
      try unquoted.cut(&texts, format: format, inputs: inputs)
      let probabilities = try probabilities(&rows, &texts, model)
      try check(rows)
      let gold = rows.map { row in model.labels.firstIndex(of: row.label)! }
      let calibration = DomainCalibration(
        probabilities, gold: gold, classes: model.labels.count, fitsBiases: !temperatureOnly)
      let bytes = try encoded(model, calibration, rows.count)
      try destination.write(bytes)
      try destination.finish()
      guard !quiet else { return }
      let report = CalibrationText(
        calibration,
        DomainCalibrationCheck(texts, probabilities, gold: gold, labels: model.labels, fitsBiases: !temperatureOnly),
        gold: gold,
        labels: model.labels)
      try ByteOutput.standardOutput.write(TerminalText(report.text))
    }
  }

  /// Leaves out rows that repeat an earlier one: they tell no more, and figures would rest on texts that were fitted to.
  private func keepDifferent(_ rows: inout [LabelledRows.Row], notes: InputNotes?) throws {
    struct Key: Hashable {
      var label: String
      var text: String
    }
    var seen: Set<Key> = []
    let count = rows.count
    rows.removeAll { !seen.insert(Key(label: $0.label, text: $0.text)).inserted }
    guard rows.count < count else { return }
    notes?.add("\(count - rows.count) of \(count) labelled texts repeat an earlier one and are left out")
  }

  /// What the model says of the texts, `[texts × classes]`. Texts in a language that it does not read are left out, for it
  /// calls them unknown whatever its calibration is.
  private func probabilities(
    _ rows: inout [LabelledRows.Row], _ texts: inout [String], _ model: Model
  ) throws -> [Double] {
    let column = ColumnLanguage.first(of: texts)
    let verdicts = model.reading(columnIn: column).classify(texts)
    var languages = NameCounts()
    for case let language? in verdicts.map(\.language) { languages.add(language) }
    if let note = languages.languageNote(column: column.most) {
      printToStandardError("attune: warning: \(TerminalText.line(note)), and calibration leaves them out\n")
    }
    let kept = verdicts.indices.filter { verdicts[$0].language == nil }
    rows = kept.map { rows[$0] }
    texts = kept.map { texts[$0] }
    return kept.flatMap { verdicts[$0].probabilities }
  }

  /// Refuses what nothing can be learned from, and warns of little.
  private func check(_ rows: [LabelledRows.Row]) throws {
    guard let first = rows.first else { try Exit.fail("no labelled text to calibrate on", Exit.data) }
    if rows.allSatisfy({ $0.label == first.label }) {
      let count = rows.count == 1 ? "the one label is" : "all \(rows.count) labels are"
      try Exit.fail("\(count) '\(first.label)': calibration needs texts of at least two classes", Exit.data)
    }
    if rows.count < DomainCalibration.fewest {
      printToStandardError(
        "attune: warning: \(rows.count) different labelled text\(rows.count == 1 ? " is" : "s are") few: a calibration "
          + "needs \(DomainCalibration.fewest) or more to be reliable\n"
      )
    }
  }

  private func encoded(_ model: Model, _ calibration: DomainCalibration, _ texts: Int) throws -> [UInt8] {
    let biases = zip(model.labels, calibration.biases).map { "\($0) \(Decimals.signed($1))" }
    let entry = Model.CardEntry(
      key: "calibrated",
      value:
        "on \(texts) texts: temperature \(Decimals.two(calibration.temperature)), biases \(biases.joined(separator: ", "))"
    )
    do throws(ModelError) {
      let bytes = try model.encoded(temperature: calibration.temperature, biases: calibration.biases, card: [entry])
      _ = try Model.load(bytes: bytes)
      return bytes
    } catch {
      try Exit.fail("the model cannot be calibrated: \(error)", Exit.internalError)
    }
  }
}
