import ArgumentParser
import Attune
import AttuneStreams
import AttuneWorkflows

struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Classifies the sentiment of every record.",
    discussion: """
      Writes one record for each input record, in the same order. A text without any known word gets the label 'unknown' and
      the score 0. A record that cannot be read keeps its place, with the label 'error' (JSON: a field 'error'), and is
      reported on standard error; the exit code is still 0 unless --strict is given. From text and JSONL, --to tsv writes
      verdicts only, and --to csv writes text and verdict. Existing keys and columns of the same name are replaced in place.
      Conversion to CSV puts an apostrophe before fields that a spreadsheet would run as a formula; CSV to CSV keeps every
      byte.

      Examples:
        attune classify < posts.txt
            label, score, p(negative), p(neutral), p(positive), tab-separated
        attune classify tickets.jsonl --text message.body
            the same objects with a field "sentiment"
        attune classify survey.csv --text comment -o survey-with-sentiment.csv
            the same table with sentiment_label, sentiment_score, sentiment_negative, …
        mysql -e '…' | attune classify --format tsv --text body --to jsonl
      """)

  @OptionGroup var input: InputOptions

  @Option(help: "Output format. Default: the input format; tsv for text.")
  var to: OutputFormat?

  @Option(
    name: .customLong("text"),
    help: .field(
      "Field or column of the text: a JSON key (a.b for nested objects), a column name, or a column number from 1. Repeat the option or separate names by commas to read several as one text. Default: text, else detected from names and values."
    ))
  var texts: [String] = []

  var text: String? { JoinedField.name(texts) }

  @Option(name: .shortAndLong, help: .path("File to write. Default: standard output."))
  var output: String?

  @OptionGroup var model: ModelOptions

  @OptionGroup var workers: WorkerOptions

  @Option(
    parsing: .unconditional,
    help: .value(
      "probability",
      "Label a text 'unknown' if no class reaches this probability; its score and probabilities stay unchanged."))
  var minConfidence: Float = 0

  @OptionGroup var annotations: AnnotationOptions

  @OptionGroup var unquoted: UnquotedTextOptions

  @OptionGroup var records: RecordStreamOptions

  @Option(parsing: .unconditional, help: .value("bytes", "Bytes per chunk of work; the output does not depend on it."))
  var chunkSize = RecordPipeline.defaultChunkSize

  func validate() throws {
    guard (0...1).contains(minConfidence) else {
      throw ValidationError("--min-confidence takes a probability from 0 to 1, not \(minConfidence).")
    }
    try annotations.taxonomy.check(input.files)
    guard (64...(1 << 30)).contains(chunkSize) else {
      throw ValidationError("--chunk-size takes a number from 64 to \(1 << 30), not \(chunkSize).")
    }
  }

  func run() throws {
    if input.isTypedByHand { throw CleanExit.helpRequest(self) }
    try Exit.onError {
      let format = try input.resolvedFormat()
      if text != nil, format == .text {
        throw ValidationError("--text names a field or column, but the input is text; give --format jsonl, csv or tsv.")
      }
      let inputs = input.inputs(isQuiet: records.quiet)
      for input in inputs { try input.check() }
      let destination = try FilesRead(inputs, model.files + annotations.files).output(output)
      var pipeline = RecordPipeline(model: try model.load(), format: format, output: to)
      let tape = InputTape(inputs)
      pipeline.textField =
        try text ?? ColumnSearch(tape: tape, format: format).text(joinsSubject: true)
      pipeline.workers = workers.count
      pipeline.chunkSize = chunkSize
      pipeline.isStrict = records.strict
      pipeline.minimumConfidence = minConfidence
      try annotations.apply(to: &pipeline, model)
      let report = StreamReport(isQuiet: records.quiet, writesAlong: output == nil)
      pipeline.cutter = try unquoted.cutter(tape, format: format, field: pipeline.textField, keepsPlaces: true)
      let summary = try pipeline.run(tape, to: destination, observer: report.observer)
      try destination.finish()
      if let note = NameCounts(summary.languages).languageNote() { inputs.first?.reading.notes.add(note) }
      report.finish(summary)
    }
  }
}
