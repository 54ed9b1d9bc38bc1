import AttuneStreams

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Small texts that are read whole: drafts, messages, books.
enum TextInput {
  private static let limit = 64 << 20

  /// - Parameter path: "-" is standard input.
  /// - Throws: `StreamError`, also for what is too long to be one text.
  static func read(_ path: String) throws(StreamError) -> String {
    let input: StreamInput = path == "-" ? .standardInput : .file(path)
    try input.check()
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, errno: errno) }
    defer { if descriptor > 0 { close(descriptor) } }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = systemRead(descriptor, &buffer, buffer.count)
      if count == 0 { break }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .cannotRead(path: input.name, errno: errno)
      }
      bytes += buffer[..<count]
      guard bytes.count <= limit else { throw .cannotRead(path: input.name, errno: EFBIG) }
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}
