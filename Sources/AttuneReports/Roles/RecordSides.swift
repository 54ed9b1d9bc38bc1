import AttuneCare

/// Whose the records of a file are, by the values of one column, of which some may be notes for colleagues that only
/// `NoteWords` tells.
package struct RecordSides: Sendable {
  private let sides: WriterSides
  /// nil where `sides` alone tells.
  private let notes: NoteWords?

  package init(_ sides: WriterSides) { (self.sides, notes) = (sides, nil) }

  package init(notes column: String, name: String) {
    sides = WriterSides(column: column, name: name, .notes)
    notes = NoteWords(name: name)
  }

  package var column: String { sides.column }
  package var kind: WriterSides.Kind { sides.kind }
  package var isOfWords: Bool { sides.isOfWords }

  /// Whose a record is; of one that is no note nobody knows.
  /// - Complexity: O(length of the value)
  package func side(of value: String) -> TurnSide {
    notes.map { $0.isNote(value) == true ? .neither : .unknown } ?? sides.side(of: value)
  }

  /// Whether a value says whose a record is, or at least that it may be a customer's, as "public" does.
  package func understands(_ value: String) -> Bool {
    notes.map { $0.isNote(value) != nil } ?? sides.understands(value)
  }

  /// A word that `TurnSide` reads as the same side: the value itself where it does.
  package func word(for value: String) -> String {
    guard notes != nil else { return sides.word(for: value) }
    return side(of: value) == .neither ? "internal" : "customer"
  }
}
