#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

import Attune

/// Multinomial logistic regression by AdaGrad (Duchi et al. 2011) with feature dropout (Wager et al. 2013), one text at
/// a time in an order that depends on the seed alone. The result is the mean of the weights after each pass of the
/// second half.
struct LogisticRegression {
  var model: LinearModel
  let options: TrainingOptions
  private var generator: SeededGenerator

  init(start: LinearModel, options: TrainingOptions) {
    model = start
    self.options = options
    generator = SeededGenerator(seed: options.seed)
  }

  /// - Parameters:
  ///   - isUsed: texts to learn from.
  ///   - isKept: features to learn; the weights of the others stay.
  ///   - epochs: passes over the data.
  ///   - progress: is told the pass (from 1) and the mean loss of its texts.
  mutating func fit(
    _ data: TrainingSet, isUsed: [Bool], isKept: [Bool], epochs: Int, progress: (Int, Float) -> Void
  ) {
    let classes = model.classes
    let cueCount = CueFeatures.count
    var order = (0..<data.count).filter { isUsed[$0] }
    var sparseSquares = [Float](repeating: 1e-2, count: model.sparse.count)
    var denseSquares = [Float](repeating: 1e-1, count: model.dense.count)
    var meanSparse = [Float](repeating: 0, count: model.sparse.count)
    var meanDense = [Float](repeating: 0, count: model.dense.count)
    let averaged = epochs - epochs / 2
    let keepProbability = 1 - options.dropout
    let threshold = UInt64(keepProbability * 256)
    var kept: [Int] = []
    let gradients = UnsafeMutablePointer<Float>.allocate(capacity: classes)
    defer { gradients.deallocate() }
    let rate = options.learningRate

    for epoch in 1...epochs {
      order.shuffle(using: &generator)
      var loss: Double = 0
      var total: Double = 0
      model.sparse.withUnsafeMutableBufferPointer { sparse in
        sparseSquares.withUnsafeMutableBufferPointer { squares in
          data.features.withUnsafeBufferPointer { features in
            data.cues.withUnsafeBufferPointer { cues in
              for text in order {
                kept.removeAll(keepingCapacity: true)
                var bits: UInt64 = 0
                var bitsLeft = 0
                for at in data.starts[text]..<data.starts[text + 1] {
                  let feature = Int(features[at])
                  guard isKept[feature] else { continue }
                  if bitsLeft == 0 {
                    bits = generator.next()
                    bitsLeft = 8
                  }
                  let draw = bits & 0xFF
                  bits >>= 8
                  bitsLeft -= 1
                  if draw < threshold { kept.append(feature * classes) }
                }
                let norm = 1 / (Float(max(data.tokens[text], 1)).squareRoot() * keepProbability)
                for index in 0..<classes { gradients[index] = 0 }
                for row in kept { for index in 0..<classes { gradients[index] += sparse[row + index] } }
                for index in 0..<classes { gradients[index] *= norm }
                let cueRow = text * cueCount
                for cue in 0..<cueCount {
                  let value = cues[cueRow + cue]
                  if value == 0 { continue }
                  for index in 0..<classes { gradients[index] += value * model.dense[cue * classes + index] }
                }
                let mask = data.groups[data.group[text]]
                let target = data.targets[text]
                let weight = data.weights[text]
                var largest = -Float.infinity
                for index in 0..<classes where mask[index] { largest = max(largest, gradients[index]) }
                var sum: Float = 0
                for index in 0..<classes {
                  gradients[index] = mask[index] ? exp(gradients[index] - largest) : 0
                  sum += gradients[index]
                }
                for index in 0..<classes { gradients[index] /= sum }
                loss -= Double(weight * log(max(gradients[target], 1e-9)))
                total += Double(weight)
                gradients[target] -= 1
                for index in 0..<classes { gradients[index] *= weight }
                for row in kept {
                  for index in 0..<classes where mask[index] {
                    let gradient = gradients[index] * norm
                    squares[row + index] += gradient * gradient
                    sparse[row + index] -= rate * gradient / squares[row + index].squareRoot()
                  }
                }
                for cue in 0..<cueCount {
                  let value = cues[cueRow + cue]
                  if value == 0 { continue }
                  for index in 0..<classes where mask[index] {
                    let gradient = gradients[index] * value
                    let at = cue * classes + index
                    denseSquares[at] += gradient * gradient
                    model.dense[at] -= rate * gradient / denseSquares[at].squareRoot()
                  }
                }
              }
            }
          }
        }
      }
      if epoch > epochs - averaged {
        for index in meanSparse.indices { meanSparse[index] += model.sparse[index] / Float(averaged) }
        for index in meanDense.indices { meanDense[index] += model.dense[index] / Float(averaged) }
      }
      progress(epoch, Float(loss / max(total, 1e-9)))
    }
    model.sparse = meanSparse
    model.dense = meanDense
  }
}
