import Foundation

/// A customer's message with a better and a worse reply, written for these tests in our own words.
struct ReplyPair: Sendable {
  var item: String
  var channel: String
  var customer: String
  var better: String
  var worse: String

  /// - Parameter name: "develop", which the cues were written with, "heldout", of which only the share is looked at, or
  ///   "whole", which differ in more than an item.
  static func all(_ name: String) throws -> [ReplyPair] {
    try rows(name).map { ReplyPair(item: $0[0], channel: $0[1], customer: $0[2], better: $0[3], worse: $0[4]) }
  }

  /// Items with a sentence that has each.
  static func phrases() throws -> [(item: String, phrase: String)] {
    try rows("phrases").map { (item: $0[0], phrase: $0[1]) }
  }

  static func rows(_ name: String) throws -> [[String]] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Pairs/\(name).tsv")
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst().map {
      $0.split(separator: "\t").map(String.init)
    }
  }
}
