/// What a model goes by: its features and cues with their weights.
extension Model {
  /// A feature that the model can name. It knows most features by their hashes only; its file keeps the names of those
  /// that said most about the classes in training.
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
    /// How often it occurs in the texts that the model learned from.
    public var count: Int
    /// One per class, in the order of the model's `labels`: the amount by which it raises the logit of the class above
    /// the mean of the others, before division by the square root of the number of tokens and before calibration. The
    /// weights are those of the model's table, from which verdicts are computed.
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

  /// For each class, in the order of `labels`, the named features that speak for it: the greatest weight first and,
  /// among equal weights, the more frequent first. Weights are capped at the limit of what the table can hold.
  ///
  ///     for (label, features) in zip(model.labels, model.topFeatures(5)) {
  ///       print(label, features.map(\.name))
  ///     }
  ///
  /// - Parameter limit: the maximum number of features per class.
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

  /// The number of features that the model knows, named or not.
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
