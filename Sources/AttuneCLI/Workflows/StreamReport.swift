import Attune
import AttunePlatform
import AttuneStatistics
import AttuneStreams
import Dispatch
import Synchronization

/// What goes to standard error while a stream runs: the first bad records, a progress line on a terminal, a summary.
final class StreamReport: Sendable {
  private struct State {
    var problems = 0
    var lastShown: UInt64 = 0
    var hasProgressLine = false
  }

  /// Bad records that are named one by one.
  private static let namedProblems = 20

  private let isQuiet: Bool
  private let showsProgress: Bool
  private let start = DispatchTime.now().uptimeNanoseconds
  private let state = Mutex(State())

  /// - Parameter writesAlong: whether records go to standard output while they are read: on a terminal they are progress
  ///   enough, and a line that is written over would stand among them.
  init(isQuiet: Bool, writesAlong: Bool = false) {
    self.isQuiet = isQuiet
    showsProgress = !isQuiet && isatty(2) == 1 && !(writesAlong && isatty(1) == 1)
  }

  var observer: RecordPipeline.Observer {
    .init(problem: { self.show($0) }, progress: { self.showProgress($0) })
  }

  private func show(_ problem: RecordProblem) {
    state.withLock { state in
      state.problems += 1
      guard state.problems <= Self.namedProblems else { return }
      clearProgress(&state)
      printToStandardError("attune: \(TerminalText.line("\(problem)"))\n")
      if state.problems == Self.namedProblems {
        printToStandardError("attune: further bad records are counted but not listed\n")
      }
    }
  }

  private func showProgress(_ summary: RecordPipeline.Summary) {
    guard showsProgress else { return }
    let now = DispatchTime.now().uptimeNanoseconds
    state.withLock { state in
      guard now - max(state.lastShown, start) > 200_000_000 else { return }
      state.lastShown = now
      state.hasProgressLine = true
      printToStandardError(line(summary, now), control: "\r\u{1B}[K")
    }
  }

  /// Takes the progress line away, before something else is written to the terminal.
  func clear() { state.withLock { clearProgress(&$0) } }

  /// The one-line summary.
  func finish(_ summary: RecordPipeline.Summary) {
    guard !isQuiet else { return }
    state.withLock { clearProgress(&$0) }
    printToStandardError(line(summary, DispatchTime.now().uptimeNanoseconds) + "\n")
  }

  private func clearProgress(_ state: inout State) {
    if state.hasProgressLine { printToStandardError("", control: "\r\u{1B}[K") }
    state.hasProgressLine = false
  }

  private func line(_ summary: RecordPipeline.Summary, _ now: UInt64) -> String {
    let seconds = max(Double(now - start) / 1e9, 1e-6)
    let rate = Int(saturating: Double(summary.records) / seconds)
    let megabytes = Double(summary.bytes) / 1e6 / seconds
    return "attune: \(summary.records) records, \(summary.errors) errors, \(Decimals.two(seconds)) s, "
      + "\(rate) records/s, \(Decimals.two(megabytes)) MB/s"
  }
}
