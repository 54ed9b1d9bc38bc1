/// The tokens of one text of any length, batch by batch, in memory that the next batch uses again. With terms, their tokens
/// are unknown ones.
struct TokenStream {
  private(set) var tokenizer: Tokenizer
  private let memory: TokenBatchMemory
  /// Takes the tokens as they are found, where they are asked for.
  private let log: ScoredTokens?
  private let terms: CustomTerms?
  /// The terms of the batch.
  private(set) var matches: [CustomTerms.Match] = []
  /// Tokens in `memory` with which a term may begin that ends behind the batch: they are the first of the next.
  private var waiting = 0..<0

  init(
    _ text: UnsafeBufferPointer<UInt8>, scratch: TokenizerScratch, log: ScoredTokens? = nil, terms: CustomTerms? = nil
  ) {
    tokenizer = Tokenizer(text, scratch: scratch)
    memory = scratch.batch
    self.log = log
    self.terms = terms
  }

  /// The next batch; nil at the end of the text.
  mutating func next(_ counts: inout CueCounts) -> TokenBatch? {
    let start = waiting.count
    if start > 0 { moveWaiting() }
    let end = tokenizer.read(into: memory, from: start, to: TokenBatch.capacity)
    let found = UnsafeBufferPointer(start: memory.tokens + start, count: end - start)
    counts.add(found)
    log?.append(found, textStart: 0)
    let count = terms.map { takeOut($0, end) } ?? end
    guard count > 0 else { return nil }
    return TokenBatch(
      tokens: UnsafeBufferPointer(start: memory.tokens, count: count), onceHashes: UnsafePointer(memory.onceHashes))
  }

  private func moveWaiting() {
    memory.tokens.update(from: memory.tokens + waiting.lowerBound, count: waiting.count)
    memory.onceHashes.update(from: memory.onceHashes + waiting.lowerBound, count: waiting.count)
  }

  /// - Returns: how many of the tokens in memory are the batch.
  private mutating func takeOut(_ terms: CustomTerms, _ end: Int) -> Int {
    matches.removeAll(keepingCapacity: true)
    let isLast = end < TokenBatch.capacity
    let lastStart = isLast ? end : end - terms.longest + 1
    let termEnd = terms.takeOut(
      of: memory.tokens, onceHashes: memory.onceHashes, places: 0..<end, startingBefore: lastStart
    ) { matches.append($0) }
    let count = max(lastStart, termEnd)
    waiting = count..<end
    return count
  }
}
