import Foundation

/// The texts of Samples/feedback.txt.
enum SampleTexts {
  static func all() throws -> [String] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "Samples/feedback.txt"), encoding: .utf8)
    return text.split(separator: "\n").map(String.init)
  }
}
