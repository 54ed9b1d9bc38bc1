import ArgumentParser
import AttunePlatform
import AttuneReports
import AttuneStreams

extension RecordFormat: ExpressibleByArgument {}
extension OutputFormat: ExpressibleByArgument {}

/// What every subcommand that reads records understands.
struct InputOptions: ParsableArguments {
  @Argument(help: .value("files", "Files to read; - is standard input."))
  var files: [String] = []

  @Option(help: "Input format. Default: detected from the file name and the first rows, else text.")
  var format: RecordFormat?

  @Option(
    help: .value(
      "name",
      "Input encoding: utf-8, utf-16, windows-1252, shift_jis … or another name that iconv knows. Default: detected.")
  )
  var encoding: String?

  @Option(
    parsing: .singleValue,
    help: .value(
      "sheet",
      "Workbook sheet, by name or number. May be repeated. Default: the first one with rows, and those with the same header."
    )
  )
  var sheet: [String] = []

  @Option(help: .path("Path of the records in JSON, such as data.reviews. Default: the only array of objects."))
  var records: String?

  @Option(
    help: .value("character", "Field separator of tables: a character, or tab. Default: detected from the first rows."))
  var delimiter: FieldDelimiter?

  @Option(
    parsing: .unconditional,
    help: .value(
      "line",
      "Line number of a table's header; 0 for no header: columns are then named 1, 2 and so on. Default: detected from the first rows."
    ))
  var header: Int?

  func validate() throws {
    guard let encoding, TextEncoding(name: encoding) == nil else { return }
    throw ValidationError(
      "--encoding: unknown encoding '\(encoding)'; it takes \(TextEncoding.names.joined(separator: ", ")), or a name that "
        + "'iconv -l' lists.")
  }

  /// Standard input when no file is given. What is assumed about how they are to be read goes to standard error.
  var inputs: [StreamInput] { inputs(isQuiet: false) }

  /// - Parameter isQuiet: nobody is told what is assumed about how they are to be read.
  func inputs(isQuiet: Bool) -> [StreamInput] {
    inputs(InputNotes { if !isQuiet { printToStandardError("attune: \(TerminalText.line($0))\n") } })
  }

  /// - Parameter notes: is told what is assumed about how they are to be read.
  func inputs(_ notes: InputNotes) -> [StreamInput] {
    let inputs: [StreamInput] = files.isEmpty ? [.standardInput] : files.map { $0 == "-" ? .standardInput : .file($0) }
    return inputs.map { input in
      if format == nil, delimiter == nil, header == nil, let found = input.foundFormat {
        let how =
          switch found {
          case .jsonl: "JSON, judging by its beginning"
          case .tsv: "a tab-separated table, judging by its first rows"
          case .csv, .text: "a table, judging by its first rows"
          }
        notes.add("\(input.name): read as \(how) (--format text reads lines of text)")
      }
      var input = input
      input.reading.notes = notes
      input.reading.encoding = encoding.flatMap { TextEncoding(name: $0) }
      input.reading.sheets = sheet
      input.reading.repeatsMerged = { RoleFinder.saysWhoOrWhen($0, $1) }
      input.reading.records = records
      input.reading.delimiter = delimiter?.byte
      input.reading.header = header
      return input
    }
  }

  /// A further file that is read like an input.
  func file(_ path: String, like inputs: [StreamInput]) -> StreamInput {
    var file = StreamInput.file(path)
    if let first = inputs.first { file.reading = first.reading }
    return file
  }

  var holdStandardInput: Bool { files.isEmpty || files.contains("-") }

  /// The format of all files.
  /// - Throws: a usage error when their endings disagree.
  func resolvedFormat() throws -> RecordFormat {
    let isTable = delimiter != nil || header != nil
    if let header, !(0...1_000_000).contains(header) {
      throw ValidationError("--header takes a line number, or 0 for no header, not \(header).")
    }
    let found = try self.format ?? RecordFormat(paths: files)
    var format = found
    if found == .text, self.format == nil {
      if isTable { format = .csv } else if records != nil { format = .jsonl }
    }
    guard !isTable || format.isTable else {
      throw ValidationError("--delimiter and --header are for tables, but the input is \(format.rawValue).")
    }
    if !sheet.isEmpty, format != .csv { throw ValidationError("--sheet is for workbooks.") }
    if records != nil, format != .jsonl {
      throw ValidationError("--records is for JSON, but the input is \(format.rawValue).")
    }
    return format
  }

  /// Whether a person would have to type the input.
  var isTypedByHand: Bool { files.isEmpty && isatty(0) == 1 }
}

/// What a command that answers every record does with those that it cannot read, and what it says meanwhile.
struct RecordStreamOptions: ParsableArguments {
  @Flag(help: "Stop at the first record that cannot be read, with exit code 65.")
  var strict = false

  @Flag(name: .shortAndLong, help: "Print no summary and no progress on standard error.")
  var quiet = false
}

extension RecordFormat {
  /// By the endings of files that are read one after the other.
  /// - Throws: a usage error when their endings disagree.
  init(paths files: [String]) throws {
    if files.isEmpty {
      let input = StreamInput.standardInput
      self = input.isArchive ? .csv : input.foundFormat ?? .text
      return
    }
    // A workbook is one, whatever its name says.
    let formats = files.compactMap { file in
      let input: StreamInput = file == "-" ? .standardInput : .file(file)
      let found = input.isArchive ? RecordFormat.csv : input.foundFormat ?? RecordFormat(path: file)
      return found.map { (file, $0) }
    }
    if let first = formats.first, let other = formats.first(where: { $0.1 != first.1 }) {
      throw ValidationError(
        "\(first.0) is \(first.1.rawValue) and \(other.0) is \(other.1.rawValue); give files of one format, or --format."
      )
    }
    self = formats.first?.1 ?? .text
  }
}

extension StreamInput {
  /// The format of a table, or of JSON, whose name says that it is text, or says nothing; nil for others.
  fileprivate var foundFormat: RecordFormat? {
    switch place {
    case .standardInput: return contentFormat
    case .file(let path):
      let named = RecordFormat(path: path)
      return named == nil || named == .text ? contentFormat : nil
    }
  }
}
