import Synchronization

/// Readers that wait for use, so that a call makes none. Grows to the number of calls at the same time.
final class Pool<Reader>: Sendable {
  private struct Idle: @unchecked Sendable {  // A reader is in the list or with one caller, never both.
    var readers: [Reader] = []
  }

  private let idle = Mutex(Idle())
  private let make: @Sendable () -> Reader

  init(_ make: @escaping @Sendable () -> Reader) { self.make = make }

  func with<Result>(_ body: (Reader) -> Result) -> Result {
    let reader = idle.withLock { $0.readers.popLast() } ?? make()
    defer { idle.withLock { $0.readers.append(reader) } }
    return body(reader)
  }
}
