import ArgumentParser
import Attune
import AttunePlatform
import AttuneStreams
import AttuneTraining
import AttuneWorkflows

extension TrainingOptions.Algorithm: ExpressibleByArgument {}

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a model on labelled texts.",
    discussion: """
      Reads text (one "label TAB text" or "__label__LABEL text" per line), CSV, TSV and JSONL, with two or more labels of any
      kind. Files may come from different sources: a file that never uses a label teaches the model nothing about it.

      The summary on standard error shows how well the model predicts held-out texts, and what it did not learn. Texts
      without words are skipped; repeated and contradictory texts are learned and counted. Rare labels, and development
      files that lack a label or repeat texts, cause a warning. A row that cannot be read, an empty or invalid label, a
      class without texts, or an unknown label in the development file ends training without a model.

      Examples:
        attune train tickets.tsv --text body --label mood --output mood.attune
        attune train a.csv b.csv --text comment --label sentiment --dev dev.csv --output my.attune
        attune train survey.csv --text comment --label mood --folds 5
        attune classify --model my.attune < posts.txt
      """)

  @OptionGroup var input: InputOptions

  @OptionGroup var textField: TextFieldOptions

  var text: String { textField.field ?? "text" }

  @Option(help: .field("Field or column of the label."))
  var label = "label"

  @Option(help: .value("columns", "Columns of label probabilities, named like the labels; used instead of --label."))
  var soft: String?

  @Option(help: .field("Field or column of a text's weight. Default: every text has weight 1."))
  var weight: String?

  @Option(name: .shortAndLong, help: .path("Model file to write."))
  var output: String?

  @Option(
    parsing: .unconditional,
    help: .count(
      "Cross-validate with this number of folds (2 to 100), one worker per fold, and print the figures. Identical "
        + "texts stay in one fold. Without --output, no model is written."
    ))
  var folds: Int?

  @Option(
    help: .file(
      "Labelled file for early stopping and calibration; it is not learned. Default: parts of the texts, held out "
        + "first and learned at the end."
    ))
  var dev: [String] = []

  @Option(help: "nb (naive Bayes) or logistic (logistic regression on naive-Bayes priors).")
  var algorithm = TrainingOptions.Algorithm.logistic

  @Option(help: .file("Valence lexicon: a TSV file with the columns term and valence (-4…4)."))
  var lexicon: String?

  @Option(
    help: .value(
      "model",
      "Model to start from, whose labels are kept: adapts it to a few texts of your own. 'shipped' is the built-in "
        + "model."))
  var from: String?

  @Option(
    help: .file(
      "File of words that must not influence verdicts, one per line: names, places, groups of people. The shipped "
        + "model knows such words, so it is then not used in training."
    ))
  var ignore: String?

  @Option(
    help: .value(
      "folder",
      "Folder with word vectors: words.txt, one word per line, and words.f16, one row of half-precision numbers per "
        + "word. Adds a convolution over words that starts from them; for large sets of texts."
    ))
  var embeddings: String?

  @Option(help: .number("Random seed; the same data and seed give the same model."))
  var seed: UInt64 = 1

  @Flag(help: "Give every class the same total weight.")
  var balance = false

  @Option(parsing: .unconditional, help: .count("Largest number of features in the model."))
  var maxFeatures = TrainingOptions().maximumFeatures

  @Option(help: .value("key: value", "A line for the model card, as in \"license: CC0\"."))
  var card: [String] = []

  @Flag(
    help:
      "Store no words of the texts in the model file. By default it stores the names of the strongest features that occur at least five times, for 'attune model'."
  )
  var noNames = false

  @OptionGroup var workers: WorkerOptions

  @Flag(name: .shortAndLong, help: "Print no progress and no summary on standard error; warnings are still printed.")
  var quiet = false

  @Option(help: .hidden) var epochs = TrainingOptions().epochs
  @Option(help: .hidden) var runs = TrainingOptions().runs
  @Option(help: .hidden) var learningRate = TrainingOptions().learningRate
  @Option(help: .hidden) var dropout: Float?
  @Option(help: .hidden) var priorStrength = TrainingOptions().priorStrength
  @Option(help: .hidden) var minimumGroups = TrainingOptions().minimumGroups
  @Option(help: .hidden) var filters = 32
  @Option(help: .hidden) var deepLayers = 2
  @Option(help: .hidden) var deepEpochs = 4
  @Option(help: .hidden) var deepWords = 16_000
  @Option(help: .hidden) var doubtFull = ConvolutionOptions.doubtfulMargins.lowerBound
  @Option(help: .hidden) var doubtNone = ConvolutionOptions.doubtfulMargins.upperBound
  @Option(help: .hidden) var deepShare: Float?
  @Option(help: .hidden) var minimumCount = TrainingOptions().minimumCount

  func validate() throws {
    if let fault = options.fault { throw ValidationError("--\(fault).") }
    guard (1...2).contains(deepLayers), filters > 0, filters % 32 == 0, deepLayers * filters <= 256 else {
      throw ValidationError(
        "--filters takes a multiple of 32, and --deep-layers takes 1 or 2, with at most 256 filters in total.")
    }
    if let folds, !(2...100).contains(folds) {
      throw ValidationError("--folds takes a number from 2 to 100, not \(folds).")
    }
    if let objection = softLabels.lazy.compactMap(LabelRule.objection).first {
      throw ValidationError("--soft: \(objection).")
    }
    guard Set(softLabels).count == softLabels.count else { throw ValidationError("--soft names a column twice.") }
    if from != nil, lexicon != nil {
      throw ValidationError("--lexicon cannot be used with --from, which keeps its own lexicon.")
    }
    if from != nil, algorithm == .nb { throw ValidationError("--from needs --algorithm logistic, not nb.") }
    if from != nil, embeddings != nil {
      throw ValidationError("--embeddings cannot be used with --from, which keeps its own convolution.")
    }
    guard (32...256).contains(filters), filters % 32 == 0, (1...1000).contains(deepEpochs),
      (1...1_000_000).contains(deepWords)
    else {
      throw ValidationError(
        "--filters takes a multiple of 32 up to 256, --deep-epochs a number up to 1000, --deep-words one up to 1000000."
      )
    }
    if let deepShare, !(0.01...100).contains(deepShare) {
      throw ValidationError("--deep-share takes a number from 0.01 to 100.")
    }
    guard 0 <= doubtFull, doubtFull <= doubtNone, doubtNone <= 1000 else {
      throw ValidationError("--doubt-full and --doubt-none take margins from 0 to 1000, with --doubt-full the smaller.")
    }
    if output == nil, folds == nil { throw ValidationError("--output is required without --folds.") }
  }

  func run() throws {
    if input.isTypedByHand { throw CleanExit.helpRequest(self) }
    try Exit.onError {
      let start = ContinuousClock.now
      let format = try input.resolvedFormat()
      let training = input.inputs(isQuiet: quiet)
      let development = dev.map { input.file($0, like: training) }
      let devGroups = Set(training.count..<training.count + development.count)
      let destination = try checkFiles(training, development)
      let base = try from.map { try Model.load(orShipped: $0 == "shipped" ? nil : $0) }
      if let base, let label = softLabels.first(where: { !base.labels.contains($0) }) {
        try Exit.fail(
          "--soft: '\(label)' is not a label of the starting model: \(base.labels.joined(separator: ", "))",
          Exit.usage)
      }
      let options = try deepOptions()
      var data = TrainingSet(
        lexicon: try base.map(Lexicon.init(of:)) ?? readLexicon(), base: base,
        reading: readsByShippedModel ? try? Model.shipped() : nil, ignored: try readIgnored(),
        keepsTexts: folds != nil, keepsOrder: options.convolution != nil)
      var emptyTexts = TrainingSource.EmptyTexts()
      var seen = TrainingSource.Seen()
      try read(training + development, format, into: &data, &emptyTexts, &seen)
      if let base, softLabels.isEmpty {
        let meanings = try seen.meanings(base)
        for note in meanings.notes { training.first?.reading.notes.add(note) }
        data.rename(meanings.names)
        emptyTexts.labels = Set(emptyTexts.labels.compactMap { meanings.names[$0] })
      }
      let names = (training + development).map(\.name)
      let audit = TrainingAudit(data, groups: names.count, devGroups: devGroups)
      let checks = TrainingChecks(
        audit: audit, inputs: names, devGroups: devGroups, labelsOfEmptyTexts: emptyTexts.labels)
      if let error = checks.error { try Exit.fail(error, Exit.data) }
      for warning in checks.warnings + (base.flatMap(seen.warning).map { [$0] } ?? []) {
        printToStandardError("attune: warning: \(TerminalText.line(warning))\n")
      }

      let line = ProgressLine(isQuiet: quiet)
      if let folds { try crossValidate(data, options, devGroups, folds, base, line) }
      guard let output, let destination else { return }
      let model = Trainer(options: options, base: base).train(data, devGroups: devGroups, card: cardEntries) {
        stage in
        if let text = Self.progress(stage) { line.show(text) }
      }
      line.clear()
      try write(model, to: destination)
      guard !quiet else { return }
      let report = TrainingReport(
        path: output, byteCount: model.bytes.count, seconds: (ContinuousClock.now - start) / .seconds(1),
        inputs: names, devGroups: devGroups, summary: model.summary, audit: audit, emptyTexts: emptyTexts.count)
      printToStandardError(report.text)
    }
  }

  /// - Returns: where the model goes, if anywhere.
  private func checkFiles(_ training: [StreamInput], _ development: [StreamInput]) throws -> ByteOutput? {
    for input in training + development { try input.check() }
    try FileIdentity.checkDifferent(training, development)
    let besides =
      [lexicon == "none" ? nil : lexicon, from == "shipped" ? nil : from, ignore]
      + vectorFiles.map { Optional($0) }
    let read = FilesRead(training + development, besides)
    if folds != nil { try read.check(nil, besides: output.map { [$0] } ?? []) }
    return try output.map { try read.output($0) }
  }

  private func read(
    _ inputs: [StreamInput], _ format: RecordFormat, into data: inout TrainingSet,
    _ emptyTexts: inout TrainingSource.EmptyTexts, _ seen: inout TrainingSource.Seen
  ) throws {
    let sources = try inputs.map { try TrainingSource($0, self.format(of: $0) ?? format, self) }
    if !softLabels.isEmpty, !sources.contains(where: \.hasProbabilities) {
      try failForColumns("--soft", softLabels, sources)
    }
    if let weight, !sources.contains(where: \.hasWeights) {
      try failForColumns("--weight", [weight], sources)
    }
    for (group, source) in sources.enumerated() { try source.read(into: &data, group: group, &emptyTexts, &seen) }
  }

  private func failForColumns(_ option: String, _ names: [String], _ sources: [TrainingSource]) throws {
    let columns = try sources.map { source in
      let columns = try source.columns()
      return "\(source.name) has \(columns.isEmpty ? "no columns" : "the columns \(columns.joined(separator: ", "))")"
    }
    try Exit.fail(
      "no file has the columns named by \(option) (\(names.joined(separator: ", "))); "
        + "\(columns.joined(separator: "; "))",
      Exit.usage)
  }

  /// Leaves an old model alone when the new one could not be read.
  private func write(_ model: TrainedModel, to destination: ByteOutput) throws {
    do throws(ModelError) {
      _ = try Model.load(bytes: model.bytes)
    } catch {
      try Exit.fail("the trained model cannot be used and was not written: \(error)", Exit.internalError)
    }
    try destination.write(model.bytes)
    try destination.finish()
  }

  private var cardEntries: [Model.CardEntry] {
    card.map { line in
      let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingBlanks }
      return Model.CardEntry(key: parts.first ?? "", value: parts.count > 1 ? parts[1] : "")
    }
  }

  /// The columns of --soft, which are labels.
  var softLabels: [String] { (soft ?? "").split(separator: ",").map { $0.trimmingBlanks } }

  private static func progress(_ stage: Trainer.Stage) -> String? {
    switch stage {
    case .counted(let texts, let features): "\(texts) texts, \(features) features"
    case .pass(let pass, let count, let loss): "pass \(pass) of \(count), loss \(loss)"
    case .deepPass(let pass, let count, let loss): "convolution: pass \(pass) of \(count), loss \(loss)"
    case .pruned, .done: nil
    }
  }

  private func crossValidate(
    _ data: TrainingSet, _ options: TrainingOptions, _ devGroups: Set<Int>, _ folds: Int, _ base: Model?,
    _ line: ProgressLine
  ) throws {
    let limit = Folds.limit(data, leavingOut: devGroups)
    if folds > limit {
      try Exit.fail("--folds \(folds) is more than the number of different texts, \(limit)", Exit.data)
    }
    let validation = CrossValidation(folds: folds, options: options, base: base, workers: workers.count)
    let result = try validation.run(data, devGroups: devGroups) { done in
      line.show("\(done) of \(folds) folds")
    }
    line.clear()
    try ByteOutput.standardOutput.write(TerminalText(FoldsReport(result).text))
  }

  private var options: TrainingOptions {
    var options = TrainingOptions()
    options.algorithm = algorithm
    options.seed = seed
    options.isBalanced = balance
    options.namesFeatures = !noNames
    options.maximumFeatures = maxFeatures
    options.epochs = epochs
    options.runs = runs
    options.learningRate = learningRate
    // What a model knows is not to be forgotten.
    options.dropout = dropout ?? (from == nil ? options.dropout : 0.3)
    options.priorStrength = priorStrength
    options.minimumCount = minimumCount
    options.minimumGroups = minimumGroups
    return options
  }

  /// With the deep part, whose vectors are read.
  private func deepOptions() throws -> TrainingOptions {
    var options = options
    options.convolution = try readVectors().map { vectors in
      var deep = ConvolutionOptions(vectors: vectors)
      deep.filters = filters
      deep.layers = deepLayers
      deep.epochs = deepEpochs
      deep.words = deepWords
      deep.doubtfulMargins = doubtFull...doubtNone
      deep.share = deepShare
      return deep
    }
    return options
  }

  /// A development file may be in another format than the training files.
  private func format(of input: StreamInput) -> RecordFormat? {
    guard self.input.format == nil, case .file(let path) = input.place else { return nil }
    return RecordFormat(path: path)
  }

  private func readIgnored() throws -> WordList {
    var words = WordList()
    if let ignore { try TermFile.forEachIgnored(in: ignore) { words.insert($0) } }
    return words
  }

  /// Whether labels are learned from what the shipped model's deep part reads, too. It knows words that are to be ignored.
  private var readsByShippedModel: Bool {
    from == nil && embeddings == nil && ignore == nil && algorithm == .logistic
  }

  /// The words, and their vectors.
  private var vectorFiles: [String] { embeddings.map { ["\($0)/words.txt", "\($0)/words.f16"] } ?? [] }

  /// Bytes of a file with word vectors.
  private var vectorLimit: Int { 1 << 30 }

  private func readVectors() throws -> WordVectors? {
    guard let embeddings else { return nil }
    let files = try vectorFiles.map { try StreamInput.file($0).bytes(limit: vectorLimit) }
    guard let vectors = WordVectors(words: files[0], halves: files[1]) else {
      try Exit.fail(
        "\(embeddings): words.f16 does not have one row of half-precision numbers for each line of words.txt",
        Exit.data)
    }
    return vectors
  }

  private func readLexicon() throws -> Lexicon {
    guard let lexicon else { return (try? Model.shipped()).map(Lexicon.init(of:)) ?? Lexicon() }
    var result = Lexicon()
    if lexicon == "none" { return result }
    try FieldReader(format: .tsv, fields: ["term", "valence"]).forEach(in: .file(lexicon)) {
      fields, _ throws(RecordProblem.Reason) in
      let valence = String(decoding: fields[1], as: UTF8.self)
      guard let value = Float(valence), value.isFinite else { throw .refused("'\(valence)' is not a valence") }
      result.insert(String(decoding: fields[0], as: UTF8.self), valence: value)
    }
    result.insertRatings()
    return result
  }
}
