import AttunePlatform
import Synchronization

/// The first bytes of standard input, where they were needed before the input was opened: its format depends on them.
enum StandardInputHead {
  private static let bytes = Mutex<[UInt8]>([])

  /// Waits until `count` bytes have come, or others than those of `signature`, or the end. What was read from a pipe comes
  /// again when the input is opened. A terminal is not waited for, and an error is left to who opens the input.
  static func begins(with signature: [UInt8]) -> Bool {
    bytes.withLock { bytes in
      var status = stat()
      guard isatty(0) == 0, fstat(0, &status) == 0 else { return false }
      if status.st_mode & S_IFMT == S_IFREG {
        return FileHead.begins(0, with: signature, at: max(lseek(0, 0, SEEK_CUR), 0))
      }
      while bytes.count < signature.count, signature.starts(with: bytes) {
        var waiting = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, -1) > 0 || errno == EINTR else { return false }
        var piece = [UInt8](repeating: 0, count: signature.count - bytes.count)
        let count = read(0, &piece, piece.count)
        if count < 0, errno == EINTR || errno == EAGAIN { continue }
        guard count > 0 else { return false }
        bytes += piece[..<count]
      }
      return bytes.starts(with: signature)
    }
  }

  /// Reads bytes, which come again, until enough have come.
  ///
  /// - Parameter needsMore: is given all that have come, and whether nothing comes behind them; false ends the reading.
  static func look(limit: Int, _ needsMore: (_ bytes: [UInt8], _ isEnd: Bool) -> Bool) {
    bytes.withLock { bytes in
      var status = stat()
      guard isatty(0) == 0, fstat(0, &status) == 0 else { return }
      if status.st_mode & S_IFMT == S_IFREG {
        if let head = FileHead.bytes(0, count: limit, at: max(lseek(0, 0, SEEK_CUR), 0)) {
          _ = needsMore(head.bytes, head.isEnd)
        }
        return
      }
      while bytes.count < limit {
        if !bytes.isEmpty, !needsMore(bytes, false) { return }
        var waiting = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, -1) > 0 || errno == EINTR else { return }
        var piece = [UInt8](repeating: 0, count: limit - bytes.count)
        let count = read(0, &piece, piece.count)
        if count < 0, errno == EINTR || errno == EAGAIN { continue }
        guard count > 0 else {
          _ = needsMore(bytes, true)
          return
        }
        bytes += piece[..<count]
      }
      _ = needsMore(bytes, false)
    }
  }

  /// What was read, once.
  static func take() -> [UInt8] {
    bytes.withLock { bytes in
      defer { bytes = [] }
      return bytes
    }
  }
}

/// The first bytes of regular files, which stay where they are.
enum FileHead {
  static func begins(_ path: String, with signature: [UInt8]) -> Bool {
    var status = stat()
    // A named pipe gives its bytes only once.
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return begins(descriptor, with: signature, at: 0)
  }

  /// The first bytes of a regular file, and whether these are all; nil for others.
  static func bytes(_ path: String, count: Int) -> (bytes: [UInt8], isEnd: Bool)? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return bytes(descriptor, count: count, at: 0)
  }

  static func bytes(_ descriptor: Int32, count: Int, at place: off_t) -> (bytes: [UInt8], isEnd: Bool)? {
    var bytes = [UInt8](repeating: 0, count: count)
    let read = pread(descriptor, &bytes, count, place)
    return read < 0 ? nil : (Array(bytes[..<read]), read < count)
  }

  static func begins(_ descriptor: Int32, with signature: [UInt8], at place: off_t) -> Bool {
    var bytes = [UInt8](repeating: 0, count: signature.count)
    return pread(descriptor, &bytes, bytes.count, place) == bytes.count && bytes == signature
  }
}

extension StreamInput {
  /// Whether the input is an archive, as workbooks are. What a pipe other than standard input holds is not known.
  package var isArchive: Bool {
    switch place {
    case .standardInput: StandardInputHead.begins(with: FileType.zip.signature)
    case .file(let path): FileHead.begins(path, with: FileType.zip.signature)
    }
  }
}
