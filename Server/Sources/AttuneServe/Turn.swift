import HTTPTypes
import NIOCore
import NIOHTTPTypes
import Synchronization

/// A request that is being answered: counted when it begins, and when nothing holds it any more, however it ends.
final class Turn: Sendable {
  private struct State {
    var status = 0
    var hasBegun = false
    var isStream = false
    var held = 0
    var budget: Budget?
  }

  private let metrics: Metrics
  private let path: String
  /// Of a client that waits to be told to send its body; nil for others.
  private let waiting: (any Channel)?
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  init(_ metrics: Metrics, _ path: String, waiting: (any Channel)? = nil) {
    self.metrics = metrics
    self.path = path
    self.waiting = waiting
  }

  /// The body is wanted: a client that waits for this word is told to send it.
  func wantBody() {
    waiting?.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .continue)), promise: nil)
  }

  deinit {
    let state = state.withLock { $0 }
    state.budget?.giveBack(state.held)
    metrics.end(
      path, status: state.status, after: ContinuousClock.now - start, wasRunning: state.hasBegun,
      wasStream: state.isStream)
  }

  var status: Int {
    get { state.withLock { $0.status } }
    set { state.withLock { $0.status = newValue } }
  }

  /// - Returns: false where `limit` requests are running.
  func begin(limit: Int) -> Bool {
    guard metrics.begin(limit: limit) else { return false }
    state.withLock { $0.hasBegun = true }
    return true
  }

  /// A stream lasts as long as its client likes, so that others need places of their own.
  /// - Returns: false where `limit` streams are running.
  func beginStream(limit: Int) -> Bool {
    guard metrics.beginStream(limit: limit) else { return false }
    state.withLock { $0.isStream = true }
    return true
  }

  /// Takes memory for as long as the request is answered, in place of what it has taken before.
  /// - Returns: false where there is not so much.
  func hold(_ bytes: Int, of budget: Budget) -> Bool {
    state.withLock { state in
      guard budget.take(bytes - state.held) else { return false }
      state.held = bytes
      state.budget = budget
      return true
    }
  }
}

/// Bytes that all requests together may hold.
final class Budget: Sendable {
  private let left: Mutex<Int>

  init(bytes: Int) { left = Mutex(bytes) }

  /// - Parameter bytes: below zero to give some back.
  func take(_ bytes: Int) -> Bool {
    left.withLock { left in
      guard left >= bytes else { return false }
      left -= bytes
      return true
    }
  }

  func giveBack(_ bytes: Int) { left.withLock { $0 += bytes } }
}
