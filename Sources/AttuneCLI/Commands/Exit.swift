import ArgumentParser
import Attune
import AttunePlatform
import AttuneStreams
import CPlatform

/// The one place that turns outcomes into exit codes (sysexits.h).
enum Exit {
  static let usage = EX_USAGE
  static let data = EX_DATAERR
  static let noInput = EX_NOINPUT
  static let internalError = EX_SOFTWARE
  static let inputOutput = EX_IOERR
  static let interrupted: Int32 = 130

  /// Runs a command's work; on an error prints a sentence and ends with its code.
  static func onError(_ body: () throws -> Void) throws {
    do {
      try checkDescriptors()
      try body()
    } catch let error as StreamError {
      if case .cannotWrite(_, EPIPE) = error { throw ExitCode.success }
      try fail("\(error)", code(of: error))
    } catch let error as ModelFailure {
      if case .unreadable = error.error { try fail("\(error.error)", code(of: error.error)) }
      try fail("\(error.path): \(error.error)", code(of: error.error))
    } catch  where !isForParser(error) {
      try fail("\(error)", internalError)
    }
  }

  /// What a command opens at a time, besides the standard streams: an input, an output and its folder, a pipe between
  /// workers, and what `Workers` says of Dispatch.
  private static let descriptors = 9

  /// Where there are too few descriptors Dispatch would end the process later, without a word.
  private static func checkDescriptors() throws {
    guard !Descriptors.areFree(descriptors) else { return }
    try fail(
      "too many files are open: attune needs to open \(descriptors) at a time; raise the limit with ulimit -n",
      inputOutput)
  }

  /// Whether ArgumentParser knows what to do with an error.
  private static func isForParser(_ error: any Error) -> Bool {
    error is ExitCode || error is ValidationError || error is CleanExit
  }

  /// Prints a sentence and ends, by way of everything that has to be put in order.
  static func fail(_ message: String, _ code: Int32) throws -> Never {
    printToStandardError("attune: \(TerminalText.line(message))\n")
    throw ExitCode(code)
  }

  private static func code(of error: StreamError) -> Int32 {
    switch error {
    case .cannotOpen: noInput
    case .cannotRead, .cannotWrite, .tooLate: inputOutput
    case .unknownColumn, .unknownField, .headerBehindEnd, .outputIsInput, .outputTwice: usage
    case .noSheet, .noRecords, .severalRecords: usage
    case .badWorkbook, .malformedJSON, .cutDocument: data
    case .malformedHeader, .otherDelimiter, .otherColumns, .notUTF8, .notText, .damaged, .tooLarge, .badRecord: data
    }
  }

  private static func code(of error: ModelError) -> Int32 {
    switch error {
    case .unreadable: noInput
    default: data
    }
  }
}

/// A model that cannot be used, and its file.
struct ModelFailure: Error {
  var path: String
  var error: ModelError
}

enum Signals {
  /// A closed pipe is an error of `write`; a signal that ends the process does so at once, without half a file left, an
  /// interrupt with the code that shells expect.
  static func install() {
    // Descriptors 0 to 2 that the caller closed would be given to the next file that is opened. Opened the wrong way
    // round, standard input cannot be read and standard output not written, which are errors and not silence.
    for descriptor in [0, 1, 2] as [Int32] where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", descriptor == 1 ? O_RDONLY : O_WRONLY)
    }
    signal(SIGPIPE, SIG_IGN)
    attune_remove_unfinished_on_signals(Exit.interrupted)
  }
}
