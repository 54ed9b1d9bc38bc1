import ArgumentParser
import Attune

/// How many cores a command uses.
struct WorkerOptions: ParsableArguments {
  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    parsing: .unconditional,
    help: .count("Number of workers. Default: one for each usable core."))
  var jobs: Int?

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs takes a number from 1 to 1024, not \(jobs).")
    }
  }

  /// At least 1.
  var count: Int { jobs ?? Workers.usableCores }
}
