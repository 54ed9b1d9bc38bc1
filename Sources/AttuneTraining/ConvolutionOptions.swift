/// How the deep part of a model is trained.
package struct ConvolutionOptions: Sendable {
  package var vectors: WordVectors
  /// A multiple of 32.
  package var filters = 32
  /// 1, or 2 for filters over what the first ones give. The filters of both are at most `ATTUNE_MOST_FILTERS`.
  package var layers = 2
  /// Numbers of a word's vector while it is learned; a multiple of 64.
  package var dimensions = 64
  /// The most words that have rows of their own. Those in fewer than `minimumTexts` texts have none.
  package var words = 16_000
  package var minimumTexts: UInt32 = 4
  package var epochs = 4
  /// Texts between two steps.
  package var batch = 128
  /// Of Adam, for vectors and for all else; they fall to nothing along a cosine.
  package var vectorRate: Float = 2e-3
  package var rate: Float = 1e-3
  /// What the vectors from elsewhere, which have unit variance, are multiplied with.
  package var vectorScale: Float = 0.3
  /// The share of tokens that each text loses in each pass.
  package var tokenDropout: Float = 0.1
  /// The share of features that each text loses in each pass.
  package var featureDropout: Float = 0.3

  /// The margin up to which all counts that it says, and the one from which nothing does; see `Doubt`.
  package var doubtfulMargins = Self.doubtfulMargins
  package static let doubtfulMargins: ClosedRange<Float> = 0.4...0.6

  /// What counts of its logits there; nil for what the texts held out say is best. They say too little where texts that were
  /// learned resemble them.
  package var share: Float?

  package init(vectors: WordVectors) { self.vectors = vectors }
}
