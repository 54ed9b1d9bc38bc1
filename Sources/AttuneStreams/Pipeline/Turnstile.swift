import Dispatch
import Synchronization

/// Lets workers through one at a time, in the order of their chunks. A worker whose chunk is not next waits; the one that
/// it waits for has read its chunk already, and never waits for a later one.
final class Turnstile: Sendable {
  private struct State {
    /// The chunk that is let through.
    var next = 0
    var waiting: [Int: DispatchSemaphore] = [:]
  }

  private let state = Mutex(State())

  /// Calls `body` when all chunks before this one have passed. Every chunk must pass once.
  /// - Parameter sequence: the place of the chunk in the stream, from 0.
  func pass(_ sequence: Int, _ body: () -> Void) {
    let signal = state.withLock { state -> DispatchSemaphore? in
      guard state.next != sequence else { return nil }
      let signal = DispatchSemaphore(value: 0)
      state.waiting[sequence] = signal
      return signal
    }
    signal?.wait()
    body()
    let following = state.withLock { state in
      state.next += 1
      return state.waiting.removeValue(forKey: state.next)
    }
    following?.signal()
  }
}
