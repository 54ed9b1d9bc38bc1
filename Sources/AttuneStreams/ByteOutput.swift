import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file to write to: all bytes arrive, or an error is thrown.
package final class ByteOutput: Sendable {
  /// The name in messages.
  package let path: String
  /// -1 until the first write.
  private let descriptor: Mutex<Int32>

  package static let standardOutput = ByteOutput(path: "standard output", descriptor: 1)

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = Mutex(descriptor)
  }

  /// A file that is created, or emptied, when the first bytes come or at the end, so that a run that fails before
  /// that leaves an old file alone.
  package convenience init(path: String) { self.init(path: path, descriptor: -1) }

  deinit {
    // Only of a run that failed before `finish`.
    descriptor.withLock { if $0 > 2 { close($0) } }
  }

  package func write(_ bytes: UnsafeBufferPointer<UInt8>) throws(StreamError) {
    let descriptor = try open()
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

  /// Tells the last errors that some file systems keep for the end.
  package func finish() throws(StreamError) {
    let open = try open()
    descriptor.withLock { $0 = Self.finished }
    guard close(open) == 0 || errno == EINTR else { throw .cannotWrite(path: path, errno: errno) }
  }

  /// In place of a descriptor, behind `finish`.
  private static let finished: Int32 = -2

  private func open() throws(StreamError) -> Int32 {
    let result = descriptor.withLock { descriptor -> Result<Int32, StreamError> in
      if descriptor == -1 { descriptor = create(path) }
      return descriptor >= 0 ? .success(descriptor) : .failure(.cannotWrite(path: path, errno: errno))
    }
    return try result.get()
  }
}

extension ByteOutput {
  /// Writes a file in one step: to a temporary name beside it, then renamed, so that no half-written file is left. What
  /// is not a regular file (a pipe, a device) is written as it is.
  package static func replace(path: String, with bytes: [UInt8]) throws(StreamError) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      let output = ByteOutput(path: path)
      try output.write(bytes)
      try output.finish()
      return
    }
    let target = resolved(path)
    let temporary = "\(target).\(getpid()).tmp"
    do throws(StreamError) {
      let output = ByteOutput(path: temporary)
      try output.write(bytes)
      try output.finish()
    } catch {
      unlink(temporary)
      if case .cannotWrite(_, let errno) = error { throw .cannotWrite(path: path, errno: errno) }
      throw error
    }
    guard rename(temporary, target) == 0 else {
      let number = errno
      unlink(temporary)
      throw .cannotWrite(path: path, errno: number)
    }
  }

  /// Finds out before a long work whether `replace` would fail for want of a folder or the right to write there.
  package static func checkReplaceable(path: String) throws(StreamError) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      guard status.st_mode & S_IFMT != S_IFDIR else { throw .cannotWrite(path: path, errno: EISDIR) }
      return
    }
    let target = resolved(path)
    let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? "."
    guard access(folder, W_OK | X_OK) == 0 else { throw .cannotWrite(path: path, errno: errno) }
  }

  /// Where a symbolic link leads, also when nothing is there yet.
  private static func resolved(_ path: String) -> String {
    if let real = realpath(path, nil) {
      defer { free(real) }
      return String(cString: real)
    }
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &target, target.count)
    guard count > 0 else { return path }
    let link = String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard !link.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return link }
    return path[...slash] + link
  }
}

private func create(_ path: String) -> Int32 { open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666) }

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
