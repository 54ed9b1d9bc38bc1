import ArgumentParser
import Attune
import AttuneCare
import AttuneStreams

/// What a reply coach goes by.
struct CoachOptions: ParsableArguments {
  @Option(help: .file("Rubric (YAML). Default: the built-in one."))
  var rubric: String?

  @Option(
    help: .file("Customer situations (YAML): which are serious, and what each needs. Default: the built-in ones."))
  var situations: String?

  @Option(help: .file("Phrase book (YAML). Default: the built-in one."))
  var phrases: String?

  @Option(help: .file("File of terms that customers do not know, one per line."))
  var jargon: String?

  /// What is read.
  var files: [String?] { [rubric, situations, phrases, jargon] }

  /// - Throws: a usage error when a book would be read from a standard input that holds something else.
  func check(standardInputHolds other: String?) throws {
    guard let other,
      let option = zip(["--rubric", "--situations", "--phrases", "--jargon"], files)
        .first(where: { $0.1 == "-" })?.0
    else { return }
    throw ValidationError("\(option): standard input holds \(other); give a file.")
  }

  func coach(model: Model) throws -> ReplyCoach {
    let terms =
      try jargon.map { try TextFile.readRepaired($0) }?.split(whereSeparator: \.isNewline).map(String.init) ?? []
    var rubric = try book(self.rubric ?? "rubric") { () throws(RubricError) in
      guard self.rubric != nil || !terms.isEmpty else { return Rubric.standard }
      return try Rubric(yaml: try Self.text(self.rubric) ?? Rubric.standardText, jargon: terms.filter { !$0.isEmpty })
    }
    if let situations {
      rubric = try book(situations) { () throws(RubricError) in
        try rubric.with(situations: try Self.text(situations) ?? "")
      }
    }
    let phraseBook = try book(phrases ?? "phrase book") { () throws(RubricError) in
      guard let text = try Self.text(phrases) else { return PhraseBook.standard }
      return try PhraseBook(yaml: text)
    }
    return ReplyCoach(rubric: rubric, phraseBook: phraseBook, model: model)
  }

  static func text(_ path: String?) throws(RubricError) -> String? {
    guard let path else { return nil }
    do { return try TextFile.readRepaired(path) } catch { throw .unreadable("\(error)") }
  }
}

/// Reads a book, and ends with a sentence that names its file where that fails.
func book<Book>(_ path: String, _ read: () throws(RubricError) -> Book) throws -> Book {
  do throws(RubricError) {
    return try read()
  } catch {
    if case .unreadable(let message) = error { try Exit.fail(message, Exit.noInput) }
    try Exit.fail("\(path): \(error)", Exit.data)
  }
}
