import ArgumentParser
import AttuneReports
import AttuneStreams

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Shows the format of a file, its columns and their roles, and which commands to run next.",
    discussion: """
      Reads each file once, in bounded memory. E-mail and IP addresses and phone, card and bank numbers are masked in examples.
      The last lines are commands that fit the file, ready to paste.

      Examples:
        attune inspect survey.csv
        attune inspect tickets.jsonl reviews.tsv
        attune inspect survey.csv --json
      """)

  @OptionGroup var input: InputOptions

  @Flag(help: "Print JSON: an object with an array 'files', one object per file.")
  var json = false

  @Option(name: .shortAndLong, help: .path("File to write. Default: standard output."))
  var output: String?

  func run() throws {
    if input.isTypedByHand { throw CleanExit.helpRequest(self) }
    try Exit.onError {
      let paths = input.files.isEmpty ? ["-"] : input.files
      let destination = try FilesRead(input.inputs, []).output(output)
      var files: [Inspection] = []
      for path in paths {
        var one = input
        one.files = [path]
        let format = try one.resolvedFormat()
        // Each file has notes of its own, which its part of the output repeats.
        for input in one.inputs(InputNotes { _ in }) {
          try input.check()
          files.append(try Inspection(input, format: format))
        }
      }
      if json {
        try destination.write(Inspections(files: files).json)
      } else {
        try destination.write(TerminalText(files.map(\.text).joined(separator: "\n")))
      }
      try destination.finish()
    }
  }
}

private struct Inspections: Encodable {
  var files: [Inspection]
}
