import AttuneCare
import AttuneReports
import AttuneStreams

extension AnswerBook {
  /// That of a file, or the shipped one.
  static func load(_ path: String?) throws -> AnswerBook {
    guard let path else { return .shipped }
    let yaml = try TextFile.read(path)
    do throws(Failure) {
      return try AnswerBook(yaml: yaml)
    } catch {
      try Exit.fail("\(path)\(error.sentence)", Exit.data)
    }
  }
}

extension AnswerBook.Failure {
  /// What stands behind the file's name in a message.
  var sentence: String {
    func at(_ line: Int?) -> String { line.map { ":\($0): " } ?? ": " }
    return switch self {
    case .malformed(let line, let message): "\(at(line))not valid YAML (\(message))"
    case .unknownKey(let key, let line):
      "\(at(line))'\(key.shortened)' is unknown; known are no_answer and families"
    case .duplicateKey(let key): ": '\(key.shortened)' occurs twice"
    case .unexpected(let key, let line): "\(at(line))'\(key.shortened)' does not map numbers to lists of words"
    case .notANumber(let key, let family, let line):
      "\(at(line))'\(key.shortened)' in '\(family.shortened)' is not a whole number from 0 to 100"
    case .tooFewNumbers(let family): ": the family '\(family.shortened)' has fewer than two numbers"
    case .duplicateWord(let word, let family):
      ": '\(word.shortened)' stands for two numbers of '\(family.shortened)'"
    case .noFamilies: ": no families"
    }
  }
}
