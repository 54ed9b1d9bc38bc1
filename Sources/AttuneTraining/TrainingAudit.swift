/// What can be said of labelled texts before anything is learned from them.
///
/// - Complexity: O(texts × classes).
package struct TrainingAudit: Sendable {
  /// Where a text stands.
  package struct Place: Sendable, Equatable {
    package var group: Int
    /// From 1; 0 when it is not known.
    package var line: Int
  }

  /// Two equal texts under different labels.
  package struct Contradiction: Sendable, Equatable {
    package var places: [Place]
    package var labels: [String]
  }

  package let labels: [String]
  /// `[groups][labels]`: texts by their most probable label.
  package private(set) var counts: [[Int]]
  /// Texts to learn that stand there under the same label before.
  package private(set) var repeated = 0
  /// Different texts to learn that stand there under more than one label.
  package private(set) var contradictory = 0
  package private(set) var firstContradiction: Contradiction?
  /// Texts to learn that have no weight.
  package private(set) var weightless = 0

  /// - Parameters:
  ///   - groups: how many there are, empty ones included.
  ///   - devGroups: those that are not learned.
  package init(_ source: TrainingSet, groups: Int, devGroups: Set<Int> = []) {
    labels = source.labels
    counts = Array(repeating: Array(repeating: 0, count: labels.count), count: groups)
    let gold = source.gold()
    for text in gold.indices { counts[source.group[text]][gold[text]] += 1 }
    let learned = gold.indices.filter { !devGroups.contains(source.group[$0]) }
    weightless = learned.count { source.weights[$0] == 0 }
    compareTexts(source, gold, learned)
  }

  private mutating func compareTexts(_ source: TrainingSet, _ gold: [Int], _ texts: [Int]) {
    struct LabelledText: Hashable {
      var fingerprint: UInt64
      var label: Int
    }
    var first: [UInt64: Int] = [:]
    var seen: Set<LabelledText> = []
    var contradictory: Set<UInt64> = []
    for text in texts {
      let fingerprint = source.origins.fingerprints[text]
      if !seen.insert(.init(fingerprint: fingerprint, label: gold[text])).inserted {
        repeated += 1
      } else if let other = first[fingerprint] {
        contradictory.insert(fingerprint)
        if firstContradiction == nil {
          firstContradiction = Contradiction(
            places: [other, text].map { Place(source, $0) }, labels: [other, text].map { labels[gold[$0]] })
        }
      } else {
        first[fingerprint] = text
      }
    }
    self.contradictory = contradictory.count
  }
}

extension TrainingAudit.Place {
  init(_ source: TrainingSet, _ text: Int) {
    self.init(group: source.group[text], line: Int(source.origins.lines[text]))
  }
}
