import Foundation

/// A customer's message with a better and a worse reply, written for these tests in our own words.
struct ReplyPair: Sendable {
  var item: String
  var channel: String
  var customer: String
  var better: String
  var worse: String

  /// - Parameter name: "develop", which the cues were written with, or "heldout", of which only the share is looked at.
  static func all(_ name: String) throws -> [ReplyPair] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Pairs/\(name).tsv")
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: "\t").map(String.init)
      return ReplyPair(
        item: fields[0], channel: fields[1], customer: fields[2], better: fields[3], worse: fields[4])
    }
  }
}
