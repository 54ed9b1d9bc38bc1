import AttuneStatistics
import CKernels
import Testing

@testable import Attune
@testable import AttuneTraining

@Suite struct ConvolutionTrainerTests {
  private static let levels = [ATTUNE_PLAIN, ATTUNE_AVX2, ATTUNE_AVX512]
    .map { Int32($0.rawValue) }.filter { attune_supports($0) != 0 }

  private static var options: ConvolutionOptions {
    var options = ConvolutionOptions(
      vectors: WordVectors(hashes: [Token.hash(ofSingle: "good")!], dimensions: 2, values: [1, -1]))
    options.epochs = 12
    options.batch = 32
    options.words = 100
    return options
  }

  /// What a text says depends on nothing but the order of its words.
  private static func examples(_ count: Int, seed: UInt64) -> [(text: String, label: String)] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let isGood = Bool.random(using: &generator)
      let around = (0..<3).map { _ in ["the", "a", "room", "staff", "was", "here"].randomElement(using: &generator)! }
      let core = isGood ? "not bad only good" : "not good only bad"
      return ("\(around[0]) \(around[1]) \(core) \(around[2])", isGood ? "positive" : "negative")
    }
  }

  private static func set(_ examples: [(text: String, label: String)]) -> TrainingSet {
    var set = TrainingSet(keepsOrder: true)
    for example in examples { set.append(example.text, label: example.label) }
    return set
  }

  @Test func theOrderOfWordsIsLearned() throws {
    let source = Self.set(Self.examples(600, seed: 1))
    let data = LabelledFeatures(source, isBalanced: false)
    let trainer = ConvolutionTrainer(data, source.sequences, texts: Array(0..<600), Self.options, seed: 1)
    var losses: [Float] = []
    trainer.train(Array(0..<600)) { losses.append($1) }
    #expect(losses.count == 12)
    #expect(losses.last! < 0.2 * losses[0])
    let reader = ConvolutionReader(trainer.rounded(), classes: 2)
    let unseen = Self.examples(200, seed: 2)
    let right = unseen.count { example in
      let logits = Array(example.text.utf8).withUnsafeBufferPointer {
        reader.logits(of: $0, scratch: TokenizerScratch())
      }
      return (logits[1] > logits[0]) == (example.label == "positive")
    }
    #expect(right >= 196, "\(right) of 200")
  }

  /// Rounding moves logits little, and what is rounded keeps the limits of the file.
  @Test func roundingKeepsLimits() throws {
    let source = Self.set(Self.examples(300, seed: 3))
    let data = LabelledFeatures(source, isBalanced: false)
    let trainer = ConvolutionTrainer(data, source.sequences, texts: Array(0..<300), Self.options, seed: 1)
    trainer.train(Array(0..<300)) { _, _ in }
    let section = trainer.rounded().encode()
    let storage = section.withUnsafeBytes { ModelStorage(copying: $0) }
    _ = try Convolution(storage.bytes, classes: 2, isTrusted: false)
  }

  /// What the gradients say is what small steps do to the loss, for the numbers that move it most in every part of the network.
  @Test(arguments: [1, 2])
  func gradientsAreThoseOfTheLoss(layers: Int) {
    let source = Self.set(Self.examples(40, seed: 12))
    let data = LabelledFeatures(source, isBalanced: false)
    var options = Self.options
    (options.layers, options.tokenDropout, options.featureDropout) = (layers, 0, 0)
    let texts = Array(0..<40)
    let trainer = ConvolutionTrainer(data, source.sequences, texts: texts, options, seed: 3)
    let network = trainer.network
    trainer.learn(texts, scale: 1)
    func sum(_ count: Int, _ part: (ConvolutionTrainer.Shard) -> UnsafeMutablePointer<Float>) -> [Float] {
      (0..<count).map { index in trainer.shards.reduce(0) { $0 + part($1)[index] } }
    }
    let vectors = (0..<network.vectors.count).map { index in
      trainer.shards.reduce(Float(0)) { $0 + ($1.isTouched[index / network.dimensions] ? $1.vectors[index] : 0) }
    }
    let parts = [
      (network.vectors, vectors), (network.weights, sum(network.weights.count) { $0.weights }),
      (network.biases, sum(network.biases.count) { $0.biases }),
      (network.secondWeights, sum(network.secondWeights.count) { $0.secondWeights }),
      (network.secondBiases, sum(network.secondBiases.count) { $0.secondBiases }),
      (network.outputs, sum(network.outputs.count) { $0.outputs }),
    ]
    #expect(parts.map(\.1.isEmpty) == [false, false, false, layers == 1, layers == 1, false])
    func loss() -> Double {
      trainer.learn(texts, scale: 1)
      return trainer.shards.reduce(0) { $0 + Double($1.loss) }
    }
    // A step that takes filters across 0 somewhere says nothing: texts share their words, so one of six may.
    let step: Float = 3e-4
    for (number, (numbers, gradients)) in parts.enumerated() {
      let strongest = gradients.indices.sorted(by: { abs(gradients[$0]) > abs(gradients[$1]) }).prefix(6)
      let right = strongest.count { index in
        let value = numbers.values[index]
        numbers.values[index] = value + step
        let above = loss()
        numbers.values[index] = value - step
        let slope = (above - loss()) / Double(2 * step)
        numbers.values[index] = value
        let gradient = Double(gradients[index])
        return abs(gradient) > 1e-3 && abs(slope - gradient) < 0.03 * abs(gradient) + 0.01
      }
      #expect(right >= 5 || gradients.isEmpty, "part \(number): \(right) of 6")
    }
  }

  /// A first layer whose values and a second one whose weights are of very different sizes keep their limits, and what they say.
  @Test(arguments: [1e-4, 1, 300] as [Float])
  func theSecondLayerIsRounded(scale: Float) throws {
    let source = Self.set(Self.examples(300, seed: 13))
    let data = LabelledFeatures(source, isBalanced: false)
    let trainer = ConvolutionTrainer(data, source.sequences, texts: Array(0..<300), Self.options, seed: 1)
    trainer.train(Array(0..<300)) { _, _ in }
    let network = trainer.network
    // What one layer gives more the next one takes less, but for the first filter, which gives nothing.
    let filters = network.filters
    for index in 0..<network.secondWeights.count {
      network.secondWeights.values[index] *= index % filters == 0 ? 0 : scale
    }
    for index in 0..<filters { network.secondBiases.values[index] *= index == 0 ? 0 : scale }
    for feature in 0..<2 * network.pooled where feature % network.pooled >= filters {
      for label in 0..<2 { network.outputs.values[feature * 2 + label] /= scale }
    }
    let contents = trainer.rounded()
    let storage = contents.encode().withUnsafeBytes { ModelStorage(copying: $0) }
    _ = try Convolution(storage.bytes, classes: 2, isTrusted: false)
    let reader = ConvolutionReader(contents, classes: 2)
    let unseen = Self.examples(200, seed: 14)
    let right = unseen.count { example in
      let logits = Array(example.text.utf8).withUnsafeBufferPointer {
        reader.logits(of: $0, scratch: TokenizerScratch())
      }
      return (logits[1] > logits[0]) == (example.label == "positive")
    }
    #expect(right >= 190, "\(right) of 200")
  }

  @Test func theSameAtEveryLevel() {
    let source = Self.set(Self.examples(100, seed: 4))
    let data = LabelledFeatures(source, isBalanced: false)
    var options = Self.options
    options.epochs = 2
    let sections = Self.levels.map { level in
      let trainer = ConvolutionTrainer(
        data, source.sequences, texts: Array(0..<100), options, seed: 7, level: level)
      trainer.train(Array(0..<100)) { _, _ in }
      return trainer.rounded().encode()
    }
    #expect(sections.allSatisfy { $0 == sections[0] })
  }

  /// The kernel's sums are those of four plain loops, and the way back is that of the same sums.
  @Test(arguments: levels, [(32, 5), (64, 5), (32, 3)])
  func kernelsAreTheirTwins(level: Int32, size: (outputs: Int, window: Int)) {
    var generator = SeededGenerator(seed: 5)
    let inputs = 64
    let (outputs, window) = size
    for count in [1, 5, 6, 7, 40] {
      func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in .random(in: -1...1, using: &generator) } }
      let memory = [
        numbers((count + window + 8) * inputs), numbers(window * inputs * outputs), numbers(outputs),
        numbers(count * outputs), [Float](repeating: 0, count: window * inputs * outputs),
      ].map { numbers in
        let pointer = UnsafeMutablePointer<Float>.zeros(numbers.count)
        pointer.update(from: numbers, count: numbers.count)
        return pointer
      }
      defer { for pointer in memory { pointer.deallocate() } }
      let (vectors, weights, biases, values, sums) = (memory[0], memory[1], memory[2], memory[3], memory[4])
      attune_learn_weights(level, vectors, inputs, window, values, outputs, count, sums)
      for (k, input, output) in [(0, 0, 0), (window - 1, 63, outputs - 1), (2, 17, outputs / 2 + 8)] {
        var sum: Float = 0
        for place in 0..<count { sum += values[place * outputs + output] * vectors[(place + k) * inputs + input] }
        #expect(sums[(k * inputs + input) * outputs + output] == sum)
      }
      attune_learn_convolve(level, vectors, inputs, window, weights, biases, outputs, count, values)
      for place in 0..<count {
        for output in [0, 17, outputs - 1] {
          var sum = biases[output]
          for k in 0..<window {
            for input in 0..<inputs {
              sum += weights[(k * inputs + input) * outputs + output] * vectors[(place + k) * inputs + input]
            }
          }
          #expect(values[place * outputs + output] == sum)
        }
      }
    }
  }

  /// The bytes of a model depend on data, options and seed alone, whichever core was quicker.
  @Test func sameSeedSameBytes() throws {
    var options = TrainingOptions()
    options.epochs = 3
    options.convolution = Self.options
    options.convolution?.epochs = 2
    let source = Self.set(Self.examples(300, seed: 6))
    let bytes = Trainer(options: options).train(source).bytes
    #expect(Trainer(options: options).train(source).bytes == bytes)
    let model = try Model.load(bytes: bytes)
    let deep = try #require(model.convolution)
    #expect(deep.filters == 32)
    options.seed = 2
    #expect(Trainer(options: options).train(source).bytes != bytes)
  }

  /// Training that starts from a deep model keeps its deep part, and learns what is left to say.
  @Test func theDeepPartOfABaseStays() throws {
    var options = TrainingOptions()
    options.convolution = Self.options
    let base = try Model.load(bytes: Trainer(options: options).train(Self.set(Self.examples(600, seed: 8))).bytes)
    options.convolution = nil
    var set = TrainingSet(base: base)
    for example in Self.examples(100, seed: 9) { set.append(example.text, label: example.label) }
    let model = try Model.load(bytes: Trainer(options: options, base: base).train(set).bytes)
    let (old, new) = (try #require(base.convolution), try #require(model.convolution))
    #expect(new.section.elementsEqual(old.section))
    let unseen = Self.examples(200, seed: 10)
    let right = zip(model.classify(unseen.map(\.text)), unseen).count { $0.label == $1.label }
    #expect(right >= 196, "\(right) of 200")
  }

  /// Texts of which the wide part is sure are not read: what the deep part learned of them does not matter.
  @Test func onlyDoubtIsReadAgain() throws {
    var options = TrainingOptions()
    options.convolution = Self.options
    options.convolution?.doubtfulMargins = 0.5...2
    let bytes = Trainer(options: options).train(Self.set(Self.examples(600, seed: 11))).bytes
    let deep = try #require(try Model.load(bytes: bytes).convolution)
    #expect((deep.doubt.full, deep.doubt.none) == (0.5, 2))
    #expect(deep.doubt.calibration != Calibration(classes: 2))
  }

  @Test func vectorsAreRead() throws {
    let words = Array("good\nbad\n😀\ntwo words\n".utf8)
    let halves: [UInt16] = [0x3C00, 0xC000, 0x3555, 0x0001, 0x0000, 0x7BFF, 0x8000, 0x0400]
    func bytes(_ halves: [UInt16]) -> [UInt8] { halves.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } }
    let vectors = try #require(WordVectors(words: words, halves: bytes(halves)))
    #expect(vectors.dimensions == 2)
    #expect(vectors.hashes[0] == Token.hash(ofSingle: "good"))
    #expect(vectors.hashes[3] == 0)
    #expect(vectors.values == [1, -2, 0x1.554p-2, 0x1p-24, 0, 65_504, 0, 0x1p-14])
    #expect(WordVectors(words: words, halves: bytes(Array(halves.dropLast()))) == nil)
    #expect(WordVectors(words: words, halves: bytes([0x7C00] + halves.dropFirst())) == nil)
    #expect(WordVectors(words: [], halves: []) == nil)
  }
}
