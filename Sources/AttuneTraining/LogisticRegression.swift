import Attune

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Multinomial logistic regression by AdaGrad (Duchi et al. 2011) with feature dropout (Wager et al. 2013), one text at
/// a time in an order that depends on the seed alone. The result is the mean of the weights after each pass of the
/// second half.
struct LogisticRegression {
  private(set) var model: LinearModel
  private let options: TrainingOptions
  private var generator: SeededGenerator
  /// Sums of squared gradients, in the shape of the weights.
  private var sparseSquares: [Float]
  private var denseSquares: [Float]
  /// The features of the present text that dropout left.
  private var kept: [Int] = []
  /// Logits, probabilities and then gradients of the present text.
  private var outputs: [Float]

  init(start: LinearModel, options: TrainingOptions) {
    model = start
    self.options = options
    generator = SeededGenerator(seed: options.seed)
    sparseSquares = Array(repeating: 1e-2, count: start.sparse.count)
    denseSquares = Array(repeating: 1e-1, count: start.dense.count)
    outputs = Array(repeating: 0, count: start.classes)
  }

  /// - Parameters:
  ///   - isUsed: texts to learn from.
  ///   - isKept: features to learn; the weights of the others stay.
  ///   - epochs: passes over the data.
  ///   - progress: is told the pass (from 1) and the mean loss of its texts.
  mutating func fit(
    _ data: LabelledFeatures, isUsed: [Bool], isKept: [Bool], epochs: Int, progress: (Int, Float) -> Void
  ) {
    var order = (0..<data.count).filter { isUsed[$0] }
    let averaged = epochs - epochs / 2
    var mean = LinearModel(features: model.sparse.count / model.classes, classes: model.classes)
    for epoch in 1...epochs {
      order.shuffle(using: &generator)
      var loss = 0.0
      var total = 0.0
      for text in order where data.weights[text] > 0 {
        dropOut(data.features(text), isKept)
        let norm = data.norm(text) / (1 - options.dropout)
        predict(data, text, norm)
        loss += Double(turnIntoGradients(data, text))
        total += Double(data.weights[text])
        update(data, text, norm)
      }
      if epoch > epochs - averaged { mean.add(model, share: 1 / Float(averaged)) }
      progress(epoch, Float(loss / max(total, 1e-9)))
    }
    model = mean
  }

  private mutating func dropOut(_ features: ArraySlice<UInt32>, _ isKept: [Bool]) {
    let threshold = UInt64((1 - options.dropout) * 256)
    kept.removeAll(keepingCapacity: true)
    // Eight draws a number.
    var bits: UInt64 = 0
    var drawsLeft = 0
    for feature in features where isKept[Int(feature)] {
      if drawsLeft == 0 {
        bits = generator.next()
        drawsLeft = 8
      }
      if bits & 0xFF < threshold { kept.append(Int(feature) * model.classes) }
      bits >>= 8
      drawsLeft -= 1
    }
  }

  private mutating func predict(_ data: LabelledFeatures, _ text: Int, _ norm: Float) {
    let classes = model.classes
    for index in 0..<classes { outputs[index] = 0 }
    for row in kept { for index in 0..<classes { outputs[index] += model.sparse[row + index] } }
    for index in 0..<classes { outputs[index] *= norm }
    for cue in 0..<CueFeatures.count {
      let value = data.cues[text * CueFeatures.count + cue]
      if value == 0 { continue }
      for index in 0..<classes { outputs[index] += value * model.dense[cue * classes + index] }
    }
    softmax(&outputs, mask: data.mask(text))
  }

  /// - Returns: the text's weighted loss.
  private mutating func turnIntoGradients(_ data: LabelledFeatures, _ text: Int) -> Float {
    let weight = data.weights[text]
    let mask = data.mask(text)
    var loss: Float = 0
    for (index, target) in data.target(text).enumerated() where mask[index] {
      if target > 0 { loss -= target * log(max(outputs[index], 1e-9)) }
      outputs[index] = weight * (outputs[index] - target)
    }
    return weight * loss
  }

  private mutating func update(_ data: LabelledFeatures, _ text: Int, _ norm: Float) {
    let classes = model.classes
    let rate = options.learningRate
    for row in kept {
      for index in 0..<classes {
        let gradient = outputs[index] * norm
        sparseSquares[row + index] += gradient * gradient
        model.sparse[row + index] -= rate * gradient / sparseSquares[row + index].squareRoot()
      }
    }
    for cue in 0..<CueFeatures.count {
      let value = data.cues[text * CueFeatures.count + cue]
      if value == 0 { continue }
      for index in 0..<classes {
        let gradient = outputs[index] * value
        let at = cue * classes + index
        denseSquares[at] += gradient * gradient
        model.dense[at] -= rate * gradient / denseSquares[at].squareRoot()
      }
    }
  }
}
