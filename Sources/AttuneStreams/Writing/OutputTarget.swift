import AttunePlatform

/// What a path leads to when it is written.
enum OutputTarget {
  /// A regular file, which may not be there yet: the path of its folder, and its name.
  case file(folder: [CChar], name: [CChar])
  /// An open file of this process.
  case descriptor(Int32)
  /// A named pipe. Opening it waits for a reader.
  case pipe([CChar])
  /// A terminal or another device.
  case device([CChar])

  /// As many as Linux follows.
  private static let mostLinks = 40

  /// Follows symbolic links, also to where nothing is yet.
  init(path: String) throws(SystemError) {
    var path = Self.normalized(Array(path.utf8CString))
    for _ in 0...Self.mostLinks {
      if let number = Self.descriptorNumber(path) {
        self = .descriptor(number)
        return
      }
      var status = stat()
      let isThere = lstat(path, &status) == 0
      guard isThere || errno == ENOENT else { throw .last }
      if isThere, status.st_mode & S_IFMT == S_IFLNK {
        // What such a link says is for people; the kernel knows where it leads.
        if Self.text(path).hasPrefix("/proc/") {
          self = .device(path)
          return
        }
        path = Self.normalized(try Self.destination(of: path))
        continue
      }
      self = try Self.target(path, isThere ? status.st_mode & S_IFMT : S_IFREG)
      return
    }
    throw SystemError(number: ELOOP)
  }

  private static func target(_ path: [CChar], _ kind: mode_t) throws(SystemError) -> OutputTarget {
    switch kind {
    case S_IFREG:
      let (folder, name) = split(path)
      // "" is no path, and "folder/" is none of a file.
      guard name.count > 1 else { throw SystemError(number: path.count > 1 ? EISDIR : ENOENT) }
      return .file(folder: folder, name: name)
    case S_IFDIR: throw SystemError(number: EISDIR)
    case S_IFIFO:
      guard access(path, W_OK) == 0 else { throw .last }
      return .pipe(path)
    case S_IFSOCK: throw SystemError(number: ENXIO)
    default: return .device(path)
    }
  }

  /// Opens what is no regular file.
  static func open(_ path: [CChar]) throws(SystemError) -> Int32 {
    while true {
      let descriptor = systemOpen(path)
      if descriptor >= 0 { return descriptor }
      guard errno == EINTR else { throw .last }
    }
  }

  /// Another descriptor for an open file that can be written.
  static func copy(of number: Int32) throws(SystemError) -> Int32 {
    let flags = fcntl(number, F_GETFL)
    guard flags >= 0 else { throw .last }
    guard flags & O_ACCMODE != O_RDONLY else { throw SystemError(number: EBADF) }
    let descriptor = fcntl(number, F_DUPFD_CLOEXEC, 3)
    guard descriptor >= 0 else { throw .last }
    return descriptor
  }

  // MARK: Paths

  /// The number of the descriptor that a path such as /dev/stdout or /proc/self/fd/1 names. The file behind it may have no
  /// other name, and whoever opened it goes on where its position is.
  private static func descriptorNumber(_ path: [CChar]) -> Int32? {
    let path = text(path)
    switch path {
    case "/dev/stdin": return 0
    case "/dev/stdout": return 1
    case "/dev/stderr": return 2
    default: break
    }
    let folders = ["/dev/fd/", "/proc/self/fd/", "/proc/thread-self/fd/", "/proc/\(getpid())/fd/"]
    guard let folder = folders.first(where: path.hasPrefix) else { return nil }
    return Int32(path.dropFirst(folder.count))
  }

  /// Without "//" and "/./", which mean "/".
  private static func normalized(_ path: [CChar]) -> [CChar] {
    var result: [CChar] = []
    for byte in path {
      if result.suffix(2) == [slash, dot], byte == slash {
        result.removeLast()
      } else if result.last != slash || byte != slash {
        result.append(byte)
      }
    }
    return result
  }

  private static func destination(of link: [CChar]) throws(SystemError) -> [CChar] {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(link, &target, target.count)
    guard count >= 0 else { throw .last }
    guard count < target.count else { throw SystemError(number: ENAMETOOLONG) }
    let path = target[..<count] + [0]
    guard path.first != slash else { return Array(path) }
    return Array(link[..<nameStart(link)] + path)
  }

  private static func split(_ path: [CChar]) -> (folder: [CChar], name: [CChar]) {
    let start = nameStart(path)
    return (start == 0 ? [dot, 0] : path[..<start] + [0], Array(path[start...]))
  }

  private static func nameStart(_ path: [CChar]) -> Int { path.lastIndex(of: slash).map { $0 + 1 } ?? 0 }

  private static let slash = CChar(UInt8(ascii: "/"))
  private static let dot = CChar(UInt8(ascii: "."))

  private static func text(_ path: [CChar]) -> String {
    String(decoding: path.dropLast().lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

private func systemOpen(_ path: [CChar]) -> Int32 { open(path, O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOCTTY) }
