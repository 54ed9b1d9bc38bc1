import Attune
import AttunePlatform
import AttuneStatistics

/// A message of which somebody said what its customer is in.
package struct LabelledMessage: Sendable {
  package var text: String
  /// Its place in `LearnedSituations.names`.
  package var situation: Int

  /// Reads a table with the columns situation and text.
  package static func read(_ table: String) throws(LabelTable.Fault) -> [LabelledMessage] {
    let names = LearnedSituations.names
    return try LabelTable.rows(table, columns: 2, "situation (\(names.joined(separator: ", "))) and text") { fields in
      names.firstIndex(of: String(fields[0])).map { LabelledMessage(text: String(fields[1]), situation: $0) }
    }
  }
}

/// Trains `LearnedSituations`, and measures what a rubric finds with them.
package struct LearnedSituationsTraining {
  private let rubric: Rubric
  private let model: Model

  package init(rubric: Rubric = .standard, model: Model) {
    self.rubric = rubric
    self.model = model
  }

  private typealias Example = (features: [UInt32], situation: Int)

  /// Learns the features that two messages have; then, of those that fall into the same slot, the one that moves logits most.
  package func train(on messages: [LabelledMessage]) -> LearnedSituations {
    let reader = CustomerReader(rubric, model: model)
    let examples: [Example] = messages.map { message in
      var text = message.text
      _ = text.withUTF8 { reader.read($0) }
      return (reader.features.all, message.situation)
    }
    let known = [UInt32: Float].known(in: examples.lazy.map(\.features))
    let weights = Self.weights(known, examples)
    let kept = known.winners(of: LearnedSituations.slot) { (weights[$0]! * weights[$0]!).sum() * known[$0]! }
    let learned = Self.weights(kept, examples)
    return LearnedSituations(learned.sorted { $0.key < $1.key }.map { (feature: $0, worth: $1) })
  }

  /// Multinomial logistic regression by AdaGrad (Duchi et al. 2011) with dropout of features, in an order that is always the same.
  ///
  /// - Parameters:
  ///   - known: the features that are learned, and how many messages have each.
  ///   - ridge: how strongly every weight is drawn to zero, against the sum over all messages.
  private static func weights(
    _ known: [UInt32: Float], _ examples: [Example], passes: Int = 20, ridge: Float = 1, rate: Float = 0.05,
    dropout: Float = 0.5
  ) -> [UInt32: SIMD16<Float>] {
    let features = known.keys.sorted()
    let places = Dictionary(uniqueKeysWithValues: features.enumerated().map { ($1, $0) })
    let rows = examples.map { $0.features.compactMap { places[$0] } }
    var weights = [SIMD16<Float>](repeating: SIMD16(), count: features.count)
    var squares = [SIMD16<Float>](repeating: SIMD16(repeating: 1e-2), count: features.count)
    var order = Array(examples.indices)
    var seed: UInt64 = 1
    var random = SeededGenerator(seed: 1)
    for _ in 0..<passes {
      order.shuffle(by: &seed)
      for example in order {
        let kept = rows[example].filter { _ in Float.random(in: 0..<1, using: &random) >= dropout }
        let sum = kept.reduce(SIMD16<Float>()) { $0 + weights[$1] }
        var error = LearnedSituations.softmax(sum / (1 - dropout))
        error[examples[example].situation] -= 1
        for row in kept {
          let gradient = error + weights[row] * (ridge / known[features[row]]!)
          weights[row].learn(&squares[row], square: gradient * gradient, step: gradient * rate)
        }
      }
    }
    return Dictionary(uniqueKeysWithValues: zip(features, weights))
  }

  /// How many messages of each situation the rubric, with these weights, takes for each: `[labelled][found]`, by name.
  package func counts(of situations: LearnedSituations, in messages: [LabelledMessage]) -> [[String: Int]] {
    var rubric = rubric
    rubric.situations.learned = situations
    let reader = CustomerReader(rubric, model: model)
    var counts = [[String: Int]](repeating: [:], count: LearnedSituations.names.count)
    for message in messages {
      var text = message.text
      let found = text.withUTF8 { reader.read($0) }.situation.map { rubric.situations.all[$0].name }
      counts[message.situation][found ?? "", default: 0] += 1
    }
    return counts
  }
}
