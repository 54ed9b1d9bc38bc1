import ArgumentParser
import AttuneStreams

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension RecordFormat: ExpressibleByArgument {}
extension OutputFormat: ExpressibleByArgument {}

/// What every subcommand that reads records understands.
struct InputOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("Files to read; - is standard input.", valueName: "files"))
  var files: [String] = []

  @Option(help: "Format of the input: text, jsonl, csv or tsv. Default: by the ending of the file, else text.")
  var format: RecordFormat?

  @Option(
    help: ArgumentHelp(
      "Encoding of the input: utf-8, utf-16, windows-1252, shift_jis … or another name that iconv knows. Default: found out.",
      valueName: "name"))
  var encoding: String?

  func validate() throws {
    guard let encoding, TextEncoding(name: encoding) == nil else { return }
    throw ValidationError(
      "--encoding does not know '\(encoding)'; it takes \(TextEncoding.names.joined(separator: ", ")), or a name that "
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
      var input = input
      input.reading.notes = notes
      input.reading.encoding = encoding.flatMap { TextEncoding(name: $0) }
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
  func resolvedFormat() throws -> RecordFormat { try format ?? RecordFormat(paths: files) }

  /// Whether a person would have to type the input.
  var isTypedByHand: Bool { files.isEmpty && isatty(0) == 1 }
}

extension RecordFormat {
  /// By the endings of files that are read one after the other.
  /// - Throws: a usage error when their endings disagree.
  init(paths files: [String]) throws {
    if let file = files.first(where: { RecordFormat.uncompressedName($0).lowercased().hasSuffix(".json") }) {
      throw ValidationError("\(file): one object a line is --format jsonl; other JSON is not read.")
    }
    let formats = files.compactMap { file in RecordFormat(path: file).map { (file, $0) } }
    if let first = formats.first, let other = formats.first(where: { $0.1 != first.1 }) {
      throw ValidationError(
        "\(first.0) is \(first.1.rawValue) and \(other.0) is \(other.1.rawValue); give files of one format, or --format."
      )
    }
    self = formats.first?.1 ?? .text
  }
}
