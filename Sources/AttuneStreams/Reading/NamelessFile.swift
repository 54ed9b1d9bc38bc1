import AttunePlatform
import CPlatform

/// Bytes that are read as a file is, with looks ahead and from the beginning again, and that have no name on any disk. The
/// file is gone with the last reference to it.
package final class NamelessFile: Sendable {
  private let descriptor: Int32

  /// - Throws: `StreamError.cannotRead` where there is no room.
  package init(_ bytes: [UInt8]) throws(StreamError) {
    descriptor = attune_open_nameless_file()
    guard descriptor >= 0 else { throw .cannotRead(path: "a file in memory", errno: errno) }
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .cannotRead(path: "a file in memory", errno: errno) }
      start += count
    }
    lseek(descriptor, 0, SEEK_SET)
  }

  deinit { close(descriptor) }

  /// Where it is opened, as long as it is there.
  package var path: String { "/dev/fd/\(descriptor)" }
}
