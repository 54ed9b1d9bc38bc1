import AttunePlatform

/// What a process may open besides what it has open.
package enum Descriptors {
  /// Whether `count` further files can be opened at this moment, found by trying.
  /// - Parameter count: 2 or more.
  package static func areFree(_ count: Int) -> Bool {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return false }
    var opened = ends
    defer { for descriptor in opened { close(descriptor) } }
    while opened.count < count {
      let descriptor = fcntl(ends[0], F_DUPFD_CLOEXEC, 0)
      guard descriptor >= 0 else { return false }
      opened.append(descriptor)
    }
    return true
  }
}
