import ArgumentParser
import Attune
import AttunePlatform
import AttuneStreams
import AttuneWorkflows

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Shows how much each word and phrase contributes to a verdict.",
    discussion: """
      On a terminal, the text is coloured by the contribution of each word (green: positive, red: negative), and the strongest
      parts are listed. Otherwise the output is one JSON object per text: the verdict and, for every part, its place in UTF-8
      bytes and its contribution to the logit of each class. The contributions add up to the logits. A line of more than 1 MiB
      is answered with an error.

      Examples:
        attune explain "No complaints, all good"
        attune explain "Great phone, terrible battery" | jq .parts
        attune explain --model my.attune < ticket.txt
      """)

  @Argument(help: .value("texts", "Texts to explain. Default: each line of standard input."))
  var texts: [String] = []

  @OptionGroup var model: ModelOptions

  @Flag(help: "Print JSON on a terminal, too.")
  var json = false

  func run() throws {
    if texts.isEmpty, isatty(0) == 1 { throw CleanExit.helpRequest(self) }
    try Exit.onError {
      try FilesRead(texts.isEmpty ? [.standardInput] : [], model.files).check(nil)
      let lines = texts.isEmpty ? try LineReader(.standardInput, passesLongLines: true) : nil
      let model = try model.load()
      let isTerminal = isatty(1) == 1 && !json
      let isColoured = isTerminal && getenv("NO_COLOR") == nil
      let writer = ExplanationWriter(labels: model.labels, isColoured: isColoured)
      let json = ExplanationJSON(model)
      func explain(_ text: String) throws(StreamError) {
        let explanation = model.explain(text)
        if isTerminal {
          try ByteOutput.standardOutput.write(writer.lines(explanation, of: text) + "\n")
        } else {
          try ByteOutput.standardOutput.write(json.text(explanation, of: text) + "\n")
        }
      }
      if !texts.isEmpty {
        for text in texts { try explain(text) }
      } else {
        while let line = try lines?.nextLine() {
          switch line {
          case .text(let text): try explain(text)
          case .tooLong(let problem):
            printToStandardError("attune: \(TerminalText.line("\(problem)"))\n")
            if !isTerminal { try ByteOutput.standardOutput.write(ExplanationJSON.text(problem.reason) + "\n") }
          }
        }
      }
    }
  }
}
