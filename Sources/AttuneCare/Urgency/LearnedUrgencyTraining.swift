import Attune
import AttunePlatform
import AttuneStatistics

/// A message of which somebody said how soon it needs an answer.
package struct UrgentMessage: Sendable {
  package var text: String
  /// 0 never, 1 in its turn, 2 soon, 3 at once.
  package var urgency: Int

  package var isUrgent: Bool { urgency > 1 }

  /// Reads a table with the columns urgency and text.
  package static func read(_ table: String) throws(LabelTable.Fault) -> [UrgentMessage] {
    try LabelTable.rows(table, columns: 2, "urgency (0 to 3) and text") { fields in
      guard let urgency = Int(fields[0]), (0...3).contains(urgency) else { return nil }
      return UrgentMessage(text: String(fields[1]), urgency: urgency)
    }
  }
}

/// Trains `LearnedUrgency`, fits the weights of cues beside it, and measures what is found.
package struct LearnedUrgencyTraining {
  private let model: Model

  package init(model: Model) { self.model = model }

  /// How likely somebody should answer soon, by urgency, and how much such a message counts: it is worse to miss one than to
  /// read one more.
  private static let targets: [(probability: Float, weight: Float)] = [(0, 1), (0.05, 1), (0.9, 1.35), (1, 2.7)]

  /// Lanes of `Example.cues` behind those of the signs.
  private static let (negative, positive) = (30, 31)

  private struct Example {
    /// Of the words.
    var features: [UInt32]
    /// What those are multiplied by.
    var scale: Float
    /// What weights of cues are multiplied by: signs by their bits, and the sentiment.
    var cues: SIMD32<Float>
    var urgency: Int
  }

  private func examples(_ messages: [UrgentMessage]) -> [Example] {
    var examples: [Example] = []
    assess(messages, UrgencyAssessor(weights: .shipped, learned: LearnedUrgency(bias: 0, []))) {
      message, assessor, scorer in
      var cues = SIMD32<Float>()
      for bit in 0..<UrgencyCues.Sign.count where assessor.signs(0) & 1 << UInt32(bit) != 0 { cues[bit] = 1 }
      let sentiment = scorer.sentiment(0)
      (cues[Self.negative], cues[Self.positive]) = (sentiment.negative, sentiment.positive)
      let tokens = scorer.tokens![0]
      examples.append(
        Example(
          features: LearnedUrgency.features(tokens), scale: LearnedUrgency.scale(tokens.count), cues: cues,
          urgency: message.urgency))
    }
    return examples
  }

  private func assess(
    _ messages: [UrgentMessage], _ assessor: UrgencyAssessor,
    _ body: (UrgentMessage, UrgencyAssessor, Scorer) -> Void
  ) {
    let scorer = Scorer(model: model, keepsTokens: true)
    for message in messages {
      var text = message.text
      text.withUTF8 { bytes in
        scorer.add(bytes)
        scorer.finish()
        assessor.reset()
        assessor.add(scorer, nil, 0, bytes)
        body(message, assessor, scorer)
        scorer.reset()
      }
    }
  }

  /// Learns the features that two messages have, beside weights of cues that fit them; then, of those that fall into the same slot, the
  /// one that moves logits most.
  package func train(on messages: [UrgentMessage]) -> LearnedUrgency {
    let examples = examples(messages)
    let known = Self.known(examples)
    let weights = Self.weights(known, examples).words
    let kept = known.winners(of: LearnedUrgency.slot) { weights[$0]! * weights[$0]! * known[$0]! }
    let learned = Self.weights(kept, examples)
    return LearnedUrgency(
      bias: learned.bias, learned.words.sorted { $0.key < $1.key }.map { (feature: $0, worth: $1) })
  }

  /// The weights of cues and of the sentiment that do best beside words: the names of `weights.yaml`, in its order, and numbers.
  package func fittedCues(on messages: [UrgentMessage]) -> [(name: String, weight: Float)] {
    let examples = examples(messages)
    let cues = Self.weights(Self.known(examples), examples).cues
    return [("negative", cues[Self.negative]), ("positive", cues[Self.positive])]
      + UrgencyReason.cues.map { ($0.rawValue, cues[Int(UrgencyCues.Sign($0).bit)]) }
      + CalmingReason.allCases.map { ($0.rawValue, cues[Int(UrgencyCues.Sign($0).bit)]) }
  }

  private static func known(_ examples: [Example]) -> [UInt32: Float] {
    .known(in: examples.lazy.map(\.features))
  }

  /// The least and the largest that weights of cues may be: what is shown as a reason is one, and who may die comes first.
  private static let bounds: (SIMD32<Float>, SIMD32<Float>) = {
    var (least, largest) = (SIMD32<Float>(repeating: 0.2), SIMD32<Float>(repeating: 5))
    for calming in CalmingReason.allCases {
      let bit = Int(UrgencyCues.Sign(calming).bit)
      (least[bit], largest[bit]) = (-5, 0)
    }
    (least[positive], largest[positive]) = (-5, 0)
    least[Int(UrgencyCues.Sign(.danger).bit)] = 3
    return (least, largest)
  }()

  private static var shippedCues: SIMD32<Float> {
    let shipped = UrgencyWeights.shipped
    var cues = SIMD32<Float>()
    for (reason, weight) in shipped.reasons { cues[Int(UrgencyCues.Sign(reason).bit)] = Float(weight) }
    for calming in CalmingReason.allCases {
      cues[Int(UrgencyCues.Sign(calming).bit)] = Float(shipped.calming[calming.rawValue] ?? 0)
    }
    (cues[negative], cues[positive]) = (Float(shipped.negative), Float(shipped.positive))
    return cues
  }

  /// Logistic regression by AdaGrad (Duchi et al. 2011), in an order that is always the same.
  ///
  /// - Parameters:
  ///   - known: the features of words that are learned, and how many messages have each.
  ///   - ridge: how strongly every weight of a word is drawn to zero, against the sum over all messages.
  ///   - cueRidge: how strongly those of cues are drawn to the shipped ones. Words explain the messages that are learned better, cues
  ///     those of companies that nobody learned from.
  private static func weights(
    _ known: [UInt32: Float], _ examples: [Example], passes: Int = 20, ridge: Float = 3,
    cueRidge: Float = 50, rate: Float = 0.1
  ) -> (bias: Float, cues: SIMD32<Float>, words: [UInt32: Float]) {
    let features = known.keys.sorted()
    let places = Dictionary(uniqueKeysWithValues: features.enumerated().map { ($1, $0) })
    let rows = examples.map { $0.features.compactMap { places[$0] } }
    let shipped = shippedCues
    var cues = shipped
    var cueSquares = SIMD32<Float>(repeating: 1)
    var (bias, biasSquare) = (Float(0), Float(1))
    var weights = [Float](repeating: 0, count: features.count)
    var squares = [Float](repeating: 1e-2, count: features.count)
    var order = Array(examples.indices)
    var seed: UInt64 = 1
    for _ in 0..<passes {
      order.shuffle(by: &seed)
      for index in order {
        let example = examples[index]
        let target = targets[example.urgency]
        let sum = rows[index].reduce(Float(0)) { $0 + weights[$1] } * example.scale
        let logit = Float(UrgencyWeights.shipped.bias) + bias + sum + (cues * example.cues).sum()
        let error = (1 / (1 + exp(-logit)) - target.probability) * target.weight
        bias.learn(&biasSquare, square: error * error, step: error * rate)
        let pull = example.cues * error + (cues - shipped) * (cueRidge / Float(examples.count))
        cues.learn(&cueSquares, square: pull * pull, step: pull * rate)
        cues.clamp(lowerBound: bounds.0, upperBound: bounds.1)
        for row in rows[index] {
          let gradient = error * example.scale + weights[row] * (ridge / known[features[row]]!)
          weights[row].learn(&squares[row], square: gradient * gradient, step: gradient * rate)
        }
      }
    }
    return (bias, cues, Dictionary(uniqueKeysWithValues: zip(features, weights)))
  }

  /// The probabilities of messages, by the shipped weights and these words.
  package func scores(_ messages: [UrgentMessage], by learned: LearnedUrgency) -> [Float] {
    var scores: [Float] = []
    assess(messages, UrgencyAssessor(weights: .shipped, learned: learned)) { _, assessor, _ in
      scores.append(assessor.score(0))
    }
    return scores
  }
}
