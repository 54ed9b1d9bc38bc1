import Attune

/// Training that goes on from a model instead of from nothing.
extension Trainer {
  /// Puts the weights of a model in the place of those of the features that it knows, and of all cues.
  func takeOver(_ base: Model, into model: inout LinearModel, _ hashes: [UInt64]) {
    let classes = model.classes
    for (feature, hash) in hashes.enumerated() {
      guard let slot = base.table.slot(of: hash) else { continue }
      for label in 0..<classes {
        model.sparse[feature * classes + label] = Float(base.table.logit(slot: slot, class: label)) * base.weightStep
      }
    }
    model.dense = base.dense.weights
  }
}
