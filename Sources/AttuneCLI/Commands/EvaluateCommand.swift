import ArgumentParser
import Attune
import AttuneStreams
import AttuneTraining
import AttuneWorkflows

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measures how well a model predicts labels given by people.",
    discussion: """
      Prints accuracy, macro recall and macro F1 with 95 % intervals, figures per class, the confusion matrix and the
      calibration. Classes that are absent from the gold labels are not predicted: with labels of two classes, a
      three-class model chooses between those two. Labels of one class show only how many of its texts are found. The
      verdict 'unknown' counts as wrong and has its own column.

      Other labels are mapped to the labels of the model: words in any case, such as "pos" or "Negative emotion", stars
      (1-2 negative, 3 neutral, 4-5 positive), and numeric codes, depending on the values that occur. The mapping is
      printed; --map overrides it. Texts whose labels cannot be mapped are counted, listed and left out.

      With --tone, a label is one or more tones, or emotions of GoEmotions, separated by commas. Prints macro and micro F1 and
      figures per tone.

      Examples:
        attune evaluate gold.tsv --text text --label label
        attune evaluate survey.csv --text comment --label mood --by channel --errors 10
        attune evaluate tweets.csv --label target --map 0=negative,4=positive
        attune evaluate gold.jsonl --model my.attune --threshold --json
        attune evaluate goemotions.test.tsv --label labels --tone
      """)

  @OptionGroup var input: InputOptions

  @OptionGroup var labelled: LabelledTextOptions

  @Option(help: .field("Field or column to group the figures by."))
  var by: String?

  @Option(
    parsing: .unconditional,
    help: .count("Number of mistakes to show, the most confident first, with the words that led to them."))
  var errors = 0

  @Flag(help: "Show coverage and accuracy for a range of confidence thresholds.")
  var threshold = false

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var unquoted: UnquotedTextOptions

  @OptionGroup var tones: ToneOptions

  @OptionGroup var model: ModelOptions

  func validate() throws {
    if tones.taxonomy != nil, by != nil || errors > 0 || threshold || labelled.map != nil {
      throw ValidationError("--tone and --all-tones cannot be used with --by, --errors, --threshold or --map.")
    }
    guard errors >= 0 else { throw ValidationError("--errors takes a number of at least 0, not \(errors).") }
  }

  func run() throws {
    if input.isTypedByHand { throw CleanExit.helpRequest(self) }
    try Exit.onError {
      let format = try input.resolvedFormat()
      let inputs = input.inputs
      for input in inputs { try input.check() }
      try FilesRead(inputs, model.files + [gold.mapFile]).check(nil)
      let model = try model.load()
      if let taxonomy = tones.taxonomy { return try evaluateTones(taxonomy, format, model) }
      let rows = try LabelledRows.read(inputs, format, gold, model)
      if rows.isEmpty { try Exit.fail("no labelled text to evaluate", Exit.data) }
      var evaluation = Evaluation(modelLabels: model.labels, goldLabels: Set(rows.map(\.label)))
      var texts = rows.map(\.text)
      try unquoted.cut(&texts, format: format, inputs: inputs)
      let column = ColumnLanguage.first(of: texts)
      let reader = model.reading(columnIn: column)
      let verdicts = reader.classify(texts)
      if let note = GoldLabelNotes.oneClass(rows.map(\.label)) { inputs.first?.reading.notes.add(note) }
      var languages = NameCounts()
      for case let language? in verdicts.map(\.language) { languages.add(language) }
      if let note = languages.languageNote(column: column.most) { inputs.first?.reading.notes.add(note) }
      for (row, verdict) in zip(rows, verdicts) {
        evaluation.append(
          gold: row.label, probabilities: verdict.probabilities, isKnown: verdict.label != Verdict.unknown)
      }
      let report = EvaluationReport(evaluation, groups: by == nil ? [] : rows.map(\.group), showsSweep: threshold)
      let mistakes = evaluation.worstMistakes(errors).map { index in
        var mistake = EvaluationReport.Mistake(
          text: texts[index], gold: rows[index].label,
          predicted: evaluation.predictedLabels[evaluation.predicted[index]], confidence: evaluation.confidence(index))
        mistake.explain(by: reader.explain(texts[index]), labels: model.labels)
        return mistake
      }
      if json { return try ByteOutput.standardOutput.write(report.json(mistakes)) }
      try ByteOutput.standardOutput.write(TerminalText(report.text(mistakes)))
    }
  }

  private func evaluateTones(_ taxonomy: ToneTaxonomy, _ format: RecordFormat, _ model: Model) throws {
    try tones.check(model, self.model)
    var evaluation = try ToneEvaluation(model: model, taxonomy)
    for input in input.inputs {
      let tape = InputTape([input])
      let fields = try gold.fields(of: tape, format)
      try FieldReader(format: format, fields: fields, texts: [fields[1]]).forEach(in: tape) {
        fields, _ throws(RecordProblem.Reason) in
        evaluation.append(fields[1], names: try ToneNames.parse(fields[0], allowing: taxonomy))
      }
    }
    if evaluation.count == 0 { try Exit.fail("no labelled text to evaluate", Exit.data) }
    let report = ToneReport(evaluation: evaluation)
    if json { return try ByteOutput.standardOutput.write(report.json) }
    try ByteOutput.standardOutput.write(TerminalText(report.text))
  }

  private var gold: LabelledRows.Columns { labelled.columns(by: by) }
}
