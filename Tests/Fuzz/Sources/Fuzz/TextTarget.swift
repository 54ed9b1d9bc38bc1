@testable import Attune
import CKernels
import Glibc

/// Scanner, tokenizer, features, scores: every fast way against a slow one.
func fuzzText(_ text: UnsafeBufferPointer<UInt8>) {
  checkScan(text)
  checkTokens(text)
  let whole = features(text, capacity: 8 * text.count + 64)
  let pieces = features(text, capacity: TextFeatures.perToken)
  precondition(whole.all.elementsEqual(pieces.all) { $0.hash == $1.hash && $0.context == $1.context })
  precondition("\(whole.counts)" == "\(pieces.counts)")
  checkConvolution(text)
  checkScores(text)
}

/// All processors find the same tokens.
private func checkScan(_ text: UnsafeBufferPointer<UInt8>) {
  let plain = tokens(text, level: ATTUNE_PLAIN)
  for level in [ATTUNE_NEON, ATTUNE_AVX2, ATTUNE_AVX512] where attune_supports(Int32(level.rawValue)) != 0 {
    precondition(tokens(text, level: level) == plain)
  }
}

private func tokens(_ text: UnsafeBufferPointer<UInt8>, level: attune_level) -> [[UInt64]] {
  var tokenizer = Tokenizer(text, scratch: TokenizerScratch(tokens: TokenMemory(level: Int32(level.rawValue))))
  var token = Token()
  var found: [[UInt64]] = []
  while tokenizer.next(&token) {
    found.append([token.hash, UInt64(token.start), UInt64(token.end), UInt64(token.traits.bits)])
  }
  return found
}

/// Tokens stand in order inside the text, and a word read at once is the word read scalar by scalar.
private func checkTokens(_ text: UnsafeBufferPointer<UInt8>) {
  let scratch = TokenizerScratch()
  var tokenizer = Tokenizer(text, scratch: scratch)
  var token = Token()
  var end = 0
  var before = tokenizer
  while tokenizer.next(&token) {
    precondition(token.start >= end && token.end > token.start && token.end <= text.count)
    end = token.end
    if token.kind == .word || token.kind == .number, text[token.start] < 0x80,
      ByteClass.table[Int(text[token.start])] < 2
    {
      before.index = token.start
      before.boundary = token.boundary
      var slow = Token()
      precondition(before.word(slowlyFrom: token.start, &slow))
      precondition(slow.hash == token.hash && slow.start == token.start && slow.end == token.end)
      precondition(slow.traits == token.traits && slow.shortenedHash == token.shortenedHash)
    }
    before = tokenizer
  }
}

private func features(_ text: UnsafeBufferPointer<UInt8>, capacity: Int) -> (all: [Feature], counts: CueCounts) {
  let buffer = UnsafeMutablePointer<Feature>.allocate(capacity: capacity)
  defer { buffer.deallocate() }
  var extractor = TextFeatures(text, scratch: TokenizerScratch())
  var counts = CueCounts()
  var all: [Feature] = []
  var isDone = false
  while !isDone {
    var count = 0
    isDone = extractor.fill(buffer, count: &count, capacity: capacity, counts: &counts)
    precondition(count <= capacity)
    all += UnsafeBufferPointer(start: buffer, count: count)
  }
  return (all, counts)
}

private let convolutionStorage = HandmadeModel.convolution(of: ["good", "bad", "not", "the", "a", "1", "!"]).encode()
  .withUnsafeBytes { ModelStorage(copying: $0) }
private let convolution = try! Convolution(convolutionStorage.bytes, classes: 3, isTrusted: false)

/// All processors read the same from a text, in pieces of whatever length.
private func checkConvolution(_ text: UnsafeBufferPointer<UInt8>) {
  let plain = convolved(text, level: ATTUNE_PLAIN, pieces: TokenBatch.capacity)
  for level in [ATTUNE_NEON, ATTUNE_AVX2, ATTUNE_AVX512] where attune_supports(Int32(level.rawValue)) != 0 {
    precondition(convolved(text, level: level, pieces: 1 + text.count % 7) == plain)
  }
}

private func convolved(_ text: UnsafeBufferPointer<UInt8>, level: attune_level, pieces: Int) -> [UInt8] {
  let scorer = ConvolutionScorer(convolution, classes: 3, level: Int32(level.rawValue))
  let scratch = TokenizerScratch()
  var tokenizer = Tokenizer(text, scratch: scratch)
  scorer.begin()
  while true {
    let end = tokenizer.read(into: scratch.batch, from: 0, to: pieces)
    guard end > 0 else { break }
    scorer.go(
      on: TokenBatch(tokens: UnsafeBufferPointer(start: scratch.batch.tokens, count: end)), bytes: tokenizer.text)
  }
  scorer.end()
  return Array(UnsafeBufferPointer(start: scorer.features, count: convolution.features))
}

private let model = try! Model.shipped()

/// Alone, in a batch and explained, a text has one verdict.
private func checkScores(_ text: UnsafeBufferPointer<UInt8>) {
  let verdict = model.classify(utf8: text)
  precondition(verdict.probabilities.allSatisfy { (0...1).contains($0) } && (-1...1).contains(verdict.score))
  precondition(abs(verdict.probabilities.reduce(0, +) - 1) < 1e-4)
  let scorer = Scorer(model: model)
  let pieces = [text, UnsafeBufferPointer(rebasing: text[(text.count / 2)...]), text]
  for piece in pieces { scorer.add(piece) }
  scorer.finish()
  precondition(scorer.verdict(0) == verdict && scorer.verdict(2) == verdict)
  if let string = String(validating: text, as: UTF8.self) {
    let explanation = model.explain(string)
    precondition(explanation.verdict == verdict)
    let largest = explanation.logits.max()!
    let powers = explanation.logits.map { exp($0 - largest) }
    let total = powers.reduce(0, +)
    for (power, probability) in zip(powers, verdict.probabilities) {
      precondition(abs(power / total - probability) < 1e-3)
    }
  }
}
