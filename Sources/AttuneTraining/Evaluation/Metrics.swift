/// The usual figures of a confusion matrix.
package struct Metrics: Sendable, Equatable {
  package var count: Int
  package var accuracy: Double
  /// The mean of the classes' recalls, over classes that occur.
  package var macroRecall: Double
  /// The mean of the classes' F1, over classes that occur or are predicted.
  package var macroF1: Double
  package var perClass: [PerClass]

  package struct PerClass: Sendable, Equatable {
    /// Of the texts that were called so, how many are.
    package var precision: Double
    /// Of the texts that are so, how many were called so.
    package var recall: Double
    /// The harmonic mean of the two.
    package var f1: Double
    /// Texts that are so.
    package var support: Int
  }

  /// - Parameter confusion: `[gold][predicted]`; what is predicted behind the classes is never right.
  package init(confusion: [[Int]]) {
    let classes = confusion.indices
    let rows = confusion.map { $0.reduce(0, +) }
    let columns = classes.map { column in confusion.reduce(0) { $0 + $1[column] } }
    count = rows.reduce(0, +)
    accuracy = Self.ratio(classes.reduce(0) { $0 + confusion[$1][$1] }, count)
    perClass = classes.map { index in
      let hits = confusion[index][index]
      return PerClass(
        precision: Self.ratio(hits, columns[index]), recall: Self.ratio(hits, rows[index]),
        f1: Self.ratio(2 * hits, rows[index] + columns[index]), support: rows[index])
    }
    let occurring = perClass.filter { $0.support > 0 }
    macroRecall = occurring.reduce(0) { $0 + $1.recall } / Double(max(occurring.count, 1))
    let named = zip(perClass, columns).filter { $0.support + $1 > 0 }
    macroF1 = named.reduce(0) { $0 + $1.0.f1 } / Double(max(named.count, 1))
  }

  private static func ratio(_ part: Int, _ whole: Int) -> Double { whole > 0 ? Double(part) / Double(whole) : 0 }
}
