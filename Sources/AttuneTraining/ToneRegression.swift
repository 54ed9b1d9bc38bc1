import AttunePlatform
import Attune
import AttuneStatistics

/// One logistic regression per tone over the same texts, by AdaGrad (Duchi et al. 2011) in an order that depends on the
/// seed alone. The mean of the weights after each pass is what was learned, where later passes count for more.
///
/// A rare feature is worth more than a frequent one from the beginning (inverse document frequency, Spärck Jones 1972),
/// and the sums of squared gradients begin so large that a feature seen a few times is not learned by heart.
struct ToneRegression {
  static let passes = 8
  private static let rate: Float = 2
  private static let firstSquares: Float = 100
  private static let firstDenseSquares: Float = 0.1
  /// Pulls the weights of features towards 0.
  private static let decay: Float = 0.001

  /// What is learned from.
  struct Texts {
    /// Where the rows of each text begin; one more than there are texts.
    var starts: [Int]
    /// Numbers of features, text by text.
    var rows: [UInt32]
    /// What a feature is worth before anything is learned.
    var rarity: [Float]
    /// 1 / √tokens of each text.
    var norms: [Float]
    /// `[texts × inputs]`: what is known of a text besides its features; the first is always 1.
    var inputs: [Float]
    var inputCount: Int
    /// `[texts × tones]`
    var targets: [Bool]
    var tones: Int
  }

  /// Weights `[rows × tones]`, to which `rarity` is multiplied, and `[inputs × tones]`.
  struct Weights {
    var sparse: [Float]
    var dense: [Float]
  }

  private typealias Vector = SIMD16<Float>

  /// - Parameter chosen: the texts to learn.
  static func learn(_ texts: Texts, _ chosen: [Int], seed: UInt64) -> Weights {
    // Tones in vectors: the rows of a matrix have `blocks` of them.
    let blocks = (texts.tones + 15) / 16
    var sparse = Matrix(rows: texts.rarity.count, blocks: blocks, squares: firstSquares)
    var dense = Matrix(rows: texts.inputCount, blocks: blocks, squares: firstDenseSquares)
    var generator = SeededGenerator(seed: seed)
    var order = chosen
    for pass in 0..<passes {
      order.shuffle(using: &generator)
      for text in order { learn(texts, text, &sparse, &dense, blocks) }
      let share = 3 / Float(pass + 3)
      sparse.average(share)
      dense.average(share)
    }
    return Weights(
      sparse: sparse.mean(tones: texts.tones, factors: texts.rarity),
      dense: dense.mean(tones: texts.tones, factors: Array(repeating: 1, count: texts.inputCount)))
  }

  private static func learn(
    _ texts: Texts, _ text: Int, _ sparse: inout Matrix, _ dense: inout Matrix, _ blocks: Int
  ) {
    let features = texts.rows[texts.starts[text]..<texts.starts[text + 1]]
    let norm = texts.norms[text]
    for block in 0..<blocks {
      var logits = Vector.zero
      for row in features { logits += texts.rarity[Int(row)] * sparse.weights[Int(row) * blocks + block] }
      logits *= norm
      for input in 0..<texts.inputCount {
        logits += texts.inputs[text * texts.inputCount + input] * dense.weights[input * blocks + block]
      }
      var gradient = Vector.zero
      for lane in 0..<min(16, texts.tones - 16 * block) {
        let target: Float = texts.targets[text * texts.tones + 16 * block + lane] ? 1 : 0
        gradient[lane] = 1 / (1 + exp(-logits[lane])) - target
      }
      for row in features {
        sparse.learn(Int(row) * blocks + block, norm * texts.rarity[Int(row)] * gradient, rate: rate, decay: decay)
      }
      for input in 0..<texts.inputCount {
        dense.learn(
          input * blocks + block, texts.inputs[text * texts.inputCount + input] * gradient, rate: rate, decay: 0)
      }
    }
  }

  /// Weights in vectors, with the sums of their squared gradients and their mean.
  private struct Matrix {
    private(set) var weights: [Vector]
    private var squares: [Vector]
    private var means: [Vector]
    private let blocks: Int

    init(rows: Int, blocks: Int, squares: Float) {
      self.blocks = blocks
      weights = Array(repeating: .zero, count: rows * blocks)
      means = weights
      self.squares = Array(repeating: Vector(repeating: squares), count: rows * blocks)
    }

    @inline(__always)
    mutating func learn(_ place: Int, _ gradient: Vector, rate: Float, decay: Float) {
      let step = rate * (gradient + decay * weights[place])
      weights[place].learn(&squares[place], square: gradient * gradient, step: step)
    }

    mutating func average(_ share: Float) {
      for place in weights.indices { means[place] += share * (weights[place] - means[place]) }
    }

    func mean(tones: Int, factors: [Float]) -> [Float] {
      factors.indices.flatMap { row in
        (0..<tones).map { factors[row] * means[row * blocks + $0 / 16][$0 % 16] }
      }
    }
  }
}
