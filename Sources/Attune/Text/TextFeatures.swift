/// The features of one text of any length, with their full hashes.
package struct TextFeatures {
  /// A call to `fill` needs this much room to get on.
  package static let perToken = 8

  private var tokenizer: Tokenizer
  private let memory: TokenBatchMemory
  /// Takes the tokens as they are found, where they are asked for.
  private let log: TokenLog?
  private(set) var extractor: FeatureExtractor

  /// - Parameters: see `Tokenizer`.
  package init(_ text: UnsafeBufferPointer<UInt8>, folding: FoldingBuffer) {
    self.init(text, folding: folding, log: nil)
  }

  init(_ text: UnsafeBufferPointer<UInt8>, folding: FoldingBuffer, log: TokenLog?) {
    self.log = log
    tokenizer = Tokenizer(text, folding: folding)
    memory = folding.batch
    extractor = FeatureExtractor(tokenizer.text, cueWords: folding.cueWords)
  }

  /// The token of which features were given last.
  package var token: Token { extractor.token }

  /// Gives features to `sink` until the text ends (true) or the sink has no room (false: call again with room).
  mutating func fill<Sink: FeatureSink>(_ sink: inout Sink, counts: inout CueCounts) -> Bool {
    while true {
      guard extractor.fill(&sink, counts: &counts), sink.hasRoom, sink.hasRoomForBatch else { return false }
      let end = tokenizer.read(into: memory, from: 0, to: TokenBatch.capacity)
      guard end > 0 else { return true }
      extractor.take(
        TokenBatch(
          tokens: UnsafeBufferPointer(start: memory.tokens, count: end),
          onceHashes: UnsafePointer(memory.onceHashes)))
      counts.add(extractor.batch.tokens)
      log?.append(extractor.batch.tokens, textStart: 0)
      sink.begin(extractor.batch, after: extractor.beforeBatch)
    }
  }

  /// Appends to `features` from `count` on; the rest as above.
  package mutating func fill(
    _ features: UnsafeMutablePointer<Feature>, count: inout Int, capacity: Int, counts: inout CueCounts
  ) -> Bool {
    var sink = HashedFeatures(start: features, count: count, capacity: capacity)
    defer { count = sink.count }
    return fill(&sink, counts: &counts)
  }
}

/// Features with their full hashes, as training needs them.
private struct HashedFeatures: FeatureCollector {
  let start: UnsafeMutablePointer<Feature>
  var count: Int
  let capacity: Int

  var hasRoom: Bool { count <= capacity - TextFeatures.perToken }

  mutating func collect(_ feature: Feature) {
    start[count] = feature
    count += 1
  }
}
