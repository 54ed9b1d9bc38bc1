import Attune

/// A token of a message as patterns see it.
struct MessageToken {
  /// Of the folded text; see `Token`.
  var hash: UInt64
  /// UTF-8 bytes of the message.
  var start: Int32
  var end: Int32
  var symbol: PatternSet.Symbol
  var kind: Token.Kind
  var startsSentence = false
  var startsClause = false
  var isCapitals = false
  var isElongated = false
  /// The first letter is a capital.
  var isCapitalized = false

  var isQuestion: Bool { symbol == PatternSet.question }
  // Patterns, because `==` of another module's type is a call.
  var isWord: Bool { if case .word = kind { true } else { false } }
  var isURL: Bool { if case .url = kind { true } else { false } }
  var isNumber: Bool { if case .number = kind { true } else { false } }
  var isPunctuation: Bool { if case .punctuation = kind { true } else { false } }
  /// What stands before it is the end of a sentence, or its punctuation follows.
  var endsSentence: Bool { startsSentence || isPunctuation }
}

/// The tokens of one message after the other. Owned by one worker.
final class MessageTokens {
  /// Tokens beyond these are not judged: no answer to a customer is as long.
  static let limit = 20_000

  private let cues: PatternSet
  /// Words behind which a full stop ends no sentence: "Mr.", "e.g.".
  private let abbreviations: [Bool]
  private let scratch = TokenizerScratch()
  private let memory = UnsafeMutablePointer<MessageToken>.allocate(capacity: limit)
  private var count = 0
  /// Sentences: ranges of `all`, and whether a question mark ends them.
  @exclusivity(unchecked) private(set) var sentences: [(tokens: Range<Int>, isQuestion: Bool)] = []

  init(_ cues: PatternSet, abbreviations: [Bool]) {
    self.cues = cues
    self.abbreviations = abbreviations
  }

  deinit { memory.deallocate() }

  /// The tokens of the message that was read last, valid until the next is.
  var all: UnsafeBufferPointer<MessageToken> { UnsafeBufferPointer(start: memory, count: count) }

  /// - Parameters:
  ///   - text: the whole message.
  ///   - parts: what of it is to be read, in bytes.
  func read(_ text: UnsafeBufferPointer<UInt8>, parts: [Range<Int>]) {
    count = 0
    sentences.removeAll(keepingCapacity: true)
    for part in parts { append(text, part) }
    closeSentences()
  }

  private func closeSentences() {
    var start = 0
    for index in all.indices.dropFirst() where memory[index].startsSentence {
      close(start..<index)
      start = index
    }
    if start < count { close(start..<count) }
  }

  private func close(_ tokens: Range<Int>) {
    var last = tokens.upperBound - 1
    while last > tokens.lowerBound, !memory[last].isWord, !memory[last].isQuestion { last -= 1 }
    sentences.append((tokens, memory[last].isQuestion))
  }

  private func append(_ text: UnsafeBufferPointer<UInt8>, _ part: Range<Int>) {
    var tokenizer = Tokenizer(UnsafeBufferPointer(rebasing: text[part]), scratch: scratch)
    var token = Token()
    let (first, offset, memory) = (count, part.lowerBound, memory)
    var count = first
    while count < Self.limit, tokenizer.next(&token) {
      // Once, and compared by patterns, because the methods of another module's types are calls.
      let (kind, boundary) = (token.kind, token.boundary)
      var message = MessageToken(
        hash: token.hash, start: Int32(truncatingIfNeeded: offset + token.start),
        end: Int32(truncatingIfNeeded: offset + token.end), symbol: PatternSet.unknown, kind: kind)
      message.isCapitals = token.isCapitals
      message.isElongated = token.isElongated
      let initial = text[offset + token.start]
      message.isCapitalized = initial >= UInt8(ascii: "A") && initial <= UInt8(ascii: "Z")
      message.symbol = symbol(message, token.mark, shortened: token.shortenedHash)
      if case .sentence = boundary, !message.isPunctuation { message.startsSentence = true }
      if case .none = boundary { message.startsClause = false } else { message.startsClause = true }
      memory[count] = message
      count += 1
    }
    self.count = count
    name(first..<count, text)
    if count > 0 { memory[0].startsSentence = true }
  }

  /// The symbol of a token whose hash says nothing. The words of others are asked for, and read by `name`.
  @inline(__always)
  private func symbol(
    _ message: MessageToken, _ mark: @autoclosure () -> Token.Mark, shortened: @autoclosure () -> UInt64
  ) -> PatternSet.Symbol {
    switch message.kind {
    case .word:
      cues.prefetch(message.hash)
      if message.isElongated, let symbol = cues.symbol(of: shortened()) { return symbol }
      return message.isCapitalized ? PatternSet.name : PatternSet.unknown
    case .number: return PatternSet.number
    case .mention: return PatternSet.mention
    case .url: return PatternSet.url
    case .emoji, .emoticon: return PatternSet.emoji
    case .punctuation:
      switch mark() {
      case .question: return PatternSet.question
      case .exclamation: return PatternSet.exclamation
      case .ellipsis: return PatternSet.ellipsis
      }
    }
  }

  /// Gives the tokens the symbols of their words, and ends no sentence behind an abbreviation.
  private func name(_ tokens: Range<Int>, _ text: UnsafeBufferPointer<UInt8>) {
    for index in tokens {
      switch memory[index].kind {
      case .word, .number, .emoji, .emoticon:
        if let symbol = cues.symbol(of: memory[index].hash) { memory[index].symbol = symbol }
      default: break
      }
      if memory[index].startsSentence, index > 0, isAbbreviation(memory[index - 1], before: memory[index], text) {
        memory[index].startsSentence = false
      }
    }
  }

  /// Whether only a full stop stands between a token and an abbreviation.
  private func isAbbreviation(
    _ last: MessageToken, before token: MessageToken, _ text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard last.isWord, abbreviations[Int(last.symbol)] else { return false }
    let between = text[Int(last.end)..<Int(token.start)]
    return between.first == UInt8(ascii: ".") && between.allSatisfy { $0 == UInt8(ascii: ".") || $0 == 0x20 }
  }
}
