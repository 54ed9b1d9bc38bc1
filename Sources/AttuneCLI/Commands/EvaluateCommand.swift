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
      calibration. Labels that gold never uses are left out of the question: with two-class gold a three-class model is
      asked only among the two. Gold of one class is asked about among all, which tells how many of its texts are found,
      and no more. The verdict 'unknown' counts as wrong, and has a column of its own.

      Other labels are mapped to the model's: in any case, as "pos" or "Negative emotion", as stars (1-2 negative, 3 neutral,
      4-5 positive), or as numeric codes, judged by the values that occur. The mapping is printed, and --map overrides it.
      Texts with labels that cannot be mapped are counted, named and left out.

      With --tone, a label is one or more tones, or emotions of GoEmotions, separated by commas; prints macro and micro F1, and
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

  @Option(help: ArgumentHelp("Field or column to group the figures by.", valueName: "field"))
  var by: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Show the most confident mistakes with their strongest parts.", valueName: "count"))
  var errors = 0

  @Flag(help: "Show coverage and accuracy when the model abstains below a confidence.")
  var threshold = false

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var own: OwnWordsOptions

  @OptionGroup var tones: ToneOptions

  @OptionGroup var model: ModelOptions

  func validate() throws {
    if tones.taxonomy != nil, by != nil || errors > 0 || threshold || labelled.map != nil {
      throw ValidationError("--tone and --all-tones do not go with --by, --errors, --threshold and --map.")
    }
    guard errors >= 0 else { throw ValidationError("--errors takes a number from 0, not \(errors).") }
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
      try own.cut(&texts, format: format, inputs: inputs)
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
        EvaluationReport.Mistake(
          text: texts[index], gold: rows[index].label,
          predicted: evaluation.predictedLabels[evaluation.predicted[index]], confidence: evaluation.confidence(index),
          explanation: reader.explain(texts[index]), labels: model.labels)
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
