/// The features of one text of any length, with their full hashes.
package struct TextFeatures {
  /// A call to `fill` needs this much room to get on.
  package static let perToken = 8

  private var stream: TokenStream
  private(set) var extractor: FeatureExtractor

  /// - Parameters: see `Tokenizer`.
  package init(_ text: UnsafeBufferPointer<UInt8>, scratch: TokenizerScratch) {
    self.init(text, scratch: scratch, log: nil, terms: nil)
  }

  /// - Parameters:
  ///   - log: takes the tokens as they are found; nil where they are not asked for.
  ///   - terms: are unknown tokens.
  init(_ text: UnsafeBufferPointer<UInt8>, scratch: TokenizerScratch, log: ScoredTokens? = nil, terms: CustomTerms?) {
    stream = TokenStream(text, scratch: scratch, log: log, terms: terms)
    extractor = FeatureExtractor(stream.tokenizer.text, cueWords: scratch.cueWords)
  }

  /// The token of which features were given last.
  package var token: Token { extractor.token }

  /// The terms of the present batch.
  var matches: [CustomTerms.Match] { stream.matches }

  /// The term that begins with `token`, and where it stands in the text.
  var term: (valence: Int32?, range: Range<Int>)? {
    guard let match = stream.matches.first(where: { $0.place == extractor.tokenPlace }) else { return nil }
    let last = extractor.batch.token(match.place + match.count - 1)
    return (match.valence, token.start..<last.end)
  }

  /// Gives features to `sink` until the text ends (true) or the sink has no room (false: call again with room).
  mutating func fill<Sink: FeatureSink>(_ sink: inout Sink, counts: inout CueCounts) -> Bool {
    while true {
      guard extractor.fill(&sink, counts: &counts), sink.hasRoom, sink.hasRoomForBatch else { return false }
      guard let batch = stream.next(&counts) else { return true }
      extractor.take(batch)
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
