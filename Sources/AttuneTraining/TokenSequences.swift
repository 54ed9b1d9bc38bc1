import Attune

/// The tokens of texts in their order, as a convolution reads them: with the breaks between clauses and sentences.
struct TokenSequences {
  /// Where the tokens of each text begin; one more than there are texts.
  private(set) var starts: [Int] = [0]
  /// Numbers of `vocabulary`, text by text.
  private(set) var tokens: [UInt32] = []
  /// Hashes of tokens; at first those of the breaks, which are numbered 0 and 1.
  private(set) var vocabulary = Vocabulary()
  /// The row of each token of the vocabulary in a table that does not know it.
  private(set) var shapes: [UInt16] = []

  /// Tokens of a text that are kept. Of a novel its beginning says enough.
  static let limit = 400

  init() {
    _ = number(of: 1, shape: TokenShape.clauseBreak)
    _ = number(of: 2, shape: TokenShape.sentenceBreak)
  }

  var hashes: [UInt64] { vocabulary.hashes }

  /// - Parameter ignored: words that must not matter. They have no more than a shape.
  mutating func append(_ text: UnsafeBufferPointer<UInt8>, scratch: TokenizerScratch, ignored: Set<UInt64>) {
    let start = tokens.count
    var tokenizer = Tokenizer(text, scratch: scratch)
    var token = Token()
    while tokens.count - start < Self.limit, tokenizer.next(&token) {
      if tokens.count > start, token.boundary != .none { tokens.append(token.boundary == .clause ? 0 : 1) }
      let shape = TokenShape.row(token.kind, UnsafeBufferPointer(rebasing: text[token.start..<token.end]))
      // Below the hashes of tokens are those of shapes, which no token has in all likelihood.
      tokens.append(number(of: ignored.contains(token.hash) ? UInt64(shape) : token.hash, shape: shape))
    }
    starts.append(tokens.count)
  }

  private mutating func number(of hash: UInt64, shape: UInt16) -> UInt32 {
    let number = vocabulary.number(of: hash)
    if number == shapes.count { shapes.append(shape) }
    return number
  }

  /// Some of the texts, with the vocabulary of all.
  func subset(_ texts: [Int]) -> TokenSequences {
    var result = self
    result.starts = [0]
    result.tokens = []
    for text in texts {
      result.tokens += tokens[starts[text]..<starts[text + 1]]
      result.starts.append(result.tokens.count)
    }
    return result
  }
}
