import AttuneModels

/// A trained classifier: an immutable value that turns texts into verdicts.
///
///     let model = try Model.shipped()
///     let verdict = model.classify("No complaints, all good")
///     print(verdict.label, verdict.score)
///
/// A model is read from a file (`load(path:)`, `load(contentsOf:)`) or from memory (`load(bytes:)`), or is the one
/// compiled into Attune (`shipped()`). Any number of tasks and threads may use a model at the same time.
public final class Model: Sendable {
  /// The classes, in the order of every list of probabilities.
  public let labels: [String]
  /// What the model was made from and how: data, licences, metrics, seed, command.
  public let card: [CardEntry]
  /// Where the negative and the positive class stand, when the classes are those of sentiment.
  package let polarity: (negative: Int, positive: Int)?

  package let table: FeatureTable
  /// One unit of a weight in `table`, in logits.
  package let weightStep: Float
  package let dense: DenseLayer
  /// The deep part, of a model that has one.
  package let convolution: Convolution?
  package let calibration: Calibration
  /// The probabilities of a text of which the model knows nothing.
  package let prior: [Float]
  /// Section LEXI of the model file.
  private nonisolated(unsafe) let lexiconBytes: UnsafeRawBufferPointer  // Never written; `storage` keeps it alive.
  /// Section NAME of the model file.
  let names: NameSection?
  /// Whether it knows the words that English is made of: then a text without known words may be in another language.
  let readsEnglish: Bool
  /// What counts for what its owner says; nil for nothing.
  let terms: CustomTerms?
  /// The languages besides English that texts of their column are in.
  package let columnLanguages: ColumnLanguages
  /// Sections TONE and EMOT of the model file.
  let toneHeads: [ToneTaxonomy: ToneHead]
  let storage: ModelStorage
  let scorers = ScorerPool()
  /// One for each of `toneHeads`.
  let toneScorers: [ToneTaxonomy: ScorerPool]

  /// A line of the model card.
  public struct CardEntry: Sendable, Equatable {
    /// The name of the entry.
    public var key: String
    /// The content of the entry.
    public var value: String

    /// A line "key: value".
    public init(key: String, value: String) {
      (self.key, self.value) = (key, value)
    }
  }

  init(
    labels: [String], card: [CardEntry], table: FeatureTable, weightStep: Float, dense: DenseLayer,
    convolution: Convolution?, calibration: Calibration, prior: [Float], lexiconBytes: UnsafeRawBufferPointer,
    names: NameSection?,
    toneHeads: [ToneTaxonomy: ToneHead], storage: ModelStorage
  ) {
    self.labels = labels
    self.card = card
    self.table = table
    self.weightStep = weightStep
    self.dense = dense
    self.convolution = convolution
    self.calibration = calibration
    self.prior = prior
    self.lexiconBytes = lexiconBytes
    self.names = names
    terms = nil
    columnLanguages = ColumnLanguages()
    readsEnglish = Self.readsEnglish(table)
    self.toneHeads = toneHeads
    toneScorers = Dictionary(uniqueKeysWithValues: toneHeads.keys.map { ($0, ScorerPool(tones: [$0])) })
    self.storage = storage
    if let negative = labels.firstIndex(of: "negative"), let positive = labels.firstIndex(of: "positive"),
      Set(labels).isSubset(of: ["negative", "neutral", "positive"])
    {
      polarity = (negative, positive)
    } else {
      polarity = nil
    }
  }

  /// The same model with other terms, for texts of another column.
  init(_ model: Model, terms: CustomTerms?, columnLanguages: ColumnLanguages) {
    labels = model.labels
    card = model.card
    polarity = model.polarity
    table = model.table
    weightStep = model.weightStep
    dense = model.dense
    convolution = model.convolution
    calibration = model.calibration
    prior = model.prior
    lexiconBytes = model.lexiconBytes
    names = model.names
    self.terms = terms
    self.columnLanguages = columnLanguages
    readsEnglish = model.readsEnglish
    toneHeads = model.toneHeads
    toneScorers = Dictionary(uniqueKeysWithValues: toneHeads.keys.map { ($0, ScorerPool(tones: [$0])) })
    storage = model.storage
  }

  /// Maps a model file. Nothing is copied; the file must not change while the model is in use.
  /// - Throws: `ModelError`.
  public static func load(path: String) throws(ModelError) -> Model {
    try ModelFile.decode(ModelStorage(path: path), isTrusted: false)
  }

  /// The same for a path that need not be UTF-8.
  package static func load(pathBytes: UnsafePointer<CChar>) throws(ModelError) -> Model {
    try ModelFile.decode(ModelStorage(pathBytes: pathBytes), isTrusted: false)
  }

  /// Reads a model from the bytes of a model file, which are copied.
  /// - Throws: `ModelError`.
  public static func load(bytes: some Sequence<UInt8>) throws(ModelError) -> Model {
    let storage = Array(bytes).withUnsafeBytes { ModelStorage(copying: $0) }
    return try ModelFile.decode(storage, isTrusted: false)
  }

  /// The model compiled into Attune: negative, neutral and positive for English customer feedback.
  /// - Throws: `ModelError.noShippedModel` in a build without a model.
  public static func shipped() throws(ModelError) -> Model { try shippedResult.get() }

  private static let shippedResult: Result<Model, ModelError> = {
    guard let start = attune_shipped_model() else { return .failure(.noShippedModel) }
    let bytes = UnsafeRawBufferPointer(start: start, count: attune_shipped_model_size())
    do throws(ModelError) {
      return .success(try ModelFile.decode(ModelStorage(program: bytes), isTrusted: true))
    } catch {
      return .failure(error)
    }
  }()

  /// The lexicon that the model was trained with: valences by token hash, in units of `FeatureTable.valenceStep`.
  package var lexicon: [UInt64: Int16] {
    let count = lexiconCount
    return Dictionary(
      (0..<count).map { index in
        (
          lexiconBytes.loadUnaligned(fromByteOffset: 4 + 8 * index, as: UInt64.self),
          lexiconBytes.loadUnaligned(fromByteOffset: 4 + 8 * count + 2 * index, as: Int16.self)
        )
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The number of words in the lexicon that the model was trained with and contains.
  public var lexiconCount: Int { lexiconBytes.isEmpty ? 0 : Int(lexiconBytes.loadUnaligned(as: UInt32.self)) }

  /// Whether the classes are negative and positive, and optionally neutral, so that a verdict's score is their
  /// difference.
  public var isSentiment: Bool { polarity != nil }

  /// The length of the model file in bytes.
  public var byteCount: Int { storage.bytes.count }

  /// A checksum of the model file. It distinguishes two models, but does not protect against forgery.
  ///
  /// - Complexity: O(`byteCount`), about a millisecond for ten megabytes.
  public var checksum: UInt64 { Checksum.of(storage.bytes) }
}

extension Model.CardEntry {
  /// Reads lines of "key: value"; a line without a colon is a value without a key.
  static func parse(_ bytes: UnsafeRawBufferPointer) -> [Model.CardEntry] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
      guard let colon = line.firstIndex(of: ":") else { return .init(key: "", value: String(line)) }
      return .init(
        key: String(line[..<colon]), value: String(line[line.index(after: colon)...].drop { $0 == " " }))
    }
  }
}
