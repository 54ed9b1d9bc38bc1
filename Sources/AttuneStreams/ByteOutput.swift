#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file that is written to the end or not at all without a word.
public final class ByteOutput: Sendable {
  /// The name in messages.
  public let path: String
  private let descriptor: Int32

  public static let standardOutput = ByteOutput(path: "standard output", descriptor: 1)

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  /// Creates a file or empties it.
  public static func create(path: String) throws(StreamError) -> ByteOutput {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, errno: errno) }
    return ByteOutput(path: path, descriptor: descriptor)
  }

  public func write(_ bytes: UnsafeBufferPointer<UInt8>) throws(StreamError) {
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

  public func write(_ text: String) throws(StreamError) { try write(Array(text.utf8)) }

  public func write(_ bytes: [UInt8]) throws(StreamError) {
    let result = bytes.withUnsafeBufferPointer { bytes -> Result<Void, StreamError> in
      do throws(StreamError) { return .success(try write(bytes)) } catch { return .failure(error) }
    }
    try result.get()
  }

  /// Tells the last errors that some file systems keep for the end.
  public func finish() throws(StreamError) {
    guard close(descriptor) == 0 || errno == EINTR else { throw .cannotWrite(path: path, errno: errno) }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}

extension ByteOutput {
  /// Writes a file in one step: to a temporary name beside it, then renamed, so that no half-written file is left.
  public static func replace(path: String, with bytes: [UInt8]) throws(StreamError) {
    let temporary = "\(path).\(getpid()).tmp"
    let output: ByteOutput
    do throws(StreamError) {
      output = try create(path: temporary)
      do throws(StreamError) {
        try writeAll(bytes, to: output)
      } catch {
        unlink(temporary)
        throw error
      }
    } catch {
      if case .cannotWrite(_, let errno) = error { throw .cannotWrite(path: path, errno: errno) }
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let number = errno
      unlink(temporary)
      throw .cannotWrite(path: path, errno: number)
    }
  }

  private static func writeAll(_ bytes: [UInt8], to output: ByteOutput) throws(StreamError) {
    try output.write(bytes)
    try output.finish()
  }
}
