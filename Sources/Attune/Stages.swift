import CPlatform
import CKernels

/// The stages of classification one by one, for the benchmarks: loops inside this module over prepared input, so that the
/// compiler treats them as it does those of the `Scorer`. Where a stage has no twin in public API, a plain one stands
/// beside it, for checking answers.
@_spi(Stages) public final class EngineStages {
  private let model: Model
  private let texts: [[UInt8]]
  private let scratch = TokenizerScratch()
  /// The folded bytes of the words that are plain ASCII, one after the other, and how long each is.
  private var words: [UInt8] = []
  private var wordLengths: [Int] = []
  /// What the tokenizer says of the same words: the sum of their hashes.
  public private(set) var wordHashSum: UInt64 = 0
  /// Of all texts.
  public private(set) var features = 0
  private let portions = [false, true].map { TextPack(level: $0 ? Int32(ATTUNE_PLAIN.rawValue) : Processor.level) }
  private let scorer: Scorer

  /// Prepares the input of every stage.
  /// - Parameter texts: none longer than 400 tokens.
  public init(model: Model, texts: [[UInt8]]) {
    self.model = model
    self.texts = texts
    scorer = Scorer(model: model)
    for text in texts {
      text.withUnsafeBufferPointer { text in
        var tokenizer = Tokenizer(text, scratch: scratch)
        var token = Token()
        while tokenizer.next(&token) {
          let bytes = text[token.start..<token.end]
          guard token.kind == .word, !token.isElongated, bytes.count <= 16,
            bytes.allSatisfy({ ByteClass.table[Int($0)] == ByteClass.letter })
          else { continue }
          words += bytes.map { $0 | 0x20 }
          wordLengths.append(bytes.count)
          wordHashSum &+= token.hash
        }
      }
    }
    features = extract()
  }

  /// Finds what can be told by looking at 64 bytes at a time, with hashes, and what has to be looked at byte by byte.
  /// - Parameter isPlain: without the instructions that only some processors have.
  /// - Returns: how many tokens there are.
  public func scan(isPlain: Bool = false) -> Int {
    let pack = portions[isPlain ? 1 : 0]
    var tokens = 0
    func finish() {
      tokens += pack.tokenize(scratch).count - pack.count
      pack.removeAll()
    }
    for text in texts {
      text.withUnsafeBufferPointer {
        if !pack.hasRoom(for: $0) { finish() }
        pack.add($0)
      }
    }
    finish()
    return tokens
  }

  /// Cuts texts into tokens with their hashes.
  /// - Returns: how many tokens there are.
  public func tokenize() -> Int {
    var tokens = 0
    for text in texts {
      text.withUnsafeBufferPointer { text in
        var tokenizer = Tokenizer(text, scratch: scratch)
        var token = Token()
        while tokenizer.next(&token) { tokens += 1 }
      }
    }
    return tokens
  }

  /// Hashes the words that are plain ASCII.
  /// - Returns: the sum of their hashes.
  public func hash() -> UInt64 {
    words.withUnsafeBufferPointer { words in
      var word = words.baseAddress!
      var sum: UInt64 = 0
      for length in wordLengths {
        sum &+= TokenHash.hash(word, length: length)
        word += length
      }
      return sum
    }
  }

  /// Turns texts into features by their place in the table.
  /// - Returns: how many features there are.
  public func extract() -> Int {
    var features = 0
    forEachPortion { features += scorer.extractPack().features }
    return features
  }

  /// The same, and gathers their weights.
  /// - Returns: the sum of these.
  public func gather() -> Int64 {
    var total: Int64 = 0
    forEachPortion {
      _ = scorer.extractPack()
      scorer.forEachInPack {
        total += $0.first + $0.second
        $0.reset()
      }
    }
    return total
  }

  private func forEachPortion(_ body: () -> Void) {
    func finish() {
      body()
      scorer.pack.removeAll()
    }
    for text in texts {
      text.withUnsafeBufferPointer {
        if !scorer.pack.hasRoom(for: $0) { finish() }
        scorer.pack.add($0)
      }
    }
    finish()
  }

  /// The same, feature by feature.
  public func gatherPlainly() -> Int64 {
    var total: Int64 = 0
    for text in texts {
      text.withUnsafeBufferPointer { text in
        var extractor = TextFeatures(text, scratch: scratch)
        var counts = CueCounts()
        let features = [Feature](unsafeUninitializedCapacity: 4096) { buffer, count in
          precondition(extractor.fill(buffer.baseAddress!, count: &count, capacity: 4096, counts: &counts))
        }
        for feature in features {
          let isReversed = feature.context & ValenceContext.reversed != 0
          guard feature.context & ~ValenceContext.reversed <= ValenceContext.none,
            let slot = model.table.slot(of: feature.hash)
          else { continue }
          let weight = Int64(model.table.logit(slot: slot, class: 1)) + Int64(model.table.logit(slot: slot, class: 2))
          total += (isReversed ? SparseSums.reversedUnits : SparseSums.units) * weight
        }
      }
    }
    return total
  }

  /// Turns logits into probabilities, in place.
  /// - Parameters:
  ///   - logits: `[texts × classes]`
  ///   - tokens: how many each text has.
  public func calibrate(_ logits: inout [Float], tokens: [Int32]) {
    logits.withUnsafeMutableBufferPointer { logits in
      for (text, count) in tokens.enumerated() {
        model.calibration.apply(logits.baseAddress! + text * model.labels.count, tokens: count)
      }
    }
  }

  /// The factor and the biases by which `calibrate` changes the logits of a text.
  public func calibration(tokens: Int32) -> (slope: Float, biases: [Float]) {
    (model.calibration.slope(tokens: tokens), model.calibration.biases)
  }

  /// All of it, batch by batch.
  /// - Returns: how many texts have each label, then how many are unknown.
  public func score() -> [Int] {
    var labels = [Int](repeating: 0, count: model.labels.count + 1)
    func finish() {
      scorer.finish()
      for text in 0..<scorer.count { labels[scorer.label(text) ?? model.labels.count] += 1 }
      scorer.reset()
    }
    for text in texts {
      if scorer.isFull { finish() }
      text.withUnsafeBufferPointer { scorer.add($0) }
    }
    finish()
    return labels
  }
}

/// The dense product for a batch of any size with any number of outputs.
@_spi(Stages) public final class DenseStage {
  private let layer: DenseLayer
  private let texts: Int
  private let features: [Float]
  /// `[outputs × texts]`
  public private(set) var result: [Float]

  /// Fills the matrices with multiples of the steps that cues and weights have.
  public init(texts: Int, outputs: Int, seed: UInt64 = 1) {
    _ = BLASProvider.isSingleThreaded
    var state = seed
    func next(_ limit: UInt64) -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 33 % limit) - Float(limit / 2)
    }
    let inputs = CueFeatures.count
    layer = DenseLayer(
      inputs: inputs, outputs: outputs, weights: (0..<inputs * outputs).map { _ in next(1024) * DenseLayer.weightStep })
    features = (0..<inputs * texts).map { _ in next(64) * CueFeatures.step }
    self.texts = texts
    result = Array(repeating: 0, count: outputs * texts)
  }

  /// By BLAS.
  public func multiply() {
    features.withUnsafeBufferPointer { features in
      result.withUnsafeMutableBufferPointer {
        layer.multiply(
          features.baseAddress!, inputs: 0..<layer.inputs, texts: texts, stride: texts, into: $0.baseAddress!)
      }
    }
  }

  /// By three loops, the innermost over texts, which the compiler turns into vector instructions.
  public func multiplyPlainly() {
    let (texts, outputs) = (texts, layer.outputs)
    features.withUnsafeBufferPointer { features in
      layer.weights.withUnsafeBufferPointer { weights in
        result.withUnsafeMutableBufferPointer { result in
          for output in 0..<outputs {
            let row = result.baseAddress! + output * texts
            for text in 0..<texts { row[text] = 0 }
            for input in 0..<layer.inputs {
              let weight = weights[input * outputs + output]
              let column = features.baseAddress! + input * texts
              for text in 0..<texts { row[text] += weight * column[text] }
            }
          }
        }
      }
    }
  }
}
