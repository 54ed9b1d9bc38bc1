import Attune
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What `attune_model *` points to: a model, and scorers that wait for the next call.
final class ModelHandle: Sendable {
  private struct Idle: @unchecked Sendable {  // A scorer is in the list or with one thread, never both.
    var scorers: [Scorer] = []
  }

  let model: Model
  /// The class names as C strings, which live as long as the handle.
  private nonisolated(unsafe) let names: [UnsafeMutablePointer<CChar>]  // Never written after init.
  private let idle = Mutex(Idle())
  private let ownCare: Care
  private let processID = getpid()

  init(_ model: Model) {
    self.model = model
    ownCare = Care(model)
    names = model.labels.map { strdup($0) }
  }

  deinit { for name in names { free(name) } }

  /// Whether this is a child of the process that made the handle. Locks that another thread held at the fork are never
  /// released there, and Dispatch has no threads.
  var isForked: Bool { getpid() != processID }

  func name(_ label: Int) -> UnsafePointer<CChar>? {
    names.indices.contains(label) ? UnsafePointer(names[label]) : nil
  }

  func withScorer<Result>(_ body: (Scorer) -> Result) -> Result {
    if isForked { return body(Scorer(model: model)) }
    let scorer = idle.withLock { $0.scorers.popLast() } ?? Scorer(model: model)
    defer {
      scorer.reset()
      idle.withLock { $0.scorers.append(scorer) }
    }
    return body(scorer)
  }

  /// What says more of texts than their class.
  var care: Care { isForked ? Care(model) : ownCare }

  // MARK: As a pointer

  /// The pointer that C holds; `release(_:)` ends its life.
  var pointer: OpaquePointer { OpaquePointer(Unmanaged.passRetained(self).toOpaque()) }

  static func at(_ pointer: OpaquePointer) -> ModelHandle {
    Unmanaged<ModelHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
  }

  static func release(_ pointer: OpaquePointer) {
    Unmanaged<ModelHandle>.fromOpaque(UnsafeRawPointer(pointer)).release()
  }
}
