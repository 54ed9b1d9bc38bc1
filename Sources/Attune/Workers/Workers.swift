import Dispatch
import Synchronization

/// Work on several threads at a time: the one place that decides how many, and whether there can be any.
package enum Workers {
  /// How many cores this process may use: those that it is bound to, or fewer where its control group gives it less time.
  package static var usableCores: Int { min(Int(ProcessorShare.affinity), quota ?? .max) }

  /// Read once: it takes a few files, and a library is called often.
  private static let quota = ProcessorShare.quota()

  /// What Dispatch opens for its threads, and never closes: an epoll instance and what wakes it; and the file in which it
  /// looks now and then whether they run. It ends the process where it cannot.
  private static let descriptors = 4

  /// Runs `work` on `workers` threads at the same time, of which the calling one is one, and waits for them.
  ///
  /// - Parameter work: takes one piece after the other until there is none, so that one thread alone gets all done: where
  ///   no further file can be opened, there are no others.
  package static func run(_ workers: Int, _ work: @Sendable () -> Void) {
    guard workers > 1, Descriptors.areFree(descriptors) else { return work() }
    DispatchQueue.concurrentPerform(iterations: workers) { _ in work() }
  }

  /// Calls `body` for every piece, on all usable cores, in no order.
  package static func forEach(_ pieces: Range<Int>, _ body: @Sendable (Int) -> Void) {
    let next = Atomic(pieces.lowerBound)
    run(min(pieces.count, usableCores)) {
      while true {
        let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard piece < pieces.upperBound else { return }
        body(piece)
      }
    }
  }
}
