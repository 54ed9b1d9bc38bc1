import AttunePlatform
@_spi(Server) import AttuneWorkflows

/// The server is a program of its own, `attune-serve`, beside this one or on the PATH: most who pipe need none. Its commands
/// are handed over with all of their options, before anything is parsed.
enum ServerProgram {
  private static let commands = ["serve", "articles"]
  private static let name = "attune-serve"

  /// What the server's program is given for the arguments of this one; nil where they are not of its commands.
  static func arguments(of arguments: [String]) -> [String]? {
    guard let first = arguments.first else { return nil }
    if commands.contains(first) { return arguments }
    guard first == "help", let command = arguments.dropFirst().first, commands.contains(command) else { return nil }
    return [command, "--help"]
  }

  /// Runs the server's program in place of this one.
  /// - Parameter arguments: a command of it, and its options.
  /// - Throws: with the exit code, where it cannot be run.
  static func become(_ arguments: [String]) throws -> Never {
    var places = [name]
    if let own = ownPath, let slash = own.lastIndex(of: "/") { places.insert(own[...slash] + name, at: 0) }
    var pointers: [UnsafeMutablePointer<CChar>?] = ([name] + arguments).map { strdup($0) } + [nil]
    signal(SIGPIPE, SIG_DFL)
    setenv(Version.variable, Version.build, 1)
    var failure = ENOENT
    for place in places {
      execvp(place, &pointers)
      if errno != ENOENT { failure = errno }
    }
    guard failure == ENOENT else { try Exit.fail("\(name): \(String(cString: strerror(failure)))", Exit.noInput) }
    try Exit.fail("\(name) is neither installed next to attune nor on the PATH; 'make install' builds it", Exit.noInput)
  }

  /// Where this program is.
  private static var ownPath: String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    guard let path = realpath("/proc/self/exe", &bytes) else { return nil }
    return String(cString: path)
  }
}
