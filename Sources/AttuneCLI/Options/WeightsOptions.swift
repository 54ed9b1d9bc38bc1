import ArgumentParser
import Attune
import AttuneCare
import AttuneStreams

/// What the commands for those who change shipped weights have in common.
struct WeightsOptions: ParsableArguments {
  @Argument(help: "Tables to measure on.")
  var tables: [String] = []

  @Option(help: "Table to train on. Default: the shipped weights are measured.")
  var train: String?

  @Option(name: .shortAndLong, help: "File to write the trained weights to; needs --train.")
  var output: String?

  @OptionGroup var model: ModelOptions

  func validate() throws {
    guard (train == nil) == (output == nil) else {
      throw ValidationError("--train and --output must be used together.")
    }
  }

  /// Where the weights go, once it is certain that nothing is written over what is read; nil without `--output`.
  func destination() throws -> ByteOutput? {
    let read = FilesRead([], tables + [train] + model.files)
    try read.check(nil)
    return try output.map { try read.output($0) }
  }

  /// Trains on the text of the table, and writes the weights.
  /// - Returns: nil without `--train`.
  func trained<Weights>(
    to destination: ByteOutput?, _ bytes: KeyPath<Weights, [UInt8]>, _ learn: (String) throws -> Weights
  ) throws -> Weights? {
    guard let train, let destination else { return nil }
    let weights = try read(train, learn)
    try destination.write(weights[keyPath: bytes])
    try destination.finish()
    return weights
  }

  /// Prints a line for each table.
  func measure(_ lines: (_ path: String, _ text: String) throws -> [String]) throws {
    for table in tables {
      for line in try read(table, { try lines(table, $0) }) {
        try ByteOutput.standardOutput.write(TerminalText(line + "\n"))
      }
    }
  }

  /// What is made of the text of a table.
  func read<Value>(_ path: String, _ use: (String) throws -> Value) throws -> Value {
    let text = try TextFile.read(path)
    do { return try use(text) } catch let fault as LabelTable.Fault {
      try Exit.fail("\(path): \(fault)", Exit.data)
    }
  }
}
