/// Scores texts in batches, with memory of its own: the hot path of the engine. One thread at a time uses a scorer.
///
///     add(text)      is copied to a pack of texts                     (as often as `isFull` is false)
///                    when it is full: tokens -> features, their lines are prefetched -> lines are gathered
///     finish()       one BLAS product, calibration                       -> `count` results
///
/// Every step is done for all texts of a pack before the next one, so that its loops are long, the processor's guesses
/// are right, and cache misses overlap. A text that is longer than a pack goes batch by batch. Nothing is allocated after
/// `init`.
package final class Scorer {
  /// Texts a batch. Large enough that the fixed cost of a BLAS call vanishes, small enough that its operands stay in
  /// the first caches.
  package static let batchSize = 128

  package let labels: [String]
  let polarity: (negative: Int, positive: Int)?
  private let classes: Int
  private let table: FeatureTable
  /// Keeps the memory of `table`.
  private let storage: ModelStorage
  /// The tones of the batch that are asked for: of up to two taxonomies.
  private let firstTones: ToneScorer?
  private let secondTones: ToneScorer?
  /// The deep part of the model, if it has one, and the texts of the pack that it reads.
  private let convolution: ConvolutionScorer?
  private let doubts: UnsafeMutablePointer<DoubtfulText>

  /// What the model's terms add, if it has any.
  private let custom: CustomSums?

  /// What changes from text to text, in one place of the heap.
  private struct State {
    /// Texts that were added since the last `reset`.
    var count = 0
    /// Texts of which the features are gathered.
    var gathered = 0
    /// Of the text that is being gathered.
    var sums = SparseSums()
  }

  /// A text that the words and pairs leave in doubt.
  private struct DoubtfulText {
    /// By its place in the batch.
    var number: Int
    /// What counts of the convolution's logits.
    var share: Float
  }

  private let state: UnsafeMutablePointer<State>
  private let scratch = TokenizerScratch()
  let pack = TextPack()
  private let batch: LocatedFeatures
  private let level = Processor.level
  /// Where the features of each text of the pack end.
  private let featureEnds: UnsafeMutablePointer<FeatureLocator.Counts>
  private let counts: UnsafeMutablePointer<CueCounts>
  /// Of the text that is being gathered; used with more than three classes.
  private let rowSums: UnsafeMutablePointer<Int64>
  private let logits: BatchLogits

  /// Whether texts that the model hardly knows a word of may be in another language.
  private let readsEnglish: Bool
  /// See `Model.columnLanguages`; nil where all texts are in English.
  private let columnLanguages: ColumnLanguages?
  /// The languages of the batch's texts that are not English; mostly empty.
  private var languages: [Int: String] = [:]
  /// Texts of each language but English, of all batches.
  package private(set) var foreignTexts: [String: Int] = [:]

  /// The tokens of the batch, where they are asked for.
  package let tokens: ScoredTokens?

  /// - Parameters:
  ///   - keepsTokens: `tokens` holds those of the batch's texts.
  ///   - taxonomies: `tones` says which of them the texts have, if the model knows.
  package init(model: Model, keepsTokens: Bool = false, tones taxonomies: Set<ToneTaxonomy> = []) {
    labels = model.labels
    polarity = model.polarity
    classes = model.labels.count
    table = model.table
    storage = model.storage
    tokens = keepsTokens ? ScoredTokens() : nil
    let tones = ToneTaxonomy.allCases.compactMap { taxonomies.contains($0) ? model.toneHeads[$0] : nil }.map {
      ToneScorer(head: $0, table: model.table, classes: model.labels.count)
    }
    firstTones = tones.first
    secondTones = tones.dropFirst().first
    convolution = model.convolution.map { ConvolutionScorer($0, classes: model.labels.count) }
    custom = model.terms.map(CustomSums.init)
    readsEnglish = model.readsEnglish
    columnLanguages = model.columnLanguages == ColumnLanguages() ? nil : model.columnLanguages
    state = .allocate(cacheAligned: 1)
    state.initialize(to: State())
    batch = LocatedFeatures(model.table.view)
    doubts = .allocate(cacheAligned: TextPack.textCapacity)
    featureEnds = .allocate(cacheAligned: TextPack.textCapacity)
    counts = .allocate(cacheAligned: Self.batchSize)
    rowSums = .allocate(cacheAligned: classes)
    rowSums.initialize(repeating: 0, count: classes)
    logits = BatchLogits(model)
  }

  deinit {
    state.deallocate()
    batch.deallocate()
    doubts.deallocate()
    featureEnds.deallocate()
    counts.deallocate()
    rowSums.deallocate()
    logits.deallocate()
  }

  /// Texts that were added since the last `reset`.
  package var count: Int { state.pointee.count }

  package var isFull: Bool { state.pointee.count == Self.batchSize }

  /// Adds a text to the batch. Its bytes are not needed afterwards.
  /// - Precondition: `!isFull`
  package func add(_ text: UnsafeBufferPointer<UInt8>) {
    precondition(!isFull)
    if !pack.hasRoom(for: text) {
      gatherPack()
      guard text.count <= TextPack.byteCapacity else { return gatherLong(text) }
    }
    pack.add(text)
    state.pointee.count += 1
  }

  /// Scores what was added: the results of texts 0..<count are then valid, until `reset`.
  package func finish() {
    gatherPack()
    logits.finish(count)
    firstTones?.finish(texts: count, probabilities: logits.probabilities, known: logits.knownFeatures)
    secondTones?.finish(texts: count, probabilities: logits.probabilities, known: logits.knownFeatures)
  }

  /// The tones of the batch; nil when they were not asked for or the model has none.
  package func tones(_ taxonomy: ToneTaxonomy) -> ToneScorer? {
    [firstTones, secondTones].lazy.compactMap(\.self).first { $0.taxonomy == taxonomy }
  }

  /// Empties the batch.
  package func reset() {
    state.pointee.count = 0
    state.pointee.gathered = 0
    pack.removeAll()
    tokens?.removeAll()
    if !languages.isEmpty { languages.removeAll(keepingCapacity: true) }
  }

  // MARK: Results

  /// Whether the model knew any feature of a text.
  package func isKnown(_ text: Int) -> Bool { logits.knownFeatures[text] > 0 }

  /// One probability per class.
  package func probabilities(_ text: Int) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: logits.probabilities + text &* classes, count: classes)
  }

  /// The most probable class, the first of equals; nil when the model knew nothing.
  package func label(_ text: Int) -> Int? {
    guard isKnown(text) else { return nil }
    let probabilities = probabilities(text)
    if classes == 3 {
      // The same without branches, which would go wrong as often as the text before had another label.
      let best = probabilities[1] > probabilities[0] ? 1 : 0
      let highest = max(probabilities[1], probabilities[0])
      return probabilities[2] > highest ? 2 : best
    }
    var best = 0
    for index in 1..<classes where probabilities[index] > probabilities[best] { best = index }
    return best
  }

  /// See `Verdict.score`.
  package func score(_ text: Int) -> Float {
    guard isKnown(text) else { return 0 }
    let probabilities = probabilities(text)
    guard let polarity else { return probabilities.max() ?? 0 }
    return probabilities[polarity.positive] - probabilities[polarity.negative]
  }

  /// See `Verdict.language`.
  package func language(_ text: Int) -> String? { languages.isEmpty ? nil : languages[text] }

  package func verdict(_ text: Int) -> Verdict {
    Verdict(
      label: label(text).map { labels[$0] } ?? Verdict.unknown, score: Double(score(text)),
      probabilities: probabilities(text).map(Double.init), language: language(text))
  }

  // MARK: Languages

  /// Whether less than half of the features are known, two a word: then a text's language is looked at.
  @inline(__always)
  private static func isHardlyKnown(_ known: Int64, _ counts: CueCounts) -> Bool {
    25 &* known < 24 &* Int64(counts.tokens &- counts.addresses &- counts.numbers)
  }

  /// Looks at the language of a text that is hardly known. One that is not English is unknown.
  @inline(__always)
  private func noteLanguage(_ text: Int, _ bytes: @autoclosure () -> UnsafeBufferPointer<UInt8>) {
    guard readsEnglish else { return }
    let isHardlyKnown = Self.isHardlyKnown(state.pointee.sums.known, counts[text])
    guard isHardlyKnown || columnLanguages != nil else { return }
    noteForeign(text, bytes(), isHardlyKnown: isHardlyKnown)
  }

  @inline(never)
  private func noteForeign(_ text: Int, _ bytes: UnsafeBufferPointer<UInt8>, isHardlyKnown: Bool) {
    // Whoever gives words of a language their valences wants them to count.
    if let custom, custom.known > 0 { return }
    let detector = LanguageDetector.shared
    var found = isHardlyKnown ? detector.language(of: bytes, isHardlyKnown: true) : nil
    if let columnLanguages { found = detector.language(of: bytes, found, in: columnLanguages) }
    guard let language = found else { return }
    languages[text] = language
    foreignTexts[language, default: 0] += 1
    state.pointee.sums.known = 0
  }

  // MARK: Gathering

  /// Turns the texts of the pack into sums and cues.
  private func gatherPack() {
    guard pack.count > 0 else { return }
    let found = extractPack().found
    let first = state.pointee.gathered
    forEachInPack { _ in
      custom?.next(batch)
      noteLanguage(state.pointee.gathered, pack.utf8(state.pointee.gathered &- first))
      complete(state.pointee.gathered)
      state.pointee.gathered += 1
    }
    if let convolution { read(first..<state.pointee.gathered, of: found, by: convolution) }
    pack.removeAll()
  }

  /// Lets the convolution read those texts of the pack that are in doubt.
  @inline(__always)
  private func read(_ texts: Range<Int>, of found: TokenBatch, by convolution: ConvolutionScorer) {
    logits.findDoubt(texts)
    var count = 0
    for number in texts {
      // Written in any case: whether a text is in doubt is no guess that a processor gets right.
      let share = logits.deepShare(number)
      doubts[count] = DoubtfulText(number: number, share: share)
      count &+= share > 0 ? 1 : 0
    }
    convolution.removeAll()
    for index in 0..<count {
      let text = pack[doubts[index].number &- texts.lowerBound]
      convolution.add(found[text.firstToken..<text.endToken], bytes: pack.bytes)
    }
    for index in 0..<count {
      convolution.next()
      logits.add(convolution.sums, share: doubts[index].share, to: doubts[index].number)
    }
  }

  /// Turns the texts of the pack into features, of which the lines are then on their way.
  /// - Returns: the tokens, and how many features there are.
  @discardableResult
  func extractPack() -> (found: TokenBatch, features: Int) {
    let found = pack.tokenize(scratch)
    if let custom { takeOutTerms(custom, found) }
    batch.locate(found, after: FeatureExtractor.sentenceStart)
    var end = FeatureLocator.Counts()
    for index in 0..<pack.count {
      let text = pack[index]
      end.tokens = text.firstToken
      let tokens = found[text.firstToken..<text.endToken]
      var sink = FeatureLocator(batch, of: tokens, behind: end)
      var extractor = FeatureExtractor(pack.bytes, cueWords: scratch.cueWords)
      extractor.take(tokens)
      var textCounts = text.counts
      _ = extractor.fill(&sink, counts: &textCounts)
      counts[state.pointee.gathered &+ index] = textCounts
      end = sink.counts
      end.tokens = text.endToken
      featureEnds[index] = end
    }
    if custom == nil { log(found) }
    return (found, 2 &* (end.tokens &- pack.count &+ 1) &+ end.nGrams &+ end.extras)
  }

  /// Keeps the tokens of the pack where they are asked for.
  private func log(_ found: TokenBatch) {
    guard let tokens else { return }
    for index in 0..<pack.count {
      let text = pack[index]
      tokens.append(found[text.firstToken..<text.endToken].tokens, textStart: text.start)
      tokens.endText()
    }
  }

  /// Makes the terms of the pack's texts unknown to the model. The log has them as they are.
  @inline(never)
  private func takeOutTerms(_ custom: CustomSums, _ found: TokenBatch) {
    log(found)
    custom.removeAll()
    for index in 0..<pack.count {
      custom.takeOut(of: found, places: pack[index].firstToken..<pack[index].endToken)
    }
  }

  /// Gathers the features of each text, and calls `body` with their sums.
  func forEachInPack(_ body: (inout SparseSums) -> Void) {
    var start = FeatureLocator.Counts()
    for index in 0..<pack.count {
      start.tokens = pack[index].firstToken
      gather(.init(start: start, end: featureEnds[index]))
      body(&state.pointee.sums)
      start = featureEnds[index]
    }
  }

  /// Turns a text that is too long for a pack into sums and cues.
  private func gatherLong(_ text: UnsafeBufferPointer<UInt8>) {
    counts[state.pointee.count] = addLong(text)
    tokens?.endText()
    noteLanguage(state.pointee.count, text)
    let text = state.pointee.count
    complete(text)
    if let convolution {
      logits.findDoubt(text..<text &+ 1)
      logits.add(convolution.sums, share: logits.deepShare(text), to: text)
    }
    state.pointee.count += 1
    state.pointee.gathered += 1
  }

  /// Adds the features of a text of any length to `sums`.
  func addLong(_ text: UnsafeBufferPointer<UInt8>) -> CueCounts {
    var features = TextFeatures(text, scratch: scratch, log: tokens, terms: custom?.terms)
    var textCounts = CueCounts()
    var sink = FeatureLocator(batch, isGoingOn: false)
    var isDone = false
    convolution?.begin()
    custom?.begin()
    while !isDone {
      isDone = features.fill(&sink, counts: &textCounts)
      if !isDone, let bytes = text.baseAddress { convolution?.go(on: features.extractor.batch, bytes: bytes) }
      if let mark = sink.moved { state.pointee.sums.mark(mark) }
      gather(.init(start: .init(), end: sink.counts))
      let sentence = sink.lastSentence
      custom?.add(
        features.matches, batch, mark: sink.moved, openFrom: sentence.isOpen ? nil : sentence.start.tokens)
      if !sentence.isOpen {
        var said = SparseSums()
        table.gatherValences(.init(start: sentence.start, end: sink.counts), of: batch, into: &said)
        state.pointee.sums.markSentence(before: said)
      }
      sink = FeatureLocator(batch, isGoingOn: true)
    }
    convolution?.end()
    return textCounts
  }

  /// Calls `body` with what the features of a text have added up to, and begins anew.
  func takeSums(_ body: (SparseSums, UnsafeMutableBufferPointer<Int64>) -> Void) {
    body(state.pointee.sums, UnsafeMutableBufferPointer(start: rowSums, count: max(classes - 1, 1)))
    state.pointee.sums.reset()
    rowSums.update(repeating: 0, count: classes)
  }

  private func gather(_ range: FeatureTable.Range) {
    table.gather(range, of: batch, level: level, into: &state.pointee.sums, rowSums: rowSums)
    firstTones?.gather(range, of: batch)
    secondTones?.gather(range, of: batch)
  }

  /// Turns the sums of a text into what the batch knows of it.
  @inline(__always)
  private func complete(_ text: Int) {
    if let custom { state.pointee.sums.known &+= custom.known }
    let norm = logits.put(text, &state.pointee.sums, rowSums: rowSums, counts: counts[text])
    if let custom { logits.add(custom.logit(norm: norm), to: text, polarity) }
    state.pointee.sums.reset()
    firstTones?.complete(text, norm: norm)
    secondTones?.complete(text, norm: norm)
  }
}
