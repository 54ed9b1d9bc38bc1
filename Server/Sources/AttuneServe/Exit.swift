import ArgumentParser
import AttunePlatform
@_spi(Server) import AttuneWorkflows

/// Exit codes (sysexits.h), as those of `attune`.
enum Exit {
  static let usage: Int32 = 64
  static let data: Int32 = 65
  static let noInput: Int32 = 66
  static let inputOutput: Int32 = 74

  /// Prints a sentence and ends.
  static func fail(_ message: String, _ code: Int32) throws -> Never {
    say(message)
    throw ExitCode(code)
  }

  /// Who says what is said: the command that a person has typed.
  private static let speaker =
    CommandLine.arguments.dropFirst().first == Articles.configuration.commandName
    ? "attune articles" : "attune-serve"

  /// Prints a line on standard error, in one piece.
  static func say(_ message: String) {
    let line = Array("\(speaker): \(message)\n".utf8)
    _ = line.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }

  static func code(of failure: Service.Failure) -> Int32 {
    switch failure {
    case .unreadable, .model(_, .unreadable): noInput
    case .model, .noSentiment, .book, .unusable, .tooLarge: data
    case .tooLate: inputOutput
    case .columns: usage
    }
  }
}
