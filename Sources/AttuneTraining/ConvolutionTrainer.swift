import Attune
import AttunePlatform
import AttuneStatistics
import CKernels
import Dispatch

/// Trains a convolution over words with max and mean pooling (Kim 2014), and a second one over the first, by Adam (Kingma & Ba 2015), with dropout of tokens and
/// of features. It learns the same targets as the logistic regression, by itself: two models that err in different
/// places are better together.
///
/// Each batch is cut into `shards`, whose gradients are added up in their order: the result depends on the seed, and not on
/// how many cores there are. Each group of texts has a bias of its own, as in `LogisticRegression`.
final class ConvolutionTrainer {
  private static let shards = 4

  private let data: LabelledFeatures
  private let sequences: TokenSequences
  private let options: ConvolutionOptions
  let network: ConvolutionNetwork
  /// `[groups × classes]`
  private let groupBiases: LearnedNumbers
  /// The weights as the way back reads them: `[window × filters × dimensions]`, the window turned round.
  private let turned: UnsafeMutablePointer<Float>
  private let turnedSecond: UnsafeMutablePointer<Float>
  let shards: [Shard]
  private let isTouched: UnsafeMutablePointer<Bool>
  private var generator: SeededGenerator
  private var steps = 0
  private let level: Int32

  init(
    _ data: LabelledFeatures, _ sequences: TokenSequences, texts: [Int], _ options: ConvolutionOptions, seed: UInt64,
    level: Int32 = Processor.level
  ) {
    self.data = data
    self.sequences = sequences
    self.options = options
    self.level = level
    let vocabulary = ConvolutionVocabulary(sequences, texts: texts, options)
    let network = ConvolutionNetwork(vocabulary, classes: data.classes, options, seed: seed)
    self.network = network
    groupBiases = LearnedNumbers(data.masks.count * data.classes)
    turned = .zeros(network.weights.count)
    turnedSecond = .zeros(network.secondWeights.count)
    let groups = data.masks.count
    shards = (0..<Self.shards).map { _ in Shard(network, groups: groups) }
    isTouched = .allocate(capacity: vocabulary.rowCount)
    isTouched.initialize(repeating: false, count: vocabulary.rowCount)
    generator = SeededGenerator(seed: seed ^ 0x51AB_7E11)
  }

  deinit {
    network.deallocate()
    groupBiases.deallocate()
    turned.deallocate()
    turnedSecond.deallocate()
    isTouched.deallocate()
  }

  /// Learns texts, pass by pass.
  /// - Parameter progress: is told of every pass, with the mean loss of the texts before they were learned.
  func train(_ texts: [Int], progress: (Int, Float) -> Void) {
    var order = texts.filter { data.weights[$0] > 0 && sequences.starts[$0] < sequences.starts[$0 + 1] }
    guard !order.isEmpty else { return }
    let meanWeight = order.reduce(0) { $0 + data.weights[$1] } / Float(order.count)
    let total = options.epochs * ((order.count + options.batch - 1) / options.batch)
    for pass in 1...options.epochs {
      order.shuffle(using: &generator)
      var (loss, weight) = (Double(0), Double(0))
      for start in stride(from: 0, to: order.count, by: options.batch) {
        let batch = Array(order[start..<min(start + options.batch, order.count)])
        learn(batch, scale: 1 / (meanWeight * Float(options.batch)))
        step(share: max(0.02, 0.5 * (1 + cos(Float.pi * Float(steps) / Float(total)))))
        for shard in shards {
          loss += Double(shard.loss)
          weight += Double(shard.weight)
        }
      }
      progress(pass, Float(loss / max(weight, 1e-9)))
    }
  }

  /// The gradients of a batch, shard by shard.
  func learn(_ batch: [Int], scale: Float) {
    turnWeights()
    let seeds = shards.map { _ in generator.next() }
    let work = Work(trainer: self)
    DispatchQueue.concurrentPerform(iterations: shards.count) { number in
      let part = batch[batch.count * number / Self.shards..<batch.count * (number + 1) / Self.shards]
      work.trainer.learn(part, in: work.trainer.shards[number], seed: seeds[number], scale: scale)
    }
  }

  private struct Work: @unchecked Sendable {  // A shard is written by one iteration; all else is only read meanwhile.
    let trainer: ConvolutionTrainer
  }

  private func turnWeights() {
    let filters = network.filters
    func turn(_ weights: LearnedNumbers, window: Int, inputs: Int, to turned: UnsafeMutablePointer<Float>) {
      for k in 0..<window {
        for input in 0..<inputs {
          for filter in 0..<filters {
            turned[((window - 1 - k) * filters + filter) * inputs + input] =
              weights.values[(k * inputs + input) * filters + filter]
          }
        }
      }
    }
    turn(network.weights, window: Convolution.window, inputs: network.dimensions, to: turned)
    guard network.layers == 2 else { return }
    turn(network.secondWeights, window: Convolution.secondWindow, inputs: filters, to: turnedSecond)
  }

  /// What becomes of the network in a file.
  func rounded() -> Convolution.Contents {
    let texts = sequences.starts.indices.dropLast()
    // Thousands of places of texts from everywhere.
    let sample = stride(from: 0, to: texts.count, by: max(1, texts.count / 4000)).map { text in
      sequences.tokens[sequences.starts[text]..<sequences.starts[text + 1]].prefix(200)
        .map { network.vocabulary.rowOfToken[Int($0)] }
    }
    return network.rounded(sample: sample)
  }

  /// Adds the shards up and takes a step.
  private func step(share: Float) {
    steps += 1
    let first = shards[0]
    for shard in shards.dropFirst() {
      first.weights.add(shard.weights, network.weights.count)
      first.biases.add(shard.biases, network.biases.count)
      first.secondWeights.add(shard.secondWeights, network.secondWeights.count)
      first.secondBiases.add(shard.secondBiases, network.secondBiases.count)
      first.outputs.add(shard.outputs, network.outputs.count)
      first.groupBiases.add(shard.groupBiases, groupBiases.count)
    }
    let meanCorrection = 1 / (1 - pow(Float(0.9), Float(steps)))
    let correction = 1 / (1 - pow(Float(0.999), Float(steps)))
    func step(
      _ numbers: LearnedNumbers, _ gradients: UnsafeMutablePointer<Float>, at start: Int = 0, count: Int, rate: Float
    ) {
      attune_learn_step(
        level, numbers.values + start, gradients, numbers.means + start, numbers.squares + start, count,
        rate * share * meanCorrection, correction)
    }
    step(network.weights, first.weights, count: network.weights.count, rate: options.rate)
    step(network.biases, first.biases, count: network.biases.count, rate: options.rate)
    step(network.secondWeights, first.secondWeights, count: network.secondWeights.count, rate: options.rate)
    step(network.secondBiases, first.secondBiases, count: network.secondBiases.count, rate: options.rate)
    step(network.outputs, first.outputs, count: network.outputs.count, rate: options.rate)
    step(groupBiases, first.groupBiases, count: groupBiases.count, rate: options.rate)

    // Of vectors only those that stand in the batch are moved. Their gradients come together in the first shard that has any.
    let dimensions = network.dimensions
    for (number, shard) in shards.enumerated() {
      for row in shard.touched where !isTouched[Int(row)] {
        isTouched[Int(row)] = true
        let gradients = shard.vectors + Int(row) * dimensions
        for later in shards[(number + 1)...] where later.isTouched[Int(row)] {
          gradients.add(later.vectors + Int(row) * dimensions, dimensions)
        }
        step(network.vectors, gradients, at: Int(row) * dimensions, count: dimensions, rate: options.vectorRate)
      }
    }
    for shard in shards {
      for row in shard.touched {
        isTouched[Int(row)] = false
        shard.isTouched[Int(row)] = false
      }
    }
  }
}

extension UnsafeMutablePointer<Float> {
  fileprivate func add(_ other: UnsafeMutablePointer<Float>, _ count: Int) {
    for index in 0..<count { self[index] += other[index] }
  }
}

// MARK: Shards

extension ConvolutionTrainer {
  /// The gradients of a part of a batch, and the memory that they are made in.
  ///
  ///     rows    |0 0|first text|0 0|second|0 0|…      so that no window sees two texts
  final class Shard {
    let weights: UnsafeMutablePointer<Float>
    let biases: UnsafeMutablePointer<Float>
    let secondWeights: UnsafeMutablePointer<Float>
    let secondBiases: UnsafeMutablePointer<Float>
    let outputs: UnsafeMutablePointer<Float>
    let groupBiases: UnsafeMutablePointer<Float>
    /// `[rows × dimensions]`, of which those of `touched` are valid.
    let vectors: UnsafeMutablePointer<Float>
    var touched: [UInt16] = []
    let isTouched: UnsafeMutablePointer<Bool>
    var loss: Float = 0
    var weight: Float = 0

    var rows: [UInt16] = []
    private(set) var capacity = 0
    /// `[places × dimensions]`
    private(set) var inputs = UnsafeMutablePointer<Float>.zeros(0)
    private(set) var inputGradients = UnsafeMutablePointer<Float>.zeros(0)
    /// `[places × filters]`
    private(set) var values = UnsafeMutablePointer<Float>.zeros(0)
    private(set) var gradients = UnsafeMutablePointer<Float>.zeros(0)
    /// Of the second layer; nil without one.
    let second: SecondShard?
    /// `[2 · layers · filters]`: of each filter of each layer the most, then the means.
    let features: UnsafeMutablePointer<Float>
    let featureGradients: UnsafeMutablePointer<Float>
    /// `[layers · filters]`
    let places: UnsafeMutablePointer<Int32>

    private let network: ConvolutionNetwork
    private let groups: Int
    /// Vectors that kernels read behind the last.
    private static let slack = 8

    init(_ network: ConvolutionNetwork, groups: Int) {
      self.network = network
      self.groups = groups
      weights = .zeros(network.weights.count)
      biases = .zeros(network.biases.count)
      secondWeights = .zeros(network.secondWeights.count)
      secondBiases = .zeros(network.secondBiases.count)
      second = network.layers == 2 ? SecondShard(filters: network.filters) : nil
      outputs = .zeros(network.outputs.count)
      groupBiases = .zeros(groups * network.classes)
      vectors = .zeros(network.vectors.count)
      isTouched = .allocate(capacity: network.vocabulary.rowCount)
      isTouched.initialize(repeating: false, count: network.vocabulary.rowCount)
      features = .zeros(2 * network.pooled)
      featureGradients = .zeros(2 * network.pooled)
      places = .allocate(capacity: network.pooled)
    }

    deinit {
      for memory in [
        weights, biases, secondWeights, secondBiases, outputs, groupBiases, vectors, inputs, inputGradients, values,
        gradients, features,
        featureGradients,
      ] { memory.deallocate() }
      isTouched.deallocate()
      places.deallocate()
    }

    /// Empties the gradients and makes room for so many rows.
    func begin(_ count: Int) {
      weights.update(repeating: 0, count: network.weights.count)
      biases.update(repeating: 0, count: network.biases.count)
      secondWeights.update(repeating: 0, count: network.secondWeights.count)
      secondBiases.update(repeating: 0, count: network.secondBiases.count)
      outputs.update(repeating: 0, count: network.outputs.count)
      groupBiases.update(repeating: 0, count: groups * network.classes)
      touched.removeAll(keepingCapacity: true)
      (loss, weight) = (0, 0)
      if count > capacity {
        capacity = count + count / 2
        for memory in [inputs, inputGradients, values, gradients] { memory.deallocate() }
        let places = capacity + Self.slack
        (inputs, inputGradients) = (.zeros(places * network.dimensions), .zeros(places * network.dimensions))
        (values, gradients) = (.zeros(places * network.filters), .zeros(places * network.filters))
      }
      gradients.update(repeating: 0, count: count * network.filters)
    }

    /// Adds the gradient of an input to that of its vector.
    func addVectorGradient(row: UInt16, _ gradient: UnsafeMutablePointer<Float>) {
      let sums = vectors + Int(row) * network.dimensions
      guard isTouched[Int(row)] else {
        isTouched[Int(row)] = true
        touched.append(row)
        return sums.update(from: gradient, count: network.dimensions)
      }
      sums.add(gradient, network.dimensions)
    }
  }

  /// Works out the gradients of some texts.
  private func learn(_ texts: ArraySlice<Int>, in shard: Shard, seed: UInt64, scale: Float) {
    let (filters, dimensions, padding) = (network.filters, network.dimensions, Convolution.padding)
    var generator = SeededGenerator(seed: seed)
    layOut(texts, in: shard, &generator)
    let count = shard.rows.count
    for (place, row) in shard.rows.enumerated() {
      (shard.inputs + place * dimensions)
        .update(from: network.vectors.values + Int(row) * dimensions, count: dimensions)
    }
    // A window at every place but the padding at both ends.
    let windows = count - 2 * padding
    attune_learn_convolve(
      level, shard.inputs, dimensions, Convolution.window, network.weights.values, network.biases.values, filters,
      windows, shard.values)
    var place = 0
    for text in texts {
      let length = sequences.starts[text + 1] - sequences.starts[text]
      learn(
        text, shard.values + place * filters, length, gradients: shard.gradients + (place + padding) * filters,
        in: shard,
        &generator, scale: scale)
      place += length + padding
    }
    attune_learn_weights(
      level, shard.inputs, dimensions, Convolution.window, shard.gradients + padding * filters, filters, windows,
      shard.weights)
    attune_learn_convolve(
      level, shard.gradients, filters, Convolution.window, turned, nil, dimensions, windows, shard.inputGradients)
    for place in 0..<windows where shard.rows[place + padding] != TokenShape.padding {
      shard.addVectorGradient(row: shard.rows[place + padding], shard.inputGradients + place * dimensions)
    }
  }

  /// Fills the shard's rows; tokens that dropout takes become padding.
  private func layOut(_ texts: ArraySlice<Int>, in shard: Shard, _ generator: inout SeededGenerator) {
    let gap = Array(repeating: TokenShape.padding, count: Convolution.padding)
    let threshold = UInt64(options.tokenDropout * 65_536)
    shard.rows.removeAll(keepingCapacity: true)
    shard.rows += gap
    for text in texts {
      for token in sequences.tokens[sequences.starts[text]..<sequences.starts[text + 1]] {
        let isDropped = generator.next() & 0xFFFF < threshold
        shard.rows.append(isDropped ? TokenShape.padding : network.vocabulary.rowOfToken[Int(token)])
      }
      shard.rows += gap
    }
    shard.begin(shard.rows.count)
  }

  /// From what the filters give a text to its loss, and back.
  private func learn(
    _ text: Int, _ values: UnsafeMutablePointer<Float>, _ length: Int, gradients: UnsafeMutablePointer<Float>,
    in shard: Shard, _ generator: inout SeededGenerator, scale: Float
  ) {
    let (filters, pooled, classes) = (network.filters, network.pooled, network.classes)
    let (features, back) = (shard.features, shard.featureGradients)
    attune_learn_pool(level, values, filters, length, features, shard.places, features + pooled)
    if let second = shard.second {
      second.convolve(values, length, by: network, level: level)
      attune_learn_pool(
        level, second.values, filters, length, features + filters, shard.places + filters, features + pooled + filters)
    }
    let norm = Convolution.norm(rows: length)
    for feature in pooled..<2 * pooled { features[feature] *= norm }
    // Dropout: `back` holds what each feature is multiplied with, for the way back.
    let threshold = UInt64(options.featureDropout * 65_536)
    let kept = 1 / (1 - options.featureDropout)
    for feature in 0..<2 * pooled {
      back[feature] = generator.next() & 0xFFFF < threshold ? 0 : kept
      features[feature] *= back[feature]
    }
    let group = data.groups[text]
    let mask = data.masks[group]
    let weight = data.weights[text]
    withUnsafeTemporaryAllocation(of: Float.self, capacity: classes) { outputs in
      let logits = outputs.baseAddress!
      for label in 0..<classes { logits[label] = groupBiases.values[group * classes + label] }
      for feature in 0..<2 * pooled {
        for label in 0..<classes {
          logits[label] += features[feature] * network.outputs.values[feature * classes + label]
        }
      }
      softmax(logits, mask: mask)
      for label in 0..<classes where mask[label] {
        let target = data.targets[text * classes + label]
        if target > 0 { shard.loss -= weight * target * log(max(logits[label], 1e-9)) }
        logits[label] = weight * (logits[label] - target) * scale
        shard.groupBiases[group * classes + label] += logits[label]
      }
      shard.weight += weight
      for feature in 0..<2 * pooled {
        var sum: Float = 0
        for label in 0..<classes {
          shard.outputs[feature * classes + label] += features[feature] * logits[label]
          sum += network.outputs.values[feature * classes + label] * logits[label]
        }
        back[feature] *= feature < pooled ? sum : sum * norm
      }
    }
    if let second = shard.second {
      attune_learn_unpool(
        level, second.values, filters, length, back + filters, shard.places + filters, back + pooled + filters, nil,
        second.gradients, shard.secondBiases)
      second.goBack(length, turned: turnedSecond, weights: shard.secondWeights, level: level)
    }
    attune_learn_unpool(
      level, values, filters, length, back, shard.places, back + pooled, shard.second?.inputGradients, gradients,
      shard.biases)
  }
}
