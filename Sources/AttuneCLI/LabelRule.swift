import Attune

/// Which labels a model may have.
enum LabelRule {
  /// What stands before a label in fastText's files.
  static let mark = "__label__"

  /// What is wrong with a label; nil when nothing is.
  static func objection(to label: String) -> String? {
    if label.allSatisfy(\.isWhitespace) { return "the label is empty" }
    // Labels stand in the columns of the output.
    if label.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      return "the label \(label.debugDescription) holds a tab, a line break or another control character"
    }
    if label.contains(mark) { return "the label '\(label)' holds '\(mark)', which is no part of a label" }
    if label == Verdict.unknown || label == "error" {
      return "the label '\(label)' has a meaning of its own in the output"
    }
    return nil
  }
}
