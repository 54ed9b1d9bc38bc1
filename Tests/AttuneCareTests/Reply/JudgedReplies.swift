import Foundation

/// Replies that people who had seen neither the rubric nor the code wrote and ranked, and sentences that they labelled by item.
/// "develop" was looked at while cues were written; "held" and "later", of two other writers, were scored once before they were
/// looked at as well. Points are fitted to all three.
struct JudgedReply: Sendable {
  var situation: String
  var channel: String
  var message: String
  var reply: String
  /// 1 rude or dismissive … 3 polite and impersonal … 5 as good as it gets.
  var level: Double

  static func all(_ half: String) throws -> [JudgedReply] {
    try table("judged-\(half)").map {
      JudgedReply(situation: $0[1], channel: $0[2], message: $0[3], reply: $0[4], level: Double($0[5]) ?? 0)
    }
  }

  /// Sentences with an item and whether they have it.
  static func sentences(_ half: String) throws -> [(sentence: String, item: String, isPresent: Bool)] {
    try table("sentences-\(half)").map { ($0[0], $0[1], $0[2] == "1") }
  }

  private static func table(_ name: String) throws -> [[String]] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Pairs/\(name).tsv")
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst().map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
