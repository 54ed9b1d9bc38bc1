import CPlatform
import Synchronization

/// Values that wait for use, so that a call makes none. Grows to the number of calls at the same time.
///
/// In a child that `fork` made without `exec` it begins empty: a value of the parent may be half written there, and its
/// lock may be held by a thread that does not exist.
package final class Pool<Value>: Sendable {
  @usableFromInline
  struct Idle: @unchecked Sendable {  // A value is in the list or with one caller, never both.
    @usableFromInline var values: [Value] = []

    @inlinable
    init() {}
  }

  /// The values of one process.
  @usableFromInline
  final class Shelf: Sendable {
    fileprivate let forks = attune_fork_count()
    @usableFromInline let idle = Mutex(Idle())

    fileprivate init() {}
  }

  private let shelf: Atomic<Unmanaged<Shelf>>
  @usableFromInline let make: @Sendable () -> Value

  /// - Parameter make: a new value.
  package init(_ make: @escaping @Sendable () -> Value) {
    self.make = make
    shelf = Atomic(Unmanaged.passRetained(Shelf()))
  }

  deinit { shelf.load(ordering: .acquiring).release() }

  /// Calls `body` with a value that nobody else uses.
  @inlinable
  package func with<Result>(_ body: (Value) throws -> Result) rethrows -> Result {
    let shelf = ownShelf
    let value = shelf.idle.withLock { $0.values.popLast() } ?? make()
    defer { shelf.idle.withLock { $0.values.append(value) } }
    return try body(value)
  }

  @usableFromInline var ownShelf: Shelf {
    let found = shelf.load(ordering: .acquiring)
    let shelf = found.takeUnretainedValue()
    guard shelf.forks != attune_fork_count() else { return shelf }
    // Whoever comes second takes the first one's. That of the parent is never touched again.
    let fresh = Unmanaged.passRetained(Shelf())
    let (isMine, current) = self.shelf.compareExchange(
      expected: found, desired: fresh, ordering: .acquiringAndReleasing)
    if isMine { return fresh.takeUnretainedValue() }
    fresh.release()
    return current.takeUnretainedValue()
  }
}
