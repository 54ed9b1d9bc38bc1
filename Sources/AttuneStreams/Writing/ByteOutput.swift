import AttunePlatform
import Synchronization

/// A file to write to: all bytes arrive, or an error is thrown, and an old file stays as it was until `finish`.
///
/// A regular file is written under another name beside its own, which it gets at the end, with the mode and owner of the
/// file that it replaces; symbolic links are followed. What is no regular file (a pipe, a terminal, a device, a descriptor
/// such as /dev/stdout) is written as it is. An output that is dropped without `finish` leaves nothing behind.
package final class ByteOutput: Sendable {
  /// The name in messages.
  package let path: String
  private let state: Mutex<State>

  fileprivate enum State {
    case closed
    case open(Int32)
    case replacing(ReplacementFile)
    case finished
  }

  package static let standardOutput = ByteOutput(path: "standard output", state: .open(1))

  private init(path: String, state: State) {
    self.path = path
    self.state = Mutex(state)
  }

  /// A file that is opened by `prepare`, when the first bytes come, or at the end.
  package convenience init(path: String) { self.init(path: path, state: .closed) }

  deinit {
    state.withLock { state in
      switch state {
      case .open(let descriptor) where descriptor > 2: close(descriptor)
      case .replacing(let file): file.discard()
      default: break
      }
    }
  }

  /// Finds out, before long work, whether the file can be written. A named pipe is looked at only: opening it waits for
  /// its reader, who may wait for other work.
  package func prepare() throws(StreamError) {
    if let error = state.withLock({ $0.openIfClosed(path, waits: false) }) { throw cannotWrite(error) }
  }

  /// Whether nobody sees anything of the file before `finish`.
  package var isHiddenUntilFinished: Bool {
    state.withLock { if case .replacing = $0 { true } else { false } }
  }

  package func write(_ bytes: UnsafeBufferPointer<UInt8>) throws(StreamError) {
    let descriptor = try descriptor()
    var at = 0
    while at < bytes.count {
      let count = systemWrite(descriptor, bytes.baseAddress! + at, bytes.count - at)
      if count >= 0 {
        at += count
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&waiting, 1, -1)
      } else if errno != EINTR {
        throw .cannotWrite(path: path, errno: errno)
      }
    }
  }

  package func write(_ bytes: [UInt8]) throws(StreamError) {
    let result = bytes.withUnsafeBufferPointer { bytes -> Result<Void, StreamError> in
      do throws(StreamError) { return .success(try write(bytes)) } catch { return .failure(error) }
    }
    try result.get()
  }

  package func write(_ text: String) throws(StreamError) { try write(Array(text.utf8)) }

  /// Puts the file in its place. Tells the last errors that some file systems keep for the end; the old file is still
  /// there then.
  package func finish() throws(StreamError) {
    _ = try descriptor()
    let error = state.withLock { state -> SystemError? in
      let open = state
      state = .finished
      do throws(SystemError) {
        switch open {
        case .replacing(let file): try file.commit()
        case .open(let descriptor): if close(descriptor) != 0, errno != EINTR { throw .last }
        case .closed, .finished: break
        }
        return nil
      } catch {
        return error
      }
    }
    if let error { throw cannotWrite(error) }
  }

  private func descriptor() throws(StreamError) -> Int32 {
    let (descriptor, error) = state.withLock { state in
      let error = state.openIfClosed(path, waits: true)
      return (state.descriptor, error)
    }
    if let error { throw cannotWrite(error) }
    return descriptor
  }

  private func cannotWrite(_ error: SystemError) -> StreamError { .cannotWrite(path: path, errno: error.number) }
}

extension ByteOutput.State {
  fileprivate var descriptor: Int32 {
    switch self {
    case .closed, .finished: -1
    case .open(let descriptor): descriptor
    case .replacing(let file): file.descriptor
    }
  }

  /// Opens what is closed; not a pipe without a reader, unless `waits`.
  fileprivate mutating func openIfClosed(_ path: String, waits: Bool) -> SystemError? {
    do throws(SystemError) {
      switch self {
      case .open, .replacing: break
      case .finished: throw SystemError(number: EBADF)
      case .closed:
        switch try OutputTarget(path: path) {
        case .file(let folder, let name): self = .replacing(try ReplacementFile(of: name, in: folder))
        case .descriptor(let number): self = .open(try OutputTarget.copy(of: number))
        case .pipe(let path): if waits { self = .open(try OutputTarget.open(path)) }
        case .device(let path): self = .open(try OutputTarget.open(path))
        }
      }
      return nil
    } catch {
      return error
    }
  }
}

extension ByteOutput {
  /// Adds a line to a file, which is created when it is not there; adds nothing when an error is thrown.
  package static func append(_ text: String, to path: String) throws(StreamError) {
    let descriptor = systemAppend(path)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, errno: errno) }
    let output = ByteOutput(path: path, state: .open(descriptor))
    var before = stat()
    let isFile = fstat(descriptor, &before) == 0 && before.st_mode & S_IFMT == S_IFREG
    do throws(StreamError) {
      try output.write(text)
    } catch {
      if isFile { ftruncate(descriptor, before.st_size) }
      throw error
    }
    try output.finish()
  }
}

/// A number of the operating system for what went wrong.
struct SystemError: Error {
  var number: Int32

  static var last: SystemError { SystemError(number: errno) }
}

private func systemAppend(_ path: String) -> Int32 { open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666) }

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
