import Attune
import AttunePlatform
import AttuneStatistics

/// The numbers that training a convolution works on, in full precision; see `Convolution` for what becomes of them.
struct ConvolutionNetwork {
  let filters: Int
  /// 1 or 2.
  let layers: Int
  let dimensions: Int
  let classes: Int
  let vocabulary: ConvolutionVocabulary
  /// `[rows × dimensions]`; the first row, padding, stays 0.
  var vectors: LearnedNumbers
  /// `[window × dimensions × filters]`
  var weights: LearnedNumbers
  /// `[filters]`
  var biases: LearnedNumbers
  /// `[3 × filters × filters]`, the second layer's; empty without one.
  var secondWeights: LearnedNumbers
  /// `[filters]`; empty without a second layer.
  var secondBiases: LearnedNumbers
  /// `[2 · layers · filters × classes]`
  var outputs: LearnedNumbers

  init(_ vocabulary: ConvolutionVocabulary, classes: Int, _ options: ConvolutionOptions, seed: UInt64) {
    self.vocabulary = vocabulary
    self.classes = classes
    filters = options.filters
    layers = options.layers
    dimensions = options.dimensions
    var generator = SeededGenerator(seed: seed)
    func numbers(_ count: Int, within limit: Float) -> LearnedNumbers {
      let numbers = LearnedNumbers(count)
      for index in 0..<count { numbers.values[index] = Float.random(in: -limit...limit, using: &generator) }
      return numbers
    }
    vectors = numbers(vocabulary.rowCount * dimensions, within: 0.17)
    weights = numbers(
      Convolution.window * dimensions * filters, within: 1.7 / Float(Convolution.window * dimensions).squareRoot())
    biases = LearnedNumbers(filters)
    let inputs = Convolution.secondWindow * filters
    secondWeights = numbers(layers == 2 ? inputs * filters : 0, within: 1.7 / Float(inputs).squareRoot())
    secondBiases = LearnedNumbers(layers == 2 ? filters : 0)
    let features = 2 * layers * filters
    outputs = numbers(features * classes, within: 1 / Float(features).squareRoot())
    for index in 0..<dimensions { vectors.values[index] = 0 }
    takeVectors(options)
  }

  /// What is pooled: the filters of all layers.
  var pooled: Int { layers * filters }

  /// Puts the vectors from elsewhere in the place of those of the same words.
  private func takeVectors(_ options: ConvolutionOptions) {
    let source = options.vectors
    let words = Dictionary(source.hashes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    for (place, hash) in vocabulary.hashes.enumerated() {
      guard let word = words[hash] else { continue }
      let row = vectors.values + (TokenShape.count + place) * dimensions
      for index in 0..<min(dimensions, source.dimensions) {
        row[index] = options.vectorScale * source.values[word * source.dimensions + index]
      }
    }
  }

  func deallocate() {
    for numbers in [vectors, weights, biases, secondWeights, secondBiases, outputs] { numbers.deallocate() }
  }
}

/// Numbers that Adam moves, with what it remembers of them. Pointers only: whoever makes them deallocates them.
struct LearnedNumbers {
  let count: Int
  let values: UnsafeMutablePointer<Float>
  let means: UnsafeMutablePointer<Float>
  let squares: UnsafeMutablePointer<Float>

  init(_ count: Int) {
    self.count = count
    (values, means, squares) = (.zeros(count), .zeros(count), .zeros(count))
  }

  func deallocate() {
    values.deallocate()
    means.deallocate()
    squares.deallocate()
  }
}

extension UnsafeMutablePointer<Float> {
  /// Zeros, aligned to 64 bytes.
  static func zeros(_ count: Int) -> Self {
    let result = UnsafeMutableRawPointer.allocate(byteCount: 4 * max(count, 1), alignment: 64)
      .bindMemory(to: Float.self, capacity: max(count, 1))
    result.initialize(repeating: 0, count: max(count, 1))
    return result
  }
}

// MARK: Rounding

extension ConvolutionNetwork {
  /// Multiplies vectors with weights and rounds the products to bytes, for each filter in units of its own. These units
  /// are those with the least squared error; what they cannot hold is cut.
  /// - Parameter sample: rows of texts that show how much the second layer gives.
  func rounded(sample: [[UInt16]]) -> Convolution.Contents {
    let rows = vocabulary.rowCount
    let (window, limit) = (Convolution.window, Float(Convolution.productLimit))
    var products = [Int8](repeating: 0, count: rows * window * filters)
    var roundedBiases = [Int8](repeating: 0, count: filters)
    var units = [Float](repeating: 1, count: filters)
    var column = [Float](repeating: 0, count: rows * window)
    for filter in 0..<filters {
      for row in 1..<rows {
        for k in 0..<window {
          var sum: Float = 0
          for index in 0..<dimensions {
            sum +=
              vectors.values[row * dimensions + index] * weights.values[(k * dimensions + index) * filters + filter]
          }
          column[row * window + k] = sum
        }
      }
      units[filter] = Self.unit(column, limit: limit)
      roundedBiases[filter] = Self.rounded(
        biases.values[filter], unit: units[filter], limit: Float(Convolution.biasLimit))
      for place in window..<column.count {
        products[place * filters + filter] = Self.rounded(column[place], unit: units[filter], limit: limit)
      }
    }
    var second: Convolution.Contents.Second?
    if layers == 2 {
      let first = RoundedLayer(filters: filters, products: products, biases: roundedBiases, units: units)
      let found = roundedSecond(first, sample: sample)
      second = found.layer
      units += found.units
    }
    // An output works on a feature in these units.
    var weighed = [Float](repeating: 0, count: classes * 2 * pooled)
    for label in 0..<classes {
      for feature in 0..<2 * pooled {
        weighed[label * 2 * pooled + feature] =
          outputs.values[feature * classes + label] * units[feature % pooled]
      }
    }
    let step = max(weighed.map(abs).max()!, 1e-6) / 32_000
    return Convolution.Contents(
      filters: filters, step: step, doubt: .always(classes: classes), biases: roundedBiases,
      weights: weighed.map { Int16(($0 / step).rounded()) }, second: second, products: products,
      hashes: vocabulary.hashes)
  }

  private static func rounded(_ value: Float, unit: Float, limit: Float) -> Int8 {
    Int8(min(max((value / unit).rounded(), -limit), limit))
  }

  /// The unit in which numbers are rounded with the least squared error.
  private static func unit(_ values: [Float], limit: Float) -> Float {
    let deviation = (values.reduce(0) { $0 + $1 * $1 } / Float(max(values.count, 1))).squareRoot()
    guard deviation > 0 else { return 1 }
    var best = (error: Float.infinity, unit: deviation)
    for reach in stride(from: Float(2), through: 14, by: 0.5) {
      let unit = reach * deviation / limit
      var error: Float = 0
      for index in stride(from: 0, to: values.count, by: 7) {
        let difference = Float(rounded(values[index], unit: unit, limit: limit)) * unit - values[index]
        error += difference * difference
      }
      if error < best.error { best = (error, unit) }
    }
    return best.unit
  }
}
