import ArgumentParser
import Attune
import AttuneStreams
import AttuneTraining

struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Calibrates a model's probabilities on 30 or more labelled texts of your own.",
    discussion: """
      Fits a temperature and a bias for each class, but learns no words: what a domain calls neutral, and how often. With 200
      texts or more, 'attune train --from shipped' learns words, too. Prints the fitted numbers and the effect of the
      calibration, measured by cross-validation, all with 95 % intervals. Classes without a labelled text stay unchanged.
      Labels are read as by 'attune evaluate'.

      Examples:
        attune calibrate labelled.csv --text comment --label mood --output mine.attune
        attune classify --model mine.attune < posts.txt
      """)

  @OptionGroup var input: InputOptions

  @OptionGroup var labelled: LabelledTextOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("Model file to write.", valueName: "path"))
  var output: String

  @Flag(help: "Fit the temperature only, for texts whose mix of classes differs from the texts to classify.")
  var temperatureOnly = false

  @OptionGroup var own: OwnWordsOptions

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
      let rows = try LabelledRows.read(inputs, format, columns, model)
      try check(rows)
      var texts = rows.map(\.text)
      try own.cut(&texts, format: format, inputs: inputs)
      let probabilities = model.classify(texts).flatMap(\.probabilities)
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

  /// Refuses what nothing can be learned from, and warns of little.
  private func check(_ rows: [LabelledRows.Row]) throws {
    guard let first = rows.first else { try Exit.fail("no labelled text to calibrate on", Exit.data) }
    if rows.allSatisfy({ $0.label == first.label }) {
      let count = rows.count == 1 ? "the one label is" : "all \(rows.count) labels are"
      try Exit.fail("\(count) '\(first.label)': calibration needs texts of two classes or more", Exit.data)
    }
    if rows.count < DomainCalibration.fewest {
      printToStandardError(
        "attune: warning: \(rows.count) labelled texts are few: from \(DomainCalibration.fewest) on, a calibration can be relied on\n"
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
