import Attune
import AttuneStatistics

/// Finds what a rubric asks for in replies, one after the other. Owned by one worker; memory is used again and again.
final class ReplyReader {
  let rubric: Rubric
  private let cues: PatternSet
  private let matcher: MessageMatcher
  let tokens: MessageTokens
  let customerReader: CustomerReader
  let asking = FewWords(["please", "kindly"])
  private let negation: [Bool]
  private let acronym: [Bool]
  /// Knows the language of the column.
  private let model: Model?
  private let you: [Bool]
  private let own: [Bool]
  private let interrogative: [Bool]
  let table: WordTable
  /// The group of the trait that counts days and hours, where the rubric has one.
  let timeGroup: UInt8?
  // One worker at a time uses a reader: nothing overlaps.
  @exclusivity(unchecked) private var parts: [Range<Int>] = []
  @exclusivity(unchecked) private var slots: [Range<Int>] = []
  /// Tokens of the reply that are content words of the customer's, and what they say about the matter.
  @exclusivity(unchecked) var shared: [(token: Int, key: UInt64, weight: Float)] = []
  /// Tokens of phrases whose words take up nothing.
  @exclusivity(unchecked) var idlePhrases: [Range<Int>] = []
  let phraseReader: NounPhraseReader
  let listing = FewWords(["or", "and", "nor"])
  let by = Token.hash(ofSingle: "by")
  /// Matches that hold, in the order of their first tokens.
  @exclusivity(unchecked) private(set) var held: [(group: UInt8, level: UInt8, first: Int, last: Int)] = []
  /// How many of them each group has.
  @exclusivity(unchecked) private var counts = InlineArray<256, Int32>(repeating: 0)
  /// The most tokens that one of them has behind its first.
  @exclusivity(unchecked) private var longest = 0
  /// What learned items see of a sentence.
  @exclusivity(unchecked) var features: SentenceFeatures
  /// What tells content words of a reply.
  let contentWords: ContentWordTable

  init(_ rubric: Rubric, model: Model?) {
    self.rubric = rubric
    self.model = model
    contentWords = ContentWordTable(rubric, of: rubric.replyPatterns)
    features = SentenceFeatures(groups: rubric.replyGroupNames, situations: rubric.situations.all.map(\.name))
    cues = rubric.replyPatterns
    matcher = MessageMatcher(cues)
    tokens = MessageTokens(cues, abbreviations: cues.symbols(of: "abbreviation"))
    customerReader = CustomerReader(rubric, model: model)
    negation = cues.symbols(of: "negation")
    acronym = cues.symbols(of: "acronym")
    you = cues.symbols(of: "you")
    own = cues.symbols(of: "self")
    interrogative = cues.symbols(of: "interrogative")
    table = rubric.replyWords
    phraseReader = NounPhraseReader(table: rubric.replyWords)
    let situations = rubric.situations
    timeGroup = rubric.manner.traits.firstIndex { $0.name == "time" }
      .map { UInt8(Rubric.ReplyGroup.count + situations.needs.count + situations.tones.count + $0) }
  }

  func read(
    _ reply: UnsafeBufferPointer<UInt8>, customer: UnsafeBufferPointer<UInt8>?, channel: Channel
  ) -> ReplyFindings {
    var findings = ReplyFindings()
    findings.channel = channel
    findings.customer = customerReader.read(customer)
    if let customer, let name = findings.customer.name {
      findings.customerName = String(decoding: customer[name], as: UTF8.self)
    }
    UnquotedText.parts(of: reply, into: &parts)
    readSlots(reply, &findings)
    tokens.read(reply, parts: parts)
    let all = tokens.all
    findings.words = all.count { $0.isWord || $0.isNumber }
    guard findings.words > 0 || !slots.isEmpty || all.contains(where: { $0.kind == .emoji || $0.kind == .emoticon })
    else {
      findings.reason = .empty
      return findings
    }
    if Language.isForeign(all) || model?.isForeign(reply) == true {
      findings.reason = .foreignReply
      return findings
    }
    if findings.customer.isForeign { findings.reason = .foreignCustomer }
    if findings.customer.isGiven, !findings.customer.isForeign, !findings.customer.needsCare {
      findings.reason = .notApplicable
    }
    findings.evidence.reserveCapacity(16)
    findings.sentences.reserveCapacity(tokens.sentences.count)
    matcher.match(all)
    hold(all)
    dropIdle(all)
    readCues(all, &findings)
    readSympathy(all, &findings)
    readShared(all, reply, customer, &findings)
    readFeltApology(all, &findings)
    readNames(all, &findings)
    readQuestions(all, &findings)
    readShouting(all, &findings)
    readAcronyms(all, reply, &findings)
    if channel == .social { readPrivateData(all, reply, &findings) } else { clear(.privateData, &findings) }
    readTone(all, &findings)
    readSituation(all, &findings)
    readAnswers(all, &findings)
    readHanding(all, &findings)
    weighRelevance(all, &findings)
    readOwnership(all, &findings)
    readLearned(all, &findings)
    readManner(all, &findings)
    readSentences(all, &findings)
    findings.sortEvidence()
    return findings
  }

  /// Leaves out of the parts what is a slot of a template.
  private func readSlots(_ reply: UnsafeBufferPointer<UInt8>, _ findings: inout ReplyFindings) {
    slots.removeAll(keepingCapacity: true)
    guard UnfilledSlots.mayBe(in: reply) else { return }
    for part in parts { UnfilledSlots.find(reply, in: part, into: &slots) }
    UnfilledSlots.cut(&parts, at: slots)
    for slot in slots {
      findings.slots.append(String(decoding: reply[slot], as: UTF8.self))
      findings.raise(.canned, to: 2)
      findings.evidence.append(.init(item: .canned, start: slot.lowerBound, end: slot.upperBound))
    }
  }

  // MARK: Cues

  private func hold(_ all: UnsafeBufferPointer<MessageToken>) {
    for cue in held { counts[Int(cue.group)] = 0 }
    held.removeAll(keepingCapacity: true)
    longest = 0
    let filter = MatchFilter(matcher.matches, all, cues, negation, sentences: tokens.sentences)
    for (index, match) in matcher.matches.enumerated() where filter.holds(at: index) {
      let rule = cues.rules[Int(match.rule)]
      guard rule.level > 0 else { continue }
      held.append((rule.group, rule.level, Int(match.first), Int(match.last)))
      counts[Int(rule.group)] += 1
      longest = max(longest, Int(match.last - match.first))
    }
  }

  /// Whether a cue that keeps an item from matching begins in a sentence.
  func hasException(_ item: RubricItem, in sentence: Range<Int>) -> Bool {
    matcher.matches.contains { match in
      let rule = cues.rules[Int(match.rule)]
      return rule.level == 0 && Int(rule.group) == item.index && sentence.contains(Int(match.first))
    }
  }

  /// Keeps of the cues that hold only some.
  ///
  /// - Complexity: O(cues)
  func keep(where isKept: (_ group: UInt8, _ first: Int) -> Bool) {
    held.removeAll {
      if isKept($0.group, $0.first) { return false }
      counts[Int($0.group)] -= 1
      return true
    }
  }

  /// The first cue of a group that begins in a sentence.
  func cue(of group: UInt8, in sentence: Range<Int>) -> (first: Int, last: Int)? {
    if counts[Int(group)] == 0 { return nil }
    var index = held.partitioningIndex { $0.first >= sentence.lowerBound }
    while index < held.count, held[index].first < sentence.upperBound {
      if held[index].group == group { return (held[index].first, held[index].last) }
      index += 1
    }
    return nil
  }

  private func readCues(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    /// Where the first cue of each group ends that ends first.
    var firstEnds = InlineArray<256, Int>(repeating: .max)
    for cue in held { firstEnds[Int(cue.group)] = min(firstEnds[Int(cue.group)], cue.last) }
    for (index, cue) in held.enumerated() where Int(cue.group) < Rubric.ReplyGroup.items {
      let item = RubricItem.all[Int(cue.group)]
      findings.raise(item, to: Int(cue.level))
      if isCovered(index) { continue }
      // In two ways is as good as clearly.
      if firstEnds[Int(cue.group)] < cue.first { findings.raise(item, to: findings[item] + 1) }
      add(item, cue.first, cue.last, all, &findings)
    }
  }

  /// Whether of the cues of one item that overlap another is shown and counted: the longest, or the first of those.
  /// Only cues that begin near it may.
  private func isCovered(_ index: Int) -> Bool {
    let cue = held[index]
    let length = cue.last - cue.first
    var other = index
    while other > 0, held[other - 1].first >= cue.first - longest {
      other -= 1
      if held[other].group == cue.group, held[other].last >= cue.first,
        held[other].last - held[other].first >= length
      {
        return true
      }
    }
    other = index + 1
    while other < held.count, held[other].first <= cue.last {
      if held[other].group == cue.group, held[other].last - held[other].first > length { return true }
      other += 1
    }
    return false
  }

  func add(
    _ item: RubricItem, _ first: Int, _ last: Int, _ all: UnsafeBufferPointer<MessageToken>,
    _ findings: inout ReplyFindings
  ) {
    findings.evidence.append(.init(item: item, start: Int(all[first].start), end: Int(all[last].end)))
  }

  func clear(_ item: RubricItem, _ findings: inout ReplyFindings) {
    guard findings[item] > 0 else { return }
    findings[item] = 0
    findings.evidence.removeAll { $0.item == item }
  }

  func has(_ group: UInt8, in range: Range<Int>) -> Bool {
    // Most replies have cues of few groups.
    if counts[Int(group)] == 0 { return false }
    var index = held.partitioningIndex { $0.first >= range.lowerBound }
    while index < held.count, held[index].first < range.upperBound {
      if held[index].group == group, held[index].last < range.upperBound { return true }
      index += 1
    }
    return false
  }

  // MARK: The customer's words

  private func readNames(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    var named: Int?
    let greeting = UInt8(RubricItem.greeting.index)
    for (index, token) in all.enumerated() where customerReader.names.contains(token.hash) && token.isWord {
      named = index
      break
    }
    if named == nil {
      // A name that the customer did not write: "Hi Sam,".
      for cue in held where cue.group == greeting && cue.level == 2 {
        named = (cue.first...cue.last).last { all[$0].symbol == PatternSet.name }
        if named != nil { break }
      }
    } else if findings[.greeting] > 0, let index = named,
      held.contains(where: { $0.group == greeting && (0...3).contains(index - $0.last) })
    {
      findings.raise(.greeting, to: 2)
    }
    guard let named else { return }
    findings.raise(.personal, to: findings[.personal] + 1)
    add(.personal, named, named, all, &findings)
  }

  // MARK: Questions

  /// A question that is not a formula explores at least a little, when it is about the customer: not one that agents ask
  /// about themselves.
  private func readQuestions(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    // To a message that is known, a question that deals with the case is asked to know, even if "yes" answers it.
    let level = findings.customer.isGiven && !findings.customer.isForeign ? 2 : 1
    for sentence in tokens.sentences where sentence.isQuestion && sentence.tokens.count > 2 {
      let range = sentence.tokens
      if has(Rubric.ReplyGroup.formula, in: range) || has(UInt8(RubricItem.openQuestion.index), in: range) { continue }
      if has(UInt8(RubricItem.dismissive.index), in: range) || has(UInt8(RubricItem.blame.index), in: range) {
        continue
      }
      let words = all[range]
      guard
        words.contains(where: { you[Int($0.symbol)] }) || interrogative[Int(words[range.lowerBound].symbol)]
          || !words.contains(where: { own[Int($0.symbol)] })
      else { continue }
      findings.raise(.openQuestion, to: level)
      add(.openQuestion, range.lowerBound, range.upperBound - 1, all, &findings)
    }
  }

  // MARK: Form

  private func readShouting(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    var capitals = 0
    var words = 0
    var first = -1
    var last = -1
    var rows = 0
    var marks = 0
    for (index, token) in all.enumerated() {
      if token.isWord {
        words += 1
        let isKnown = token.symbol > PatternSet.ellipsis && !acronym[Int(token.symbol)]
        if token.isCapitals, isKnown || token.end - token.start > 5 {
          capitals += 1
          if first < 0 { first = index }
          last = index
        }
      } else if token.symbol == PatternSet.exclamation || token.symbol == PatternSet.question && token.isElongated {
        marks += 1
        if token.isElongated { rows += 1; if first < 0 { first = index }; last = max(last, index) }
      }
    }
    var level = 0
    if capitals >= 4 || capitals >= 2 && (rows > 0 || 2 * capitals > words) {
      level = 2
    } else if capitals >= 2 || rows > 1 || capitals == 1 && rows > 0 {
      level = rows > 1 ? 2 : 1
    } else if rows > 0 || marks > 3 {
      level = 1
    }
    guard level > 0 else { return }
    findings.raise(.shouting, to: level)
    if first < 0 { first = all.firstIndex { $0.symbol == PatternSet.exclamation } ?? 0 }
    add(.shouting, first, max(first, last), all, &findings)
  }

  /// Short words in capitals that neither the customer nor everybody uses.
  private func readAcronyms(
    _ all: UnsafeBufferPointer<MessageToken>, _ text: UnsafeBufferPointer<UInt8>, _ findings: inout ReplyFindings
  ) {
    guard findings[.shouting] < 2 else { return }
    var known: [UInt64] = []
    for (index, token) in all.enumerated() where token.isCapitals && token.end - token.start <= 6 {
      guard token.symbol <= PatternSet.number, !acronym[Int(token.symbol)] else { continue }
      if isSignature(token, text) || isCode(token, text) { continue }
      if customerReader.stems.contains(table.key(token, text)) { continue }
      if isExplained(index, all, text) { continue }
      // Once, however often it stands there.
      if known.count >= 8 || known.contains(token.hash) { continue }
      known.append(token.hash)
      add(.jargon, index, index, all, &findings)
    }
    if !known.isEmpty { findings.raise(.jargon, to: findings[.jargon] + known.count) }
  }

  /// "Your MPAN, the number on the bill, …", "the ONT (a small box)".
  private func isExplained(
    _ index: Int, _ all: UnsafeBufferPointer<MessageToken>, _ text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard index + 1 < all.count else { return false }
    let between = text[Int(all[index].end)..<max(Int(all[index + 1].start), Int(all[index].end))]
    return between.contains(UInt8(ascii: "("))
      || between.contains(UInt8(ascii: ",")) && table.kinds(of: all[index + 1]).contains(.article)
  }

  /// A reference rather than a term: "NQ7T2P"; and what stands in brackets behind its words: "call attempts (CA)".
  private func isCode(_ token: MessageToken, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let bytes = text[Int(token.start)..<Int(token.end)]
    if bytes.count > 4, bytes.contains(where: { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) { return true }
    return token.start > 0 && text[Int(token.start) - 1] == UInt8(ascii: "(")
  }

  /// The agent's initials: "^SJ", "/KK".
  private func isSignature(_ token: MessageToken, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard token.end - token.start <= 3, token.start > 0 else { return false }
    return [UInt8(ascii: "^"), UInt8(ascii: "*"), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "~")]
      .contains(text[Int(token.start) - 1])
  }

  /// Addresses, and numbers that tell who somebody is.
  private func readPrivateData(
    _ all: UnsafeBufferPointer<MessageToken>, _ text: UnsafeBufferPointer<UInt8>, _ findings: inout ReplyFindings
  ) {
    var digits = 0
    var first = 0
    func close(_ end: Int) {
      if digits >= 7, !isOwnNumber(first, all) {
        findings.raise(.privateData, to: 2)
        add(.privateData, first, end - 1, all, &findings)
      }
      digits = 0
    }
    for (index, token) in all.enumerated() {
      if token.isNumber {
        if digits == 0 || token.startsClause { close(index); first = index }
        digits += text[Int(token.start)..<Int(token.end)].count { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        continue
      }
      close(index)
      if token.isURL, text[Int(token.start)..<Int(token.end)].contains(UInt8(ascii: "@")), !isOwnNumber(index, all) {
        findings.raise(.privateData, to: 2)
        add(.privateData, index, index, all, &findings)
      }
    }
    close(all.count)
  }

  /// A number or an address of the company: "call us on 0800 …".
  private func isOwnNumber(_ number: Int, _ all: UnsafeBufferPointer<MessageToken>) -> Bool {
    all[max(number - 6, 0)..<number].contains { Self.own.contains($0.hash) }
  }

  private static let own = FewWords(["us", "our", "me", "my", "hotline", "helpline"])

  // MARK: Tone

  private func readTone(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    let customer = findings.customer
    guard customer.isGiven else { return }
    if customer.isComplaint {
      for cue in held where cue.group == Rubric.ReplyGroup.cheer {
        findings.raise(.wrongTone, to: findings[.wrongTone] + Int(cue.level))
        add(.wrongTone, cue.first, cue.last, all, &findings)
      }
    } else if customer.isPraiseOnly, findings[.apologize] > 0 {
      findings.raise(.wrongTone, to: 2)
      for evidence in findings.evidence where evidence.item == .apologize {
        findings.evidence.append(.init(item: .wrongTone, start: evidence.start, end: evidence.end))
      }
      clear(.apologize, &findings)
    }
  }

  private func readSentences(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    for sentence in tokens.sentences {
      var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
      var words = 0
      for token in all[sentence.tokens] where token.isWord || token.isNumber {
        words += 1
        let part = token.isNumber || token.symbol == PatternSet.name ? 7 : token.hash
        hash = (hash << 23 | hash >> 41) &* 0x2545_F491_4F6C_DD1D ^ part
      }
      guard words >= 5 else { continue }
      let bytes = Int(all[sentence.tokens.lowerBound].start)..<Int(all[sentence.tokens.upperBound - 1].end)
      findings.sentences.append((hash, words, bytes))
    }
  }
}
