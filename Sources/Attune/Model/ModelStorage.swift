import AttunePlatform

/// The bytes of a model: mapped from a file, part of the program, or held in memory. Unmapped with the last user.
final class ModelStorage: @unchecked Sendable {  // The memory is never written after init.
  private enum Owner { case mapping, heap, program }

  let bytes: UnsafeRawBufferPointer
  private let owner: Owner

  /// Maps a file.
  /// - Throws: `ModelError.unreadable`.
  convenience init(path: String) throws(ModelError) {
    let bytes = path.utf8CString
    // Of a path that is cut off by a zero, the rest would be lost.
    guard !bytes.dropLast().contains(0) else { throw .unreadable(path: path, errno: ENOENT) }
    try self.init(pathBytes: Array(bytes))
  }

  /// Maps a file at a path that ends with a zero.
  /// - Throws: `ModelError.unreadable`.
  init(pathBytes: UnsafePointer<CChar>) throws(ModelError) {
    let path = String(cString: pathBytes)
    // A pipe is refused below, and not waited for.
    let descriptor = open(pathBytes, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path: path, errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, errno: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, errno: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
    }
    guard status.st_size > 0 else { throw .notAModel }
    guard let start = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { throw .unreadable(path: path, errno: errno) }
    bytes = UnsafeRawBufferPointer(start: start, count: Int(status.st_size))
    owner = .mapping
  }

  /// Copies bytes to aligned memory.
  init(copying source: UnsafeRawBufferPointer) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(source.count, 1), alignment: 64)
    copy.copyMemory(from: source)
    bytes = UnsafeRawBufferPointer(rebasing: copy[..<source.count])
    owner = .heap
  }

  /// Bytes that live as long as the program, 64-byte aligned.
  init(program bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    owner = .program
  }

  deinit {
    switch owner {
    case .mapping: munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    case .heap: UnsafeMutableRawPointer(mutating: bytes.baseAddress)?.deallocate()
    case .program: break
    }
  }
}

/// The operating system's words for an error number.
package func systemMessage(_ number: Int32) -> String { String(cString: strerror(number)) }
