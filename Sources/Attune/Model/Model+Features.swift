/// What a model goes by: its features and cues with their weights.
extension Model {
  /// A feature that the model can name. Most it cannot: it knows them by their hashes only, and its file keeps the names
  /// of those that told most about the classes in training.
  public struct NamedFeature: Sendable, Hashable {
    /// What a feature is.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// A single token.
      case word
      /// Two neighbours inside a sentence.
      case phrase
      /// A token within the reach of a negator such as "not"; the token is the name.
      case negated
      /// A token that begins a sentence; the token is the name.
      case opening
    }

    /// What it is.
    public var kind: Kind
    /// The words, in lower case and with at most two of a run of letters ("great", "not worth", "so good").
    public var name: String
    /// How often it stands in the texts that the model learned from.
    public var count: Int
    /// One per class, in the order of the model's `labels`: by how much it moves the logit of the class above the mean
    /// of the others, before a text divides it by the square root of its tokens and calibration scales it. The weights
    /// are those of the model's table, which verdicts are made of.
    public var weights: [Double]

    package var hash: UInt64
  }

  /// The features that the model can name, in no particular order; empty for a model whose file keeps no names.
  ///
  /// - Complexity: O(names), of which there are some hundreds.
  public var namedFeatures: [NamedFeature] {
    featureNames.compactMap { name in
      // A few features find no place in the table.
      guard let weights = weights(ofFeature: name.hash) else { return nil }
      return NamedFeature(
        kind: name.kind, name: name.text, count: Int(name.count), weights: weights, hash: name.hash)
    }
  }

  /// Section NAME of the model file.
  package var featureNames: [FeatureName] { names.map { names in (0..<names.count).map { names[$0] } } ?? [] }

  /// For each class, in the order of `labels`, the named features that speak for it: those with the greatest weight
  /// first, of equals the more frequent. Weights end at the limit of what the table can hold.
  ///
  ///     for (label, features) in zip(model.labels, model.topFeatures(5)) {
  ///       print(label, features.map(\.name))
  ///     }
  ///
  /// - Parameter limit: the most features of a class.
  public func topFeatures(_ limit: Int = 20) -> [[NamedFeature]] {
    let features = namedFeatures
    return labels.indices.map { label in
      let speaking = features.filter { $0.weights[label] > 0 }
      let sorted = speaking.sorted {
        ($0.weights[label], $0.count, $1.hash) > ($1.weights[label], $1.count, $0.hash)
      }
      return Array(sorted.prefix(max(limit, 0)))
    }
  }

  /// How many features the model knows, named or not.
  ///
  /// - Complexity: O(`byteCount`).
  public var featureCount: Int {
    (0..<table.lineCount).reduce(0) { count, line in
      let keys = table.address(line: line).load(as: SIMD8<UInt16>.self)
      return count + (0..<FeatureTable.slotsPerLine).count { keys[$0] != 0 }
    }
  }

  /// `NamedFeature.weights` of any feature; nil when the model does not know it.
  package func weights(ofFeature hash: UInt64) -> [Double]? {
    guard let slot = table.slot(of: hash) else { return nil }
    return Self.aboveOthers(labels.indices.map { Double(table.logit(slot: slot, class: $0)) * Double(weightStep) })
  }

  /// The name of every cue, and by how much a cue of 1 moves the logit of each class above the mean of the others.
  package var cueWeights: [(name: String, weights: [Double])] {
    CueFeatures.names.enumerated().map { index, name in
      (name, Self.aboveOthers(labels.indices.map { Double(dense.weights[index * labels.count + $0]) }))
    }
  }

  /// Every logit less the mean of the others.
  private static func aboveOthers(_ logits: [Double]) -> [Double] {
    let sum = logits.reduce(0, +)
    return logits.map { $0 - (sum - $0) / Double(logits.count - 1) }
  }
}
