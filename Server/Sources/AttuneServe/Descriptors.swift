@_spi(Server) import AttunePlatform

/// Open files of this process.
enum Descriptors {
  /// What the server opens besides connections.
  private static let others = 64

  /// Raises the soft limit to the hard one: each connection is an open file.
  static func raiseLimit() {
    var limit = rlimit()
    guard getrlimit(openFilesLimit, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(openFilesLimit, &limit)
  }

  /// Connections for which there are descriptors.
  static var connections: Int {
    var limit = rlimit()
    guard getrlimit(openFilesLimit, &limit) == 0 else { return others }
    return max(1, Int(min(limit.rlim_cur, 1 << 30)) - others)
  }
}
