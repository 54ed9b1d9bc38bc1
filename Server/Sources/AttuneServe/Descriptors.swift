#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Open files of this process.
enum Descriptors {
  /// What the server opens besides connections.
  private static let others = 64

  /// Raises the soft limit to the hard one: each connection is an open file.
  static func raiseLimit() {
    var limit = rlimit()
    guard getrlimit(kind, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(kind, &limit)
  }

  /// Connections for which there are descriptors.
  static var connections: Int {
    var limit = rlimit()
    guard getrlimit(kind, &limit) == 0 else { return others }
    return max(1, Int(min(limit.rlim_cur, 1 << 30)) - others)
  }

  #if canImport(Darwin)
    private static let kind = RLIMIT_NOFILE
  #else
    private static let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #endif
}
