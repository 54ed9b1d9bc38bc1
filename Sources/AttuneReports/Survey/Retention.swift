import AttuneStatistics

/// How many of the customers of a period's start were still there at its end: (E - N) / S (Farris, Bendle, Pfeifer &
/// Reibstein 2010, "Marketing metrics").
package struct Retention: Sendable, Hashable {
  /// S: customers at the start.
  package var atStart: Int
  /// E: customers at the end.
  package var atEnd: Int
  /// N: customers who came in between, of those at the end.
  package var new: Int

  /// nil when the counts contradict each other: fewer at the end than came, or more who stayed than there were.
  package var retained: Proportion? {
    guard new >= 0, atEnd >= new, atStart >= atEnd - new else { return nil }
    return Proportion(atEnd - new, of: atStart)
  }
}
