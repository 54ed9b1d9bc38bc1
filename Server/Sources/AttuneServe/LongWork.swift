import NIOCore
import NIOPosix
import Synchronization

/// Work that takes longer than a short text: it is done on threads of its own, so that the threads of the connections answer others
/// meanwhile, and no more of it waits than is done soon.
final class LongWork: Sendable {
  /// Questions about the records, which take milliseconds each.
  static let questions = LongWork(threads: System.coreCount, waiting: 32)
  /// Files that are sent, which take seconds.
  static let files = LongWork(threads: 1, waiting: 4)

  private let pool: NIOThreadPool
  private let limit: Int
  private let begun = Mutex(0)

  /// - Parameters:
  ///   - threads: pieces of work that are done at a time.
  ///   - waiting: pieces that wait; further ones are refused.
  private init(threads: Int, waiting: Int) {
    pool = NIOThreadPool(numberOfThreads: threads)
    pool.start()
    limit = threads + waiting
  }

  /// - Parameter isBegun: the answer has begun, and cannot be refused any more.
  /// - Throws: `Problem.busy` where too much waits; what `body` throws.
  func run<Result: Sendable>(isBegun: Bool = false, _ body: @escaping @Sendable () throws -> Result) async throws
    -> Result
  {
    let isTaken = begun.withLock { begun in
      guard isBegun || begun < limit else { return false }
      begun += 1
      return true
    }
    guard isTaken else { throw Problem.busy }
    defer { begun.withLock { $0 -= 1 } }
    return try await pool.runIfActive(body)
  }
}
