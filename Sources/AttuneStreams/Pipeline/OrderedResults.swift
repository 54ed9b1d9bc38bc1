import Dispatch
import Synchronization

/// What a worker makes of a chunk: memory that is used again and again.
protocol ChunkOutcome: AnyObject {
  init()
  /// The place of the chunk in the stream, from 0.
  var sequence: Int { get }
}

/// Brings results into the order of their chunks. A worker whose chunk is not next leaves its result here and goes on;
/// whoever brings the next one writes it and all that follow it. The number of results bounds how far ahead workers get.
final class OrderedResults<Result: ChunkOutcome>: Sendable {
  private struct State: @unchecked Sendable {  // A result is with one worker, waiting or free.
    var free: [Result] = []
    var waiting: [Int: Result] = [:]
    var next = 0
    var isWriting = false
  }

  private let state = Mutex(State())
  private let room: DispatchSemaphore

  /// - Parameter limit: results in use at the same time.
  init(limit: Int) {
    room = DispatchSemaphore(value: 0)
    for _ in 0..<limit { room.signal() }
  }

  /// A result to fill in; waits while too many wait to be written.
  func take() -> Result {
    room.wait()
    return state.withLock { $0.free.popLast() } ?? Result()
  }

  /// Gives back a result for which there was no chunk.
  func giveBack(_ result: Result) {
    state.withLock { $0.free.append(result) }
    room.signal()
  }

  /// Hands in a filled result. `write` is called for results in order, by one worker at a time.
  func deliver(_ result: Result, _ write: (Result) -> Void) {
    let isWriter = state.withLock { state in
      state.waiting[result.sequence] = result
      guard !state.isWriting else { return false }
      state.isWriting = true
      return true
    }
    guard isWriter else { return }
    while true {
      let next = state.withLock { state -> Result? in
        guard let next = state.waiting.removeValue(forKey: state.next) else {
          state.isWriting = false
          return nil
        }
        state.next += 1
        return next
      }
      guard let next else { return }
      write(next)
      giveBack(next)
    }
  }
}
