import Attune
import AttunePlatform

/// Reads customers' messages, one after the other. Owned by one worker.
final class CustomerReader {
  let cues: PatternSet
  let matcher: MessageMatcher
  let tokens: MessageTokens
  let negation: [Bool]
  private let function: [Bool]
  private let acronym: [Bool]
  private let aspectOfSymbol: [Int8]
  private let table: WordTable
  private let phraseReader: NounPhraseReader
  let situations: Situations
  private let scorer: Scorer?
  /// Knows the language of the column.
  private let model: Model?
  private var parts: [Range<Int>] = []
  /// Content words of the message that was read last.
  // One worker at a time uses a reader: nothing overlaps.
  @exclusivity(unchecked) var stems = StemSet()
  /// Its names, and which aspects it raises.
  @exclusivity(unchecked) private(set) var names: [UInt64] = []
  /// What it raises.
  @exclusivity(unchecked) var points = CustomerPoints()
  /// The thing that it names best, the best of those that the company can look up, and a person.
  @exclusivity(unchecked) private(set) var thing: NounPhrase?
  @exclusivity(unchecked) private(set) var record: NounPhrase?
  @exclusivity(unchecked) private(set) var person: NounPhrase?
  @exclusivity(unchecked) private var lastPhrase: Range<Int>?
  /// It tells of somebody besides the customer: "my mum", "he".
  @exclusivity(unchecked) private(set) var tellsOfOthers = false
  /// How strongly each group of cues shows.
  @exclusivity(unchecked) private(set) var strengths: [Int]
  @exclusivity(unchecked) var features: MessageFeatures
  /// Tokens at which what is wrong is written.
  @exclusivity(unchecked) private var problems: [Int] = []

  /// What tells content words of a message.
  let contentWords: ContentWordTable

  init(_ rubric: Rubric, model: Model?) {
    contentWords = ContentWordTable(rubric, of: rubric.customerPatterns)
    cues = rubric.customerPatterns
    matcher = MessageMatcher(cues)
    tokens = MessageTokens(cues, abbreviations: cues.symbols(of: "abbreviation"))
    negation = cues.symbols(of: "negation")
    function = cues.symbols(of: "function")
    acronym = cues.symbols(of: "acronym")
    aspectOfSymbol = rubric.aspects(of: cues)
    table = rubric.customerWords
    phraseReader = NounPhraseReader(table: table)
    situations = rubric.situations
    strengths = [Int](repeating: 0, count: Rubric.CustomerGroup.count + situations.all.count)
    features = MessageFeatures(groups: rubric.customerGroupNames)
    self.model = model
    scorer = model.map({ Scorer(model: $0) })
  }

  /// The message that was read last, and what was found in it: in a conversation the next reply answers the same.
  @exclusivity(unchecked) private var last: (text: [UInt8], message: CustomerMessage) = ([], CustomerMessage())

  /// - Parameter text: nil, or empty, when there is no message.
  func read(_ text: UnsafeBufferPointer<UInt8>?) -> CustomerMessage {
    if let text, last.message.isGiven, isLast(text) {
      points.putBack()
      return last.message
    }
    let message = readAnew(text)
    last.message = message
    last.text.removeAll(keepingCapacity: true)
    if let text, text.count <= Self.keptBytes {
      last.text.append(contentsOf: text)
    } else {
      // What is not kept is read anew.
      last.message.isGiven = false
    }
    return message
  }

  private func isLast(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard last.text.count == text.count, let start = text.baseAddress else { return false }
    return last.text.withUnsafeBytes { $0.baseAddress.map { memcmp($0, start, text.count) == 0 } ?? false }
  }

  /// Bytes of a message up to which it is kept: what `ConversationMemory` keeps of a customer.
  private static let keptBytes = 1 << 16

  private func readAnew(_ text: UnsafeBufferPointer<UInt8>?) -> CustomerMessage {
    var message = CustomerMessage()
    stems.removeAll()
    names.removeAll(keepingCapacity: true)
    points.removeAll()
    thing = nil
    record = nil
    person = nil
    tellsOfOthers = false
    guard let text, text.contains(where: { $0 > 0x20 }) else { return message }
    message.isGiven = true
    UnquotedText.parts(of: text, into: &parts)
    tokens.read(text, parts: parts)
    let all = tokens.all
    message.isForeign = Language.isForeign(all) || model?.isForeign(text) == true
    matcher.match(all)
    readFeelings(all, &message)
    readNames(all, &message)
    readContent(all, &message)
    readPoints(all, text)
    message.isInquiry =
      strengths[Int(Rubric.CustomerGroup.inquiry)] > 0 || tokens.sentences.contains(where: \.isQuestion)
      || all.count { $0.isWord } < 3
    // "Thanks" below a question is how people end it.
    if message.feeling == .gratitude, message.feelingStrength == 1, !message.isPraise, message.words > 2,
      strengths[Int(Rubric.CustomerGroup.inquiry)] > 0 || tokens.sentences.contains(where: \.isQuestion)
    {
      message.feeling = nil
    }
    // Where a problem or a bad feeling is written, the model's view tells cues nothing.
    if situations.learned != nil || !message.hasProblem && message.feeling?.isNegative != true {
      message.sentiment = sentiment(of: text)
    }
    readSituation(&message)
    return message
  }

  /// Of the message that was read last, by the model: -1...1, and 0 where it knows nothing.
  ///
  /// - Complexity: scores the text, which costs about as much as its patterns: only where something depends on it.
  func sentiment(of text: UnsafeBufferPointer<UInt8>) -> Float {
    guard let scorer else { return 0 }
    defer { scorer.reset() }
    scorer.add(text)
    scorer.finish()
    return scorer.score(0)
  }

  private func readFeelings(_ all: UnsafeBufferPointer<MessageToken>, _ message: inout CustomerMessage) {
    for index in strengths.indices { strengths[index] = 0 }
    problems.removeAll(keepingCapacity: true)
    let filter = MatchFilter(matcher.matches, all, cues, negation)
    for (index, match) in matcher.matches.enumerated() where filter.holds(at: index) {
      let rule = cues.rules[Int(match.rule)]
      strengths[Int(rule.group)] += Int(rule.level)
      if rule.group == Rubric.CustomerGroup.problem, rule.level > 0 { problems.append(Int(match.first)) }
    }
    var best = 0
    for (index, feeling) in Feeling.allCases.enumerated() where strengths[index] > best {
      best = strengths[index]
      message.feeling = feeling
      message.feelingStrength = best
    }
    message.isPraise = strengths[Int(Rubric.CustomerGroup.praise)] > 0
    message.hasProblem =
      strengths[Int(Rubric.CustomerGroup.problem)] > 0 && !(message.isPraise && isTold(all))
    if message.isPraise, !message.hasProblem, let feeling = message.feeling, feeling.isNegative,
      isTold(all)
    {
      message.feeling = .gratitude
    }
    // Thanks in advance beside a problem are a way to be polite.
    if message.hasProblem, let feeling = message.feeling, !feeling.isNegative {
      message.feeling = Feeling.allCases.indices.filter { Feeling.allCases[$0].isNegative }
        .max { strengths[$0] < strengths[$1] }.flatMap { strengths[$0] > 0 ? Feeling.allCases[$0] : nil }
    }
  }

  /// Whether what went wrong is part of a thank-you: "Thank you to Sam, who found my lost ring."
  private func isTold(_ all: UnsafeBufferPointer<MessageToken>) -> Bool {
    let bad = Feeling.allCases.reduce(0) { max($0, $1.isNegative ? strengths[$1.index] : 0) }
    return strengths[Int(Rubric.CustomerGroup.praise)] > 1 && bad < 2
      && !all.contains { Self.contrast.contains($0.hash) }
  }

  private static let contrast = FewWords([
    "but", "however", "unfortunately", "although", "though", "still", "yet", "except", "sadly", "instead",
  ])

  /// Whether a word is written in capitals by everybody: "TV".
  func isAcronym(_ word: some StringProtocol) -> Bool {
    guard let hash = Token.hash(ofSingle: String(word).lowercased()), let symbol = cues.symbol(of: hash) else {
      return true
    }
    return acronym[Int(symbol)]
  }

  /// Last words of what stands before a signature.
  private static let closings = FewWords([
    "regards", "thanks", "best", "cheers", "yours", "sincerely", "wishes", "you",
  ])

  private func isNamePart(_ token: MessageToken) -> Bool {
    token.isWord && token.isCapitalized && !function[Int(token.symbol)] && token.end - token.start > 1
  }

  private func readNames(_ all: UnsafeBufferPointer<MessageToken>, _ message: inout CustomerMessage) {
    func add(_ range: Range<Int>) {
      for index in range where names.count < 8 { names.append(all[index].hash) }
      if message.name == nil, let first = range.first { message.name = Int(all[first].start)..<Int(all[first].end) }
    }
    for match in matcher.matches where cues.rules[Int(match.rule)].group == Rubric.CustomerGroup.name {
      let inside = (Int(match.first)...Int(match.last)).filter { all[$0].symbol == PatternSet.name }
      if let first = inside.first {
        add(first..<first + 1)
        continue
      }
      let start = Int(match.last) + 1
      var end = start
      while end < all.count, end < start + 3, isNamePart(all[end]), end == start || !all[end].startsClause { end += 1 }
      // "Thank you Bea in the call centre": who is thanked is somebody else, unless nothing follows.
      if end < all.count, Self.closings.contains(all[Int(match.last)].hash), !all[end].startsSentence { continue }
      // "This is Broken": a name is followed by an end or by what is no name.
      if end > start, all[start].symbol == PatternSet.name { add(start..<end) }
    }
    // The last words, when they stand alone: "Regards, Marta Keller", "- Ahmed".
    var start = all.count
    while start > 0, all.count - start < 3, isNamePart(all[start - 1]) {
      start -= 1
      if all[start].startsClause { break }
    }
    if start > 0, start < all.count, all[start].startsClause, all[start].symbol == PatternSet.name {
      add(start..<all.count)
    }
  }

  private func readContent(_ all: UnsafeBufferPointer<MessageToken>, _ message: inout CustomerMessage) {
    for (index, token) in all.enumerated() {
      message.variant &+= Int(truncatingIfNeeded: token.hash & 0xFF)
      let aspect = aspectOfSymbol[Int(token.symbol)]
      if aspect >= 0, message.aspect == nil, !goesOn(index, all) { message.aspect = Int(aspect) }
      if token.isWord || token.isNumber { message.words += 1 }
    }
  }

  /// The points of the message, its words, and the things that it names.
  private func readPoints(_ all: UnsafeBufferPointer<MessageToken>, _ text: UnsafeBufferPointer<UInt8>) {
    var phraseEnd = -1
    var isOpen = true
    for (index, token) in all.enumerated() {
      let kinds = table.kinds(of: token)
      if !kinds.isDisjoint(with: [.kin, .kinOf]) || others.contains(token.hash) { tellsOfOthers = true }
      if index == 0 || token.startsClause || token.startsSentence || kinds.contains(.joint) { isOpen = true }
      if index > phraseEnd, !kinds.isDisjoint(with: [.thing, .kin, .kinOf]),
        let found = phraseReader.read(index, all, names: names)
      {
        phraseEnd = found.last
        note(found.phrase, at: index, all)
      }
      let weight = table.weight(token)
      guard weight > 0, !kinds.contains(.either) || !phraseReader.isVerb(index, all) else { continue }
      let key = table.key(token, text)
      stems.insert(key)
      if names.contains(token.hash) { continue }
      if isOpen {
        points.open(at: Int(token.start))
        isOpen = false
      }
      points.add(
        key, weight, Int(token.start)..<Int(token.end),
        isThing: !kinds.isDisjoint(with: [.thing, .kin]), isDeed: table.isDeed(token, text))
      if index == phraseEnd, let phrase = lastPhrase { points.name(phrase) }
    }
    points.close()
  }

  /// Words for one other person. Of the reader, not of the type, whose first use a fork may cut in two.
  let others = FewWords(["he", "she", "him", "her", "his", "he's", "she's"])

  private func note(_ phrase: NounPhrase, at index: Int, _ all: UnsafeBufferPointer<MessageToken>) {
    var phrase = phrase
    lastPhrase = phrase.bytes
    if phrase.isKin {
      if phrase.owner == .customer, person == nil { person = phrase }
      return
    }
    // What is the company's is rarely the matter, and a place in passing never is.
    if phrase.owner == .company || phraseReader.isPlace(index, all) { return }
    // Near to what is wrong.
    if problems.contains(where: { abs($0 - index) < 6 }) { phrase.worth += 3 }
    if thing.map({ phrase.worth > $0.worth }) ?? true { thing = phrase }
    if phrase.isRecord, phrase.owner == .customer, record.map({ phrase.worth > $0.worth }) ?? true { record = phrase }
  }

  /// Whether a noun is only the first part of another: a coffee machine is a machine, a phone bill a bill.
  private func goesOn(_ index: Int, _ all: UnsafeBufferPointer<MessageToken>) -> Bool {
    index + 1 < all.count && !all[index + 1].startsClause && aspectOfSymbol[Int(all[index + 1].symbol)] >= 0
  }
}

extension Rubric {
  /// Of each symbol its aspect, or -1.
  func aspects(of cues: PatternSet) -> [Int8] {
    var table = [Int8](repeating: -1, count: cues.symbolCount)
    for (index, name) in aspects.prefix(63).enumerated() {
      for symbol in cues.members(of: "aspect:\(name)") where table[Int(symbol)] < 0 { table[Int(symbol)] = Int8(index) }
    }
    return table
  }
}

/// Words that say what a message is about.
enum ContentWord {
  @inline(__always)
  static func stem(_ token: MessageToken, _ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    Stem.hash(UnsafeBufferPointer(rebasing: text[Int(token.start)..<Int(token.end)]))
  }
}

/// Whether a message is in English, by the words that every English sentence has.
enum Language {
  static func isForeign(_ tokens: UnsafeBufferPointer<MessageToken>) -> Bool {
    var words = 0
    var known = 0
    for token in tokens where token.isWord {
      words += 1
      if token.symbol > PatternSet.ellipsis { known += 1 }
    }
    return words >= 3 && known * (words >= 6 ? 4 : 8) < words
  }
}
