import Attune

/// Which labels a model may have: one rule for files, the C interface and all that is built on it.
package enum LabelRule {
  /// What stands before a label in fastText's files.
  package static let mark = "__label__"

  /// More different labels come of something else that was taken for them; each text would have a probability for each.
  package static let mostLabels = 1000

  /// What is wrong with a label.
  package enum Objection: Error, Equatable {
    case empty
    /// Labels stand in the columns of the output, and in strings that end with a zero.
    case controlCharacter(in: String)
    case mark(in: String)
    /// It has a meaning of its own in the output.
    case reserved(String)
    /// The label with marks in place of what is no UTF-8.
    case notUTF8(String)
    case tooMany(String)
  }

  /// What is wrong with a label; nil when nothing is.
  package static func objection(to label: String) -> Objection? {
    if label.allSatisfy(\.isWhitespace) { return .empty }
    if label.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      return .controlCharacter(in: label)
    }
    if label.contains(text: mark) { return .mark(in: label) }
    if label == Verdict.unknown || label == "error" { return .reserved(label) }
    return nil
  }

  /// Reads a label.
  /// - Throws: `Objection`, but not `tooMany`, which only the set of texts knows.
  package static func label(_ bytes: UnsafeBufferPointer<UInt8>) throws(Objection) -> String {
    guard let label = String(validating: bytes, as: UTF8.self) else {
      throw .notUTF8(String(decoding: bytes, as: UTF8.self))
    }
    if let objection = objection(to: label) { throw objection }
    return label
  }
}

extension LabelRule.Objection: CustomStringConvertible {
  /// A sentence for people.
  package var description: String {
    switch self {
    case .empty: "the label is empty"
    case .controlCharacter(let label):
      "the label \(label.debugDescription) contains a tab, a line break or another control character"
    case .mark(let label): "the label '\(label)' contains '\(LabelRule.mark)', which is not allowed"
    case .reserved(let label): "the label '\(label)' has a meaning of its own in the output"
    case .notUTF8(let label): "the label '\(label)' is not UTF-8"
    case .tooMany(let label): "'\(label)' is one label more than a model can have (\(LabelRule.mostLabels))"
    }
  }
}
