import AttuneStreams

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A small file that is read whole.
enum TextFile {
  /// The most bytes that such a file may have.
  private static let limit = 16 << 20

  /// - Throws: `StreamError`; an exit for a file that is too large or not UTF-8.
  static func read(_ path: String) throws -> String {
    guard let text = String(validating: try bytes(path), as: UTF8.self) else {
      try Exit.fail("\(path) is not UTF-8", Exit.data)
      return ""
    }
    return text
  }

  /// - Parameter limit: the most bytes that the file may have.
  /// - Throws: `StreamError`; an exit for a file that is too large.
  static func bytes(_ path: String, limit: Int = limit) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw StreamError.cannotOpen(path: path, errno: errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = systemRead(descriptor, &part, part.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw StreamError.cannotRead(path: path, errno: errno) }
      if count == 0 { break }
      bytes += part[..<count]
      if bytes.count > limit { try Exit.fail("\(path) is longer than \(limit >> 20) MiB", Exit.data) }
    }
    return bytes
  }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}
