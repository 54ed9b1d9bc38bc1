import ArgumentParser

/// What one client may take from the others.
struct LimitOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: ArgumentHelp("Most MiB of a request that is no stream.", valueName: "MiB"))
  var maxBody = 8

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most requests at a time, half of them streams; further ones get 503.", valueName: "count"))
  var maxRequests = 256

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Most connections at a time; further ones wait.", valueName: "count"))
  var maxConnections = 16_384

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seconds for a request to arrive, and between pieces of a stream.", valueName: "seconds"))
  var timeout = 20

  func validate() throws {
    for (name, value, range) in [
      ("--max-body", maxBody, 1...1024), ("--max-requests", maxRequests, 1...1_000_000),
      ("--max-connections", maxConnections, 1...1_000_000), ("--timeout", timeout, 1...3600),
    ] where !range.contains(value) {
      throw ValidationError("\(name) takes a number from \(range.lowerBound) to \(range.upperBound), not \(value).")
    }
  }

  var limits: Limits {
    Limits(body: maxBody << 20, requests: maxRequests, connections: maxConnections, seconds: timeout)
  }
}

/// Bounds of what requests may take.
struct Limits: Sendable {
  /// Bytes of a document, and of a line of a stream.
  var body: Int
  /// Requests at a time.
  var requests: Int
  /// Streams among them.
  var streams: Int { max(1, requests / 2) }
  /// Connections at a time.
  var connections: Int
  /// For a request to arrive, and between the pieces of a stream.
  var seconds: Int

  /// Bytes of the text in a file that is sent, which may be compressed.
  var unpacked: Int { 4 * body }
  /// Records of such a file, each of which takes memory whatever is in it.
  var records: Int { body >> 6 }

  /// Bytes of all headers together.
  static let headers = 16 << 10
  /// Bytes of a document that is answered at once, on the thread of its connection.
  static let short = 16 << 10
  /// Bytes of a stream that are worked on at a time.
  static let piece = 128 << 10
}
