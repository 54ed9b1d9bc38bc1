import CKernels

/// What a convolution says of texts, one at a time: for training, which asks for logits before calibration.
package final class ConvolutionReader {
  private let scorer: ConvolutionScorer
  private let classes: Int
  /// Keeps the memory of the convolution.
  private let storage: ModelStorage

  /// Reads texts by the deep part of a model; nil when it has none.
  package convenience init?(_ model: Model) {
    guard let convolution = model.convolution else { return nil }
    self.init(convolution, classes: model.labels.count, storage: model.storage)
  }

  /// Reads them by one that is in no model yet.
  package convenience init(_ contents: Convolution.Contents, classes: Int) {
    let storage = contents.encode().withUnsafeBytes { ModelStorage(copying: $0) }
    guard let convolution = try? Convolution(storage.bytes, classes: classes, isTrusted: true) else {
      preconditionFailure("the contents are not those of a convolution")
    }
    self.init(convolution, classes: classes, storage: storage)
  }

  private init(_ convolution: Convolution, classes: Int, storage: ModelStorage) {
    scorer = ConvolutionScorer(convolution, classes: classes)
    self.classes = classes
    self.storage = storage
  }

  /// One logit per class.
  package func logits(of text: UnsafeBufferPointer<UInt8>, scratch: TokenizerScratch) -> [Float] {
    read(text, scratch: scratch)
    return logits
  }

  /// What it pools of a text: `Convolution.features` numbers, valid until the next text is read.
  package func features(
    of text: UnsafeBufferPointer<UInt8>, scratch: TokenizerScratch
  ) -> UnsafeBufferPointer<UInt8> {
    read(text, scratch: scratch)
    return UnsafeBufferPointer(start: scorer.features, count: scorer.featureCount)
  }

  private func read(_ text: UnsafeBufferPointer<UInt8>, scratch: TokenizerScratch) {
    var tokenizer = Tokenizer(text, scratch: scratch)
    scorer.begin()
    while true {
      let end = tokenizer.read(into: scratch.batch, from: 0, to: TokenBatch.capacity)
      guard end > 0 else { break }
      scorer.go(
        on: TokenBatch(tokens: UnsafeBufferPointer(start: scratch.batch.tokens, count: end)), bytes: tokenizer.text)
    }
    scorer.end()
  }

  /// The logits of a text of which the rows are known.
  package func logits(ofRows rows: some Collection<UInt16>) -> [Float] {
    scorer.begin()
    scorer.go(onRows: rows)
    scorer.end()
    return logits
  }

  private var logits: [Float] { (0..<classes).map { Float(scorer.sums[$0]) * scorer.step } }
}
