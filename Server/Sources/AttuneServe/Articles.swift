import ArgumentParser
@_spi(Server) import AttuneWorkflows

struct Articles: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "articles",
    abstract: "Finds the articles of a help centre that answer a message.",
    discussion: """
      Shows up to three articles, the best first, with the sentence that has most to do with the message; nothing where no
      article fits. Articles are Markdown or HTML, cut at headings, or tables and JSONL with the fields title and text.
      With --gaps, lists what the messages of files ask that no article answers: how many there are of each topic, and one
      of them.

      Examples:
        attune articles "How do I send this back?" --from help/
        attune articles --from help/ --gaps tickets.jsonl --text body
      """)

  @Argument(help: ArgumentHelp("The message.", valueName: "message"))
  var message: String?

  @Option(help: ArgumentHelp("Folder or file of articles.", valueName: "path"))
  var from: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files of messages, of which those without an article are counted.", valueName: "files"))
  var gaps: [String] = []

  @Option(help: ArgumentHelp("Field of the text in the files of --gaps. Default: text.", valueName: "field"))
  var text = "text"

  @Flag(help: "Show all of each article, not one sentence.")
  var whole = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if (message == nil) == gaps.isEmpty { throw ValidationError("give a message, or files with --gaps.") }
    if whole, message == nil { throw ValidationError("--whole needs a message.") }
  }

  func run() throws {
    let book = try ArticleFiles.book(from)
    if let message { return show(book.search(message)) }
    do throws(Service.Failure) {
      show(try ArticleGaps(gaps, field: text, book))
    } catch {
      try Exit.fail("\(error)", Exit.code(of: error))
    }
  }

  private func show(_ matches: [ArticleBook.Match]) {
    if json { return print(ArticleBook.json(matches, isWhole: whole), terminator: "") }
    for match in matches {
      let score = Int((match.score * 100).rounded())
      print("\(score)%  \(match.title.oneLine)  (\(match.source.oneLine))")
      let lines = whole ? match.text.split(whereSeparator: \.isNewline).map(String.init) : [match.sentence]
      for line in lines { print("     \(line.oneLine)") }
    }
  }

  private func show(_ gaps: ArticleGaps) {
    if json { return print(gaps.json, terminator: "") }
    print("\(gaps.unanswered) of \(gaps.messages) messages have no article")
    for gap in gaps.gaps { print("\(gap.count)  \(gap.topic.oneLine)  \(gap.example.oneLine)") }
  }
}

extension String {
  /// Without what would move the cursor or end the line.
  fileprivate var oneLine: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator: " "
          default: scalar
          }
        }))
  }
}
