import AttunePlatform
import Synchronization

/// A file that grows: what is in it and what is appended, copied to a pipe, as `tail -F` does.
///
/// A file that is removed or renamed is read on until another one has its name. Time is counted by a clock that nobody sets.
package final class FollowedFile: Sendable {
  /// Why the copying has ended.
  package enum End: Sendable {
    /// Another file has the name, or the file has become shorter: it is to be read anew.
    case replaced
    /// `stop` was called, or nobody reads the pipe any more.
    case stopped
  }

  package let path: String
  private let isStopped = Atomic(false)
  /// The file that was copied last, and its first bytes.
  private let last = Mutex<Copied>(Copied())

  private static let pause: UInt32 = 200_000  // microseconds
  private static let piece = 64 << 10
  /// Bytes by which a file that was written anew is told from another one.
  private static let headSize = 16 << 10

  package init(_ path: String) { self.path = path }

  /// Ends the copying, and the waiting, soon.
  package func stop() { isStopped.store(true, ordering: .relaxed) }

  private struct Copied: Sendable {
    var device: dev_t = 0
    var number: ino_t = 0
    var head: [UInt8] = []
  }

  private struct Identity: Equatable {
    var device: dev_t
    var number: ino_t
    var size: off_t

    init(_ status: stat) {
      device = status.st_dev
      number = status.st_ino
      size = status.st_size
    }
  }

  private var identity: Identity? {
    var status = stat()
    return stat(path, &status) == 0 ? Identity(status) : nil
  }

  /// Waits until there is something in the file.
  ///
  /// - Parameter gone: is called once where there is no file.
  /// - Returns: false when `stop` was called.
  package func waitForBytes(gone: () -> Void) -> Bool {
    var hasTold = false
    while !isStopped.load(ordering: .relaxed) {
      if let identity, identity.size > 0 { return true }
      if identity == nil, !hasTold {
        hasTold = true
        gone()
      }
      usleep(Self.pause)
    }
    return false
  }

  /// Waits until the file is another one, or has another size.
  package func waitForChange() {
    let known = identity
    while !isStopped.load(ordering: .relaxed), identity == known { usleep(Self.pause) }
  }

  /// Lines at the beginning of a file in its place that show it to be the same: a header and a record, or two records.
  private static let sameLines = 2

  /// Whether the file begins as the one that was copied last, or is the beginning of it: it is the same one, which was
  /// written anew. Of one that was written in its place, the first lines are enough.
  package var isRewritten: Bool {
    let known = last.withLock { $0 }
    guard !known.head.isEmpty else { return false }
    let source = systemOpen(path)
    guard source >= 0 else { return false }
    defer { close(source) }
    var status = stat()
    var found = [UInt8](repeating: 0, count: known.head.count)
    let count = pread(source, &found, found.count, 0)
    guard count > 0, fstat(source, &status) == 0 else { return false }
    let same = zip(known.head, found.prefix(count)).prefix { $0 == $1 }.count
    if same == known.head.count || same == count && found[count - 1] == 0x0A { return true }
    guard status.st_dev == known.device, status.st_ino == known.number else { return false }
    return found.prefix(same).count { $0 == 0x0A } >= Self.sameLines
  }

  /// Copies all that is in the file, and all that is appended.
  ///
  /// - Parameters:
  ///   - descriptor: of a pipe. The process ignores SIGPIPE.
  ///   - changed: is called with false when the file has lost its name, with true when it is back.
  package func copy(to descriptor: Int32, changed: (Bool) -> Void) throws(StreamError) -> End {
    let source = systemOpen(path)
    guard source >= 0 else {
      if errno == ENOENT { return .replaced }
      throw .cannotOpen(path: path, errno: errno)
    }
    defer { close(source) }
    let buffer = UnsafeMutableRawPointer.allocate(byteCount: Self.piece, alignment: 16)
    defer { buffer.deallocate() }
    var opened = stat()
    guard fstat(source, &opened) == 0 else { throw .cannotRead(path: path, errno: errno) }
    let (device, number) = (opened.st_dev, opened.st_ino)
    last.withLock { $0 = Copied(device: device, number: number) }
    var isThere = true
    var isReplaced = false
    var place: off_t = 0
    while !isStopped.load(ordering: .relaxed) {
      let count = read(source, buffer, Self.piece)
      if count < 0, errno != EINTR { throw .cannotRead(path: path, errno: errno) }
      if count > 0 {
        if place < Self.headSize {
          last.withLock {
            $0.head += UnsafeRawBufferPointer(start: buffer, count: min(count, Self.headSize - $0.head.count))
          }
        }
        place += off_t(count)
        guard write(buffer, count, to: descriptor) else { return .stopped }
        continue
      }
      // What was written before the file lost its name has been read now.
      if isReplaced { return .replaced }
      var own = stat()
      guard fstat(source, &own) == 0 else { throw .cannotRead(path: path, errno: errno) }
      if own.st_size < place { return .replaced }
      let named = identity
      if (named != nil) != isThere {
        isThere = named != nil
        changed(isThere)
      }
      isReplaced = named.map { $0.device != own.st_dev || $0.number != own.st_ino } ?? false
      if isReplaced { continue }
      usleep(Self.pause)
      // The reader may have ended for a reason of its own.
      var sink = pollfd(fd: descriptor, events: 0, revents: 0)
      if poll(&sink, 1, 0) > 0 { return .stopped }
    }
    return .stopped
  }

  /// - Returns: false when nobody reads any more.
  private func write(_ bytes: UnsafeMutableRawPointer, _ count: Int, to descriptor: Int32) -> Bool {
    var written = 0
    while written < count {
      let step = systemWrite(descriptor, bytes + written, count - written)
      if step < 0, errno != EINTR { return false }
      written += max(step, 0)
    }
    return true
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
