import Attune

/// Training that goes on from a model instead of from nothing.
///
/// Texts of few patterns would move words, cues and calibration that all texts share: learned beside them, `Probes` hold
/// those in place, so that what is new has to be learned from the words that are new. What moves the probes that are not
/// learned all the same is taken back as far as it must be: weights between those at the start and those learned
/// (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
extension Trainer {
  /// The share of the probes that are never learned of which the verdict must stay.
  static let leastAgreement = 0.98
  /// Steps from the learned weights back to those at the start.
  static let shareSteps = 20

  /// Weights and calibration between those of the start and those learned.
  struct Blend {
    var share: Float
    var model: LinearModel
    var calibration: Calibration
    /// Probes of which the verdict stays.
    var agreeing: Int
  }

  /// The blend with the greatest share of what was learned under which the probes keep their verdicts.
  func blend(
    _ start: LinearModel, _ learned: LinearModel, _ calibration: Calibration, _ data: LabelledFeatures,
    _ probes: [Int], _ base: Model
  ) -> Blend {
    var old = LinearModel(features: data.hashes.count, classes: data.classes)
    takeOver(base, into: &old, data.hashes)
    let verdicts = classes(old, base.calibration, data, probes)
    // What no probe has may move as it was learned.
    var isShared = [Bool](repeating: false, count: data.hashes.count)
    for probe in probes { for use in data.features(probe) { isShared[Int(use.number)] = true } }
    var blend = Blend(share: 1, model: learned, calibration: calibration, agreeing: probes.count)
    for step in stride(from: Self.shareSteps, through: 0, by: -1) {
      let share = Float(step) / Float(Self.shareSteps)
      blend.share = share
      if step < Self.shareSteps {
        blend.model = start.moved(share, to: learned, where: isShared)
        blend.calibration = base.calibration.moved(share, to: calibration)
      }
      blend.agreeing = zip(classes(blend.model, blend.calibration, data, probes), verdicts).count { $0 == $1 }
      if Double(blend.agreeing) >= Self.leastAgreement * Double(probes.count) { break }
    }
    return blend
  }

  /// The most probable class of each text.
  private func classes(
    _ model: LinearModel, _ calibration: Calibration, _ data: LabelledFeatures, _ texts: [Int]
  ) -> [Int] {
    var outputs = [Float](repeating: 0, count: data.classes)
    return texts.map { text in
      model.logits(data, text, into: &outputs)
      let slope = calibration.slope(tokens: data.tokens[text])
      for index in outputs.indices { outputs[index] = slope * outputs[index] + calibration.biases[index] }
      return outputs.indices.max { (outputs[$0], -$0) < (outputs[$1], -$1) }!
    }
  }

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

extension LinearModel {
  /// Between this model (0) and another (1), and the other for features that are not shared; what is the same in both stays so
  /// to the bit.
  fileprivate func moved(_ share: Float, to other: LinearModel, where isShared: [Bool]) -> LinearModel {
    var result = self
    for index in sparse.indices {
      guard isShared[index / classes] else {
        result.sparse[index] = other.sparse[index]
        continue
      }
      result.sparse[index] += share * (other.sparse[index] - sparse[index])
    }
    for index in dense.indices { result.dense[index] += share * (other.dense[index] - dense[index]) }
    return result
  }
}

extension Calibration {
  /// Between this calibration (0) and another (1).
  fileprivate func moved(_ share: Float, to other: Calibration) -> Calibration {
    var result = self
    result.constant += share * (other.constant - constant)
    result.perLength += share * (other.perLength - perLength)
    for index in biases.indices { result.biases[index] += share * (other.biases[index] - biases[index]) }
    return result
  }
}
