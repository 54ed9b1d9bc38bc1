import ArgumentParser
import Foundation

/// Where the server listens, and whom it answers.
struct AddressOptions: ParsableArguments {
  // A negative number is a value, not an option: so for all numbers.
  @Option(parsing: .unconditional, help: ArgumentHelp("Port; 0 takes a free one and prints it.", valueName: "number"))
  var port = 8713

  @Option(
    help: ArgumentHelp("Address to listen on. Others than 127.0.0.1 and ::1 need a token.", valueName: "address"))
  var host = "127.0.0.1"

  @Option(
    help: ArgumentHelp(
      "Token that requests must carry as 'Authorization: Bearer TOKEN', at least 16 characters. Other users of this machine can see it in the list of processes; --token-file and ATTUNE_TOKEN do not show it.",
      valueName: "token"))
  var token: String?

  @Option(help: ArgumentHelp("File whose first line is the token.", valueName: "file"))
  var tokenFile: String?

  @Option(
    name: .customLong("name"),
    help: ArgumentHelp(
      "A further name under which clients reach the server, such as that of a proxy. May be repeated.",
      valueName: "host"))
  var names: [String] = []

  private static let leastToken = 16

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port takes a number from 0 to 65535, not \(port).")
    }
    if token != nil, tokenFile != nil { throw ValidationError("--token and --token-file exclude each other.") }
  }

  var isLoopback: Bool { Access.loopback.contains(host) || host.hasPrefix("127.") }

  /// - Throws: a usage error for an open address without a token, and for a token that can be guessed.
  func access() throws -> Access {
    let token = try givenToken()
    guard isLoopback || token != nil else {
      try Exit.fail(
        "--host \(host) can be reached from other machines: give a token with --token-file, --token or ATTUNE_TOKEN",
        Exit.usage)
    }
    if let token, token.utf8.count < Self.leastToken {
      try Exit.fail("the token has \(token.utf8.count) characters; it needs at least \(Self.leastToken)", Exit.usage)
    }
    return Access(token: token, names: isLoopback || !names.isEmpty ? Access.loopback + [host] + names : nil)
  }

  private func givenToken() throws -> String? {
    if let tokenFile {
      guard let text = try? String(contentsOfFile: tokenFile, encoding: .utf8) else {
        try Exit.fail("--token-file: \(tokenFile) cannot be read", Exit.noInput)
      }
      return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }
    return token ?? ProcessInfo.processInfo.environment["ATTUNE_TOKEN"]
  }
}
