import AttunePlatform
import Foundation

@testable import AttuneStreams

/// An input that can be read only once: a pipe, into which another thread writes piece by piece.
final class Feed {
  let input: StreamInput
  private let reading: Int32

  /// - Parameters:
  ///   - pause: microseconds before each piece, so that the pieces arrive one by one.
  ///   - staysOpen: no end comes behind the pieces while this exists.
  init(_ pieces: [[UInt8]], pause: UInt32 = 0, staysOpen: Bool = false) {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [-1, -1]
    precondition(pipe(&ends) == 0)
    (reading, writing) = (ends[0], ends[1])
    input = .file("/dev/fd/\(ends[0])")
    // The thread has a descriptor of its own: a number that was closed may be another file's by then.
    let end = dup(ends[1])
    precondition(end >= 0)
    if !staysOpen { close(ends[1]) }
    Thread.detachNewThread {
      for piece in pieces {
        if pause > 0 { usleep(pause) }
        var at = 0
        while at < piece.count {
          let count = piece[at...].withUnsafeBytes { write(end, $0.baseAddress, $0.count) }
          if count <= 0 { break }
          at += count
        }
      }
      close(end)
    }
    self.staysOpen = staysOpen
  }

  private let writing: Int32
  private let staysOpen: Bool

  convenience init(_ text: String) { self.init([Array(text.utf8)]) }

  deinit {
    close(reading)
    if staysOpen { close(writing) }
  }
}
