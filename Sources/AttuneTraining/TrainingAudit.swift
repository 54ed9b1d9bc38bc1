/// What can be said of labelled texts before anything is learned from them.
///
/// - Complexity: O(texts × classes).
package struct TrainingAudit: Sendable {
  package let labels: [String]
  /// `[groups][labels]`: texts by their most probable label.
  package private(set) var counts: [[Int]]
  /// Texts to learn that stand there under the same label before.
  package private(set) var repeated = 0
  /// Different texts to learn that stand there under more than one label.
  package private(set) var contradictory = 0
  /// Two equal texts under different labels.
  package private(set) var firstContradiction: (first: Occurrence, second: Occurrence)?
  /// Texts to learn that have no weight.
  package private(set) var weightless = 0

  /// Labels that a text to learn has with some probability.
  package private(set) var learnedLabels: [String] = []
  /// Labels of which the texts to learn have no weight, though a group says that it has the class.
  package private(set) var emptyLabels: [String] = []
  /// Labels that one text to learn has, and no other.
  package private(set) var singles: [Occurrence] = []
  /// Groups that name the probability of a label and give it to no text.
  package private(set) var unused: [(group: Int, label: String)] = []
  /// The first text of a development group with a label that no text to learn has.
  package private(set) var unseen: Occurrence?
  /// Labels to learn that no text of the development groups has.
  package private(set) var missing: [String] = []
  /// The development groups have a text with a weight.
  package private(set) var measures = false
  /// Texts that are learned and held out as well: how many, and the places of the first.
  package private(set) var overlap: (count: Int, learned: Place, heldOut: Place)?

  /// A label and a text that has it.
  package struct Occurrence: Sendable, Equatable {
    package var label: String
    package var place: Place
  }

  /// - Parameters:
  ///   - groups: how many there are, empty ones included.
  ///   - devGroups: those that are not learned.
  package init(_ source: TrainingSet, groups: Int, devGroups: Set<Int> = []) {
    labels = source.labels
    counts = Array(repeating: Array(repeating: 0, count: labels.count), count: groups)
    let gold = source.gold()
    let heldOut = gold.indices.filter { devGroups.contains(source.group[$0]) }
    for text in gold.indices { counts[source.group[text]][gold[text]] += 1 }
    let learned = gold.indices.filter { !devGroups.contains(source.group[$0]) }
    weightless = learned.count { source.weights[$0] == 0 }
    measures = heldOut.contains { source.weights[$0] > 0 }
    compareTexts(source, gold, learned, heldOut)
    compareLabels(source, devGroups)
  }

  private mutating func compareLabels(_ source: TrainingSet, _ devGroups: Set<Int>) {
    let targets = source.targets()
    let classes = labels.count
    // By group and label: texts that have it, their weight, the first of them.
    var texts = counts.map { $0.map { _ in 0 } }
    var weights = counts.map { $0.map { _ in Float(0) } }
    var first = counts.map { $0.map { _ in Int?.none } }
    for text in 0..<source.count {
      let group = source.group[text]
      for label in 0..<classes where targets[text * classes + label] > 0 {
        texts[group][label] += 1
        weights[group][label] += source.weights[text] * targets[text * classes + label]
        first[group][label] = first[group][label] ?? text
      }
    }
    let learned = counts.indices.filter { !devGroups.contains($0) }
    let masks = source.groupMasks()
    for label in 0..<classes {
      let name = labels[label]
      let count = learned.reduce(0) { $0 + texts[$1][label] }
      if count > 0 { learnedLabels.append(name) }
      if masks.contains(where: { $0[label] }), learned.allSatisfy({ weights[$0][label] == 0 }) {
        emptyLabels.append(name)
      }
      if count == 1, let text = learned.compactMap({ first[$0][label] }).first {
        singles.append(Occurrence(label: name, place: Place(source, text)))
      }
      guard count > 0 else { continue }
      if !devGroups.isEmpty, devGroups.allSatisfy({ texts[$0][label] == 0 }) { missing.append(name) }
    }
    for (group, mask) in masks.enumerated() {
      for label in 0..<classes where mask[label] && texts[group][label] == 0 { unused.append((group, labels[label])) }
    }
    let known = Set(learnedLabels)
    let strange = devGroups.flatMap { group in
      (0..<classes).filter { !known.contains(labels[$0]) }.compactMap { label in
        first[group][label].map { (text: $0, label: label) }
      }
    }
    unseen = strange.min { $0.text < $1.text }.map {
      Occurrence(label: labels[$0.label], place: Place(source, $0.text))
    }
  }

  private mutating func compareTexts(_ source: TrainingSet, _ gold: [Int], _ texts: [Int], _ heldOut: [Int]) {
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
          func occurrence(_ text: Int) -> Occurrence {
            Occurrence(label: labels[gold[text]], place: Place(source, text))
          }
          firstContradiction = (occurrence(other), occurrence(text))
        }
      } else {
        first[fingerprint] = text
      }
    }
    self.contradictory = contradictory.count
    for text in heldOut {
      guard let learned = first[source.origins.fingerprints[text]] else { continue }
      overlap =
        overlap.map { ($0.count + 1, $0.learned, $0.heldOut) }
        ?? (1, Place(source, learned), Place(source, text))
    }
  }
}

extension TrainingAudit {
  /// Where a text stands.
  package struct Place: Sendable, Equatable {
    package var group: Int
    /// From 1; 0 when it is not known.
    package var line: Int
  }
}

extension TrainingAudit.Place {
  init(_ source: TrainingSet, _ text: Int) {
    self.init(group: source.group[text], line: Int(source.origins.lines[text]))
  }
}
