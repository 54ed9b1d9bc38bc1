import Attune
import AttunePlatform
import AttuneStatistics

/// A term in a text, and how people say that it is meant.
package struct LabelledTerm: Sendable {
  package var text: String
  /// Bytes.
  package var range: Range<Int>
  /// Of `AspectPolarity.labels`.
  package var label: Int

  package init(text: String, range: Range<Int>, label: Int) {
    self.text = text
    self.range = range
    self.label = label
  }
}

/// Trains and measures the polarity of terms.
package struct AspectPolarityTraining {
  private let model: Model

  package init(model: Model) { self.model = model }

  private struct Example {
    var words: [Int]
    var dense: [Float]
    var label: Int
  }

  private func examples(_ terms: [LabelledTerm]) -> [Example?] {
    let scorer = Scorer(model: model, keepsTokens: true)
    let finder = AspectFinder(taxonomy: .shipped, model: model, polarity: .init(weights: []))
    return terms.map { term in
      var text = term.text
      return text.withUTF8 { bytes in
        scorer.add(bytes)
        scorer.finish()
        defer { scorer.reset() }
        return finder.example(term.range, bytes, scorer.tokens![0]).map {
          Example(words: $0.words, dense: $0.dense, label: term.label)
        }
      }
    }
  }

  /// Logistic regression by AdaGrad (Duchi et al. 2011), in an order that is always the same.
  ///
  /// - Parameter ridge: how strongly every weight is drawn to zero, against the sum over all examples.
  package func train(on terms: [LabelledTerm], passes: Int = 20, ridge: Float = 16, rate: Float = 0.05)
    -> AspectPolarity
  {
    let examples = examples(terms).compactMap { $0 }
    // A weight is drawn to zero when its feature is seen: the more the rarer that is.
    var counts = [Float](repeating: 0, count: AspectPolarity.features)
    for example in examples {
      for word in example.words { counts[word] += 1 }
      for (feature, value) in example.dense.enumerated() where value != 0 {
        counts[AspectPolarity.wordFeatures + feature] += 1
      }
    }
    var weights = [Float](repeating: 0, count: AspectPolarity.features * AspectPolarity.classes)
    var squares = [Float](repeating: 1e-2, count: weights.count)
    var order = Array(examples.indices)
    var seed: UInt64 = 1
    for _ in 0..<passes {
      order.shuffle(by: &seed)
      for place in order {
        let example = examples[place]
        var error = AspectPolarity(weights: weights).probabilities(
          words: example.words, dense: example.dense, neutralPrior: 1)
        error[example.label] -= 1
        func update(_ row: Int, _ value: Float) {
          for index in 0..<AspectPolarity.classes {
            let at = row * AspectPolarity.classes + index
            let gradient = error[index] * value + ridge / counts[row] * weights[at]
            weights[at].learn(&squares[at], square: gradient * gradient, step: rate * gradient)
          }
        }
        for word in example.words { update(word, 1) }
        for (feature, value) in example.dense.enumerated() where value != 0 {
          update(AspectPolarity.wordFeatures + feature, value)
        }
      }
    }
    return AspectPolarity(weights: weights)
  }

  /// The share of terms that are called what people call them; one of which no token is found counts as neutral.
  package func accuracy(of polarity: AspectPolarity, on terms: [LabelledTerm]) -> Double {
    let right = zip(examples(terms), terms).count { example, term in
      guard let example else { return term.label == 1 }
      let p = polarity.probabilities(words: example.words, dense: example.dense)
      return (0..<3).max { p[$0] < p[$1] } == term.label
    }
    return Double(right) / Double(max(terms.count, 1))
  }
}
