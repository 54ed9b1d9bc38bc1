import Attune

/// What two models say of themselves, side by side.
package struct ModelComparison {
  /// An entry of the card that is not the same in both.
  package struct CardDifference: Equatable {
    package var key: String
    /// The values of the key, of which a card may have several.
    package var a: [String]
    package var b: [String]
  }

  /// A feature that one of the models names at least.
  package struct Movement: Equatable {
    package var kind: Model.NamedFeature.Kind
    package var name: String
    /// The class, of those that both models have, for which the weight differs most.
    package var label: String
    /// The weights for the class (`Model.NamedFeature.weights`); nil in the model that does not know the feature.
    package var a: Double?
    package var b: Double?

    /// From A to B; a feature that a model does not know has no weight there.
    package var change: Double { (b ?? 0) - (a ?? 0) }
  }

  /// Words with a valence.
  package struct LexiconDifference: Equatable {
    package var both = 0
    /// Of `both`, those with another valence.
    package var revalued = 0
    package var onlyA = 0
    package var onlyB = 0
  }

  package let card: [CardDifference]
  /// Whether there is anything to compare weights for.
  package let haveClassInCommon: Bool
  /// Features that one of the models names, if they have a class in common.
  package let namedCount: Int
  /// Those of them whose weights differ, the greatest change first.
  package let movements: [Movement]
  package let lexicon: LexiconDifference

  package init(_ a: Model, _ b: Model) {
    card = Self.card(a, b)
    haveClassInCommon = !Set(a.labels).isDisjoint(with: b.labels)
    (namedCount, movements) = Self.movements(a, b)
    lexicon = Self.lexicon(a.lexicon, b.lexicon)
  }

  private static func card(_ a: Model, _ b: Model) -> [CardDifference] {
    func values(_ model: Model) -> [String: [String]] {
      Dictionary(grouping: model.card, by: \.key).mapValues { $0.map(\.value) }
    }
    let (left, right) = (values(a), values(b))
    var seen: Set<String> = []
    return (a.card + b.card).map(\.key).filter { seen.insert($0).inserted && left[$0] != right[$0] }.map {
      CardDifference(key: $0, a: left[$0] ?? [], b: right[$0] ?? [])
    }
  }

  private static func movements(_ a: Model, _ b: Model) -> (named: Int, moved: [Movement]) {
    let common = a.labels.enumerated().compactMap { index, label in
      b.labels.firstIndex(of: label).map { (label: label, a: index, b: $0) }
    }
    guard !common.isEmpty else { return (0, []) }
    var seen: Set<UInt64> = []
    let features = (a.namedFeatures + b.namedFeatures).filter { seen.insert($0.hash).inserted }
    let movements = features.compactMap { feature -> (hash: UInt64, movement: Movement)? in
      let (left, right) = (a.weights(ofFeature: feature.hash), b.weights(ofFeature: feature.hash))
      let candidates = common.map { label in
        Movement(
          kind: feature.kind, name: feature.name, label: label.label, a: left?[label.a], b: right?[label.b])
      }
      let movement = candidates.max { $0.change.magnitude < $1.change.magnitude }!
      return movement.change == 0 ? nil : (feature.hash, movement)
    }
    let sorted = movements.sorted {
      ($0.movement.change.magnitude, $1.movement.name, $1.hash) > (
        $1.movement.change.magnitude, $0.movement.name, $0.hash
      )
    }
    return (features.count, sorted.map(\.movement))
  }

  private static func lexicon(_ a: [UInt64: Int16], _ b: [UInt64: Int16]) -> LexiconDifference {
    var difference = LexiconDifference()
    for (word, valence) in a {
      guard let other = b[word] else { continue }
      difference.both += 1
      if other != valence { difference.revalued += 1 }
    }
    difference.onlyA = a.count - difference.both
    difference.onlyB = b.count - difference.both
    return difference
  }
}
