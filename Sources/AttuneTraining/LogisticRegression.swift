import Attune
import AttunePlatform
import AttuneStatistics
import CPlatform

/// Multinomial logistic regression by AdaGrad (Duchi et al. 2011) with feature dropout (Wager et al. 2013), one text at
/// a time in an order that depends on the seed alone. `model` is the mean of the weights after each pass, where later
/// passes count for more (Shamir & Zhang 2013).
///
/// Each group of texts has a bias of its own during training, which is not part of the model: how often a source praises
/// says nothing about what praise looks like.
final class LogisticRegression {
  private let data: LabelledFeatures
  private let options: TrainingOptions
  private var generator: SeededGenerator
  private let classes: Int
  /// Vectors of four that hold one number per class.
  private let blocks: Int
  /// For every feature `blocks` vectors of weights and `blocks` of sums of squared gradients.
  private let sparse: UnsafeMutableBufferPointer<SIMD4<Float>>
  /// The same for every input (cues and readings), then for the bias of every group.
  private let dense: UnsafeMutableBufferPointer<SIMD4<Float>>
  /// Where the rows of the present text's features begin, of those that dropout left: `count.plain` of them from the
  /// front, `count.reversed` from the back.
  private let kept: UnsafeMutableBufferPointer<Int>
  /// Logits, probabilities and then gradients of the present text.
  private let outputs: UnsafeMutableBufferPointer<SIMD4<Float>>
  private var mean: LinearModel
  private var passes = 0

  init(start: LinearModel, data: LabelledFeatures, options: TrainingOptions, run: Int = 0) {
    self.data = data
    self.options = options
    generator = SeededGenerator(seed: options.seed &+ UInt64(run) &* 0x9E37_79B9_7F4A_7C15)
    classes = start.classes
    blocks = (classes + 3) / 4
    sparse = Self.interleaved(start.sparse, classes: classes, squares: 1e-2)
    dense = Self.interleaved(
      start.dense + Array(repeating: 0, count: data.masks.count * classes), classes: classes, squares: 1e-1)
    mean = start
    let longest = zip(data.starts, data.starts.dropFirst()).reduce(0) { max($0, $1.1 - $1.0) }
    kept = .allocate(capacity: longest + 1)
    outputs = .allocate(capacity: blocks)
  }

  deinit {
    sparse.deallocate()
    dense.deallocate()
    kept.deallocate()
    outputs.deallocate()
  }

  var model: LinearModel { mean }

  /// One pass over certain texts.
  /// - Returns: the mean loss of the texts before they were learned.
  func pass(over texts: [Int]) -> Float {
    var order = texts.filter { data.weights[$0] > 0 }
    order.shuffle(using: &generator)
    var loss: Float = 0
    var total: Float = 0
    for text in order {
      let count = dropOut(text)
      loss += learn(
        text, UnsafeBufferPointer(rebasing: kept[..<count.plain]),
        reversed: UnsafeBufferPointer(rebasing: kept.suffix(count.reversed)), hasReading: keepsReading())
      total += data.weights[text]
    }
    passes += 1
    average()
    return loss / max(total, 1e-9)
  }

  /// The share of features that a text loses.
  private func dropout(_ text: Int) -> Float { data.groups[text] == data.probeGroup ? 0 : options.dropout }

  /// Whether a text keeps what was read of it this time.
  private func keepsReading() -> Bool {
    data.readingCount > 0 && Float(generator.next() & 0xFFFF) >= options.readingDropout * 65_536
  }

  /// Fills `kept`.
  /// - Returns: how many are left.
  private func dropOut(_ text: Int) -> (plain: Int, reversed: Int) {
    let threshold = UInt64((1 - dropout(text)) * 256)
    // Eight draws a number.
    var bits: UInt64 = 0
    var drawsLeft = 0
    var count = (plain: 0, reversed: 0)
    data.features.withUnsafeBufferPointer { features in
      for index in data.starts[text]..<data.starts[text + 1] {
        if drawsLeft == 0 {
          bits = generator.next()
          drawsLeft = 8
        }
        let row = Int(features[index].number) * 2 * blocks
        kept[count.plain] = row
        if bits & 0xFF < threshold {
          if features[index].isReversed {
            count.reversed += 1
            kept[kept.count - count.reversed] = row
          } else {
            count.plain += 1
          }
          attune_prefetch(sparse.baseAddress! + row)
        }
        bits >>= 8
        drawsLeft -= 1
      }
    }
    return count
  }

  /// - Returns: the text's weighted loss.
  private func learn(
    _ text: Int, _ kept: UnsafeBufferPointer<Int>, reversed: UnsafeBufferPointer<Int>, hasReading: Bool
  ) -> Float {
    let norm = data.norm(text) / (1 - dropout(text))
    let rate = SIMD4<Float>(repeating: options.learningRate)
    let groupRow = (data.inputs + data.groups[text]) * 2 * blocks
    for block in 0..<blocks {
      var sum = SIMD4<Float>.zero
      for row in kept { sum += sparse[row + block] }
      for row in reversed { sum += ValenceContext.reversal * sparse[row + block] }
      sum *= norm
      data.forEachInput(text, hasReading: hasReading) { sum += $1 * dense[$0 * 2 * blocks + block] }
      outputs[block] = sum
    }
    let loss = outputs.withMemoryRebound(to: Float.self) { outputs in
      data.addOffsets(of: text, to: UnsafeMutableBufferPointer(rebasing: outputs[..<classes]))
      for label in 0..<classes { outputs[label] += dense[groupRow + label / 4][label % 4] }
      return turnIntoGradients(outputs, text)
    }
    for block in 0..<blocks {
      let gradient = outputs[block] * norm
      let square = gradient * gradient
      let step = rate * gradient
      for row in kept { sparse[row + block].learn(&sparse[row + blocks + block], square: square, step: step) }
      let reversedSquare = ValenceContext.reversal * ValenceContext.reversal * square
      let reversedStep = ValenceContext.reversal * step
      for row in reversed {
        sparse[row + block].learn(&sparse[row + blocks + block], square: reversedSquare, step: reversedStep)
      }
      func learn(_ row: Int, _ gradient: SIMD4<Float>) {
        dense[row + block].learn(&dense[row + blocks + block], square: gradient * gradient, step: rate * gradient)
      }
      data.forEachInput(text, hasReading: hasReading) { learn($0 * 2 * blocks, outputs[block] * $1) }
      learn(groupRow, outputs[block])
    }
    return loss
  }

  /// - Returns: the text's weighted loss.
  private func turnIntoGradients(_ outputs: UnsafeMutableBufferPointer<Float>, _ text: Int) -> Float {
    let weight = data.weights[text]
    let mask = data.masks[data.groups[text]]
    softmax(outputs.baseAddress!, mask: mask)
    var loss: Float = 0
    for index in 0..<classes where mask[index] {
      let target = data.targets[text * classes + index]
      if target > 0 { loss -= target * log(max(outputs[index], 1e-9)) }
      outputs[index] = weight * (outputs[index] - target)
    }
    for index in classes..<outputs.count { outputs[index] = 0 }
    return weight * loss
  }

  /// Takes the present weights into the mean.
  private func average() {
    let share = 3 / Float(passes + 2)
    func add(_ rows: UnsafeMutableBufferPointer<SIMD4<Float>>, to mean: inout [Float]) {
      for (row, index) in stride(from: 0, to: mean.count, by: classes).enumerated() {
        for label in 0..<classes {
          mean[index + label] += share * (rows[row * 2 * blocks + label / 4][label % 4] - mean[index + label])
        }
      }
    }
    add(sparse, to: &mean.sparse)
    add(dense, to: &mean.dense)
  }

  private static func interleaved(
    _ weights: [Float], classes: Int, squares: Float
  ) -> UnsafeMutableBufferPointer<SIMD4<Float>> {
    let blocks = (classes + 3) / 4
    let rows = weights.count / classes
    let result = UnsafeMutableBufferPointer<SIMD4<Float>>.allocate(capacity: rows * 2 * blocks)
    result.initialize(repeating: .init(repeating: squares))
    for row in 0..<rows {
      for block in 0..<blocks { result[row * 2 * blocks + block] = .zero }
      for label in 0..<classes { result[row * 2 * blocks + label / 4][label % 4] = weights[row * classes + label] }
    }
    return result
  }
}
