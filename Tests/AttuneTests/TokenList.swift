import Testing

@testable import Attune

/// All tokens of a text, for the tests of the tokenizer.
struct TokenList {
  let bytes: [UInt8]
  let tokens: [Token]

  init(_ text: String) { self.init(bytes: Array(text.utf8)) }

  init(bytes: [UInt8]) {
    self.bytes = bytes
    // A copy of exactly the text's length, so that a read behind it is not hidden by an array's spare room.
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    defer { copy.deallocate() }
    _ = copy.initialize(from: bytes)
    var tokenizer = Tokenizer(UnsafeBufferPointer(copy), scratch: TokenizerScratch())
    var token = Token()
    var tokens: [Token] = []
    while tokenizer.next(&token) { tokens.append(token) }
    self.tokens = tokens
  }

  /// The tokens' bytes as they stand in the text.
  var texts: [String] { tokens.map { String(decoding: bytes[$0.start..<$0.end], as: UTF8.self) } }

  /// "kind text" of each token.
  var descriptions: [String] { zip(tokens, texts).map { "\($0.kind) \($1)" } }

  var hashes: [UInt64] { tokens.map(\.hash) }
}

/// A named case of a tokenizer table: what the tokens of `input` are, as "kind text".
struct TokenCase: Sendable, CustomTestStringConvertible {
  var input: String
  var tokens: [String]

  init(_ input: String, _ tokens: String...) {
    self.input = input
    self.tokens = tokens
  }

  var testDescription: String { input.debugDescription }

  func check(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(TokenList(input).descriptions == tokens, sourceLocation: sourceLocation)
  }
}

/// Two texts that are the same tokens by hash.
struct SameTokens: Sendable, CustomTestStringConvertible {
  var first: String
  var second: String

  init(_ first: String, _ second: String) {
    self.first = first
    self.second = second
  }

  var testDescription: String { "\(first) as \(second)" }

  func check(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(TokenList(first).hashes == TokenList(second).hashes, sourceLocation: sourceLocation)
    #expect(!TokenList(first).hashes.isEmpty, sourceLocation: sourceLocation)
  }
}

/// The hash of folded bytes.
func hash(_ folded: String) -> UInt64 {
  Array(folded.utf8).withUnsafeBufferPointer { TokenHash.hash($0.baseAddress!, length: $0.count) }
}
