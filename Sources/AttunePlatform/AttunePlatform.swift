// The one place that knows which C library the system has. Every module that calls it imports this one.
#if canImport(Darwin)
  @_exported import Darwin
#elseif canImport(Musl)
  @_exported import Musl
#else
  @_exported import Glibc
#endif

extension stat {
  /// When the content of the file was changed.
  @_spi(Server) public var contentChanged: timespec {
    #if canImport(Darwin)
      st_mtimespec
    #else
      st_mtim
    #endif
  }

  /// When the file's entry was changed, which no program can set back.
  @_spi(Server) public var entryChanged: timespec {
    #if canImport(Darwin)
      st_ctimespec
    #else
      st_ctim
    #endif
  }
}

#if canImport(Glibc)
  /// The limit of open files, in the type that `getrlimit` takes.
  @_spi(Server) public let openFilesLimit = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
#else
  /// The limit of open files, in the type that `getrlimit` takes.
  @_spi(Server) public let openFilesLimit = RLIMIT_NOFILE
#endif
