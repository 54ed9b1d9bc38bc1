import Attune
import AttuneStatistics

/// Whether a reply answers what the customer wrote, or would fit any message.
extension ReplyReader {
  /// Finds the customer's words and things in the reply.
  func readShared(
    _ all: UnsafeBufferPointer<MessageToken>, _ text: UnsafeBufferPointer<UInt8>,
    _ customer: UnsafeBufferPointer<UInt8>?, _ findings: inout ReplyFindings
  ) {
    shared.removeAll(keepingCapacity: true)
    guard let customer, findings.customer.isGiven, !findings.customer.isForeign else { return }
    readPhrases(all, text)
    var nextIdle = 0
    for (index, token) in all.enumerated() {
      while nextIdle < idlePhrases.count, idlePhrases[nextIdle].upperBound <= index { nextIdle += 1 }
      if nextIdle < idlePhrases.count, idlePhrases[nextIdle].contains(index) { continue }
      guard token.isWord || token.isNumber, case let own = table.weight(token), own > 0 else { continue }
      let key = table.key(token, text)
      guard customerReader.stems.contains(key), !customerReader.names.contains(token.hash) else { continue }
      if table.kinds(of: token).contains(.either), phraseReader.isVerb(index, all) { continue }
      let weight = customerReader.points.take(key, own)
      if weight > 0 { shared.append((index, key, weight)) }
    }
    findings.points = customerReader.points.points.map {
      .init(text: Self.label(customer, $0.label), isTaken: $0.isTaken)
    }
    findings.thing = customerReader.thing.flatMap { $0.isTelling ? $0.said(by: customer, customerReader) : nil }
    findings.record = customerReader.record.flatMap { $0.isTelling ? $0.said(by: customer, customerReader) : nil }
    findings.person = customerReader.person.map { $0.said(by: customer, customerReader) }
    readAcknowledgement(all, &findings)
  }

  /// The first words of a point, on one line.
  private static func label(_ text: UnsafeBufferPointer<UInt8>, _ bytes: Range<Int>) -> String {
    // Without an early end, so that many bytes are compared at a time.
    var isPlain = true
    for byte in text[bytes] where byte < 0x20 { isPlain = false }
    let label = String(decoding: text[bytes], as: UTF8.self)
    return isPlain ? label : String(label.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }

  /// Saying back, and using the customer's details: by the different words of the customer in a sentence, and in all.
  private func readAcknowledgement(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    guard !shared.isEmpty || findings[.acknowledge] > 0 else { return }
    let canned = UInt8(RubricItem.canned.index)
    // Who mostly waves the customer away does not listen.
    let waving = tokens.sentences.count { waves($0.tokens) }
    var level = 0
    var isWaving = false
    var next = 0
    var known: [UInt64] = []
    var total: Float = 0
    for sentence in tokens.sentences {
      var keys: [UInt64] = []
      var weight: Float = 0
      var (first, last) = (-1, -1)
      // What is held against the customer, or could be sent to anybody, does not say back what they wrote.
      let isIdle = waves(sentence.tokens) || has(canned, in: sentence.tokens)
      if isIdle { isWaving = true }
      // Both are in the order of the reply, and every token is in a sentence.
      while next < shared.count, shared[next].token < sentence.tokens.upperBound {
        let entry = shared[next]
        next += 1
        if isIdle { continue }
        if first < 0 { first = entry.token }
        last = entry.token
        if keys.count < 8, !keys.contains(entry.key) {
          keys.append(entry.key)
          weight += entry.weight
        }
        if known.count < 24, !known.contains(entry.key) {
          known.append(entry.key)
          total += entry.weight
        }
      }
      guard first >= 0, waving * 2 < tokens.sentences.count, weight >= leastSaid(in: sentence, all, findings.customer)
      else { continue }
      level = max(level, weight >= 1.8 || weight >= 0.7 && says(sentence.tokens) ? 2 : 1)
      add(.acknowledge, first, last, all, &findings)
    }
    if level > 0 {
      findings.raise(.acknowledge, to: level)
    } else if findings.points.isEmpty || findings.isShortChat {
      findings[.acknowledge] = min(findings[.acknowledge], 1)
    } else {
      // "I hear you", without a word of what was heard.
      clear(.acknowledge, &findings)
    }
    let personal = total >= 3 ? 2 : total >= 1.4 && !isWaving || total >= 2.4 ? 1 : 0
    guard personal > 0 else { return }
    findings.raise(.personal, to: personal)
    for entry in shared.prefix(3) { add(.personal, entry.token, entry.token, all, &findings) }
  }

  private func says(_ sentence: Range<Int>) -> Bool { has(UInt8(RubricItem.acknowledge.index), in: sentence) }

  /// How much of the customer's words a sentence needs to say back what they wrote. Beside an apology, thanks or "you told us" a
  /// word that names the matter is enough; what happens now, and what answers a question, is said in their words anyway.
  private func leastSaid(
    in sentence: (tokens: Range<Int>, isQuestion: Bool), _ all: UnsafeBufferPointer<MessageToken>,
    _ customer: CustomerMessage
  ) -> Float {
    let range = sentence.tokens
    if has(UInt8(RubricItem.apologize.index), in: range) { return 0.3 }
    if says(range) || has(UInt8(RubricItem.gratitude.index), in: range) { return 0.5 }
    var least: Float = has(UInt8(RubricItem.solution.index), in: range) ? 3.9 : 0.9
    if customer.isInquiry, !customer.isComplaint { least += 1 }
    // What is asked for is not said back.
    if sentence.isQuestion || all[range].contains(where: { asking.contains($0.hash) }) { least += 1 }
    return least
  }

  /// Takes from a reply that would fit any message what only an answer to this one can earn.
  func weighRelevance(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    guard findings.customer.isGiven, !findings.customer.isForeign else { return }
    var relevance = findings.points.isEmpty ? CustomerPoints.leastRelevance : customerReader.points.relevance
    // A message that names nothing is answered by any reply, and by none, unless the reply asks what is the matter.
    if !customerReader.points.namesThing, has(Rubric.ReplyGroup.asking, in: 0..<all.count) {
      relevance = max(relevance, 0.5)
    }
    if let situation = findings.customer.situation, rubric.situations.all[situation].gravity > 1,
      let first = findings.needs.first, first == 2
    {
      // What the situation needs first fits it, in whatever words.
      if relevance > CustomerPoints.leastRelevance { relevance = min(relevance + 0.15, 1) }
    }
    // "She" is somebody whom the customer wrote of, and whom few templates know.
    if customerReader.tellsOfOthers, !tokens.sentences.contains(where: { waves($0.tokens) }),
      all.contains(where: { customerReader.others.contains($0.hash) })
    {
      // Beside a word of the customer's; alone it may be anybody.
      let isOwn = relevance > CustomerPoints.leastRelevance
      relevance = isOwn ? min(relevance + 0.35, 1) : CustomerPoints.leastRelevance
    }
    // A paste has every word.
    let longest = rubric.relevance.longest * Double(max(findings.customer.words, 5))
    if Double(findings.words) > longest { relevance = 0 }
    findings.relevance = relevance
    readSubstance(all, &findings)
    readPromises(all, relevance, &findings)
    guard relevance <= 0 else { return }
    for item in [RubricItem.acknowledge, .personal, .solution] { findings[item] = min(findings[item], 1) }
    // Of a message that tells of a feeling and no problem the feeling is the matter.
    let customer = findings.customer
    if customer.hasProblem || customer.feeling?.isNegative != true { findings[.empathy] = min(findings[.empathy], 1) }
  }

  /// Counts the sentences that could not have been sent to anybody. A step with a time, a sum or a name is one that the
  /// customer can rely on.
  private func readSubstance(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    let solution = UInt8(RubricItem.solution.index)
    let canned = UInt8(RubricItem.canned.index)
    var next = 0
    var hashes: [UInt64] = []
    for sentence in tokens.sentences {
      var own: Float = 0
      while next < shared.count, shared[next].token < sentence.tokens.upperBound {
        own = max(own, shared[next].weight)
        next += 1
      }
      guard hashes.count < 12, sentence.tokens.count > 3, !waves(sentence.tokens), !has(canned, in: sentence.tokens)
      else { continue }
      var hash: UInt64 = 0
      var hasDetail = false
      for index in sentence.tokens {
        let token = all[index]
        hash = hash &* 31 &+ token.hash
        if token.isNumber || index > sentence.tokens.lowerBound + 1 && isName(token) { hasDetail = true }
      }
      let isStep = has(solution, in: sentence.tokens)
      guard hasDetail || own >= 0.6 else { continue }
      if hasDetail, isStep, !sentence.isQuestion, !has(Rubric.ReplyGroup.promise, in: sentence.tokens) {
        findings.raise(.solution, to: 2)
      }
      // A sentence twice is one.
      if !hashes.contains(hash) { hashes.append(hash) }
    }
    findings.substance = hashes.count
  }

  /// A name inside a sentence that is not only how a word is written.
  private func isName(_ token: MessageToken) -> Bool {
    token.symbol == PatternSet.name && !token.isCapitals && !token.startsSentence
  }

  /// Promises that name nothing count as a solution only where the reply deals with the matter.
  private func readPromises(
    _ all: UnsafeBufferPointer<MessageToken>, _ relevance: Float, _ findings: inout ReplyFindings
  ) {
    let promise = Rubric.ReplyGroup.promise
    let solution = UInt8(RubricItem.solution.index)
    var hasStep = false
    var promises: [(first: Int, last: Int)] = []
    for sentence in tokens.sentences {
      let isPromise = has(promise, in: sentence.tokens)
      if let cue = cue(of: promise, in: sentence.tokens) { promises.append(cue) }
      guard has(solution, in: sentence.tokens) else { continue }
      let own = shared.partitioningIndex { $0.token >= sentence.tokens.lowerBound }
      if !isPromise || own < shared.count && shared[own].token < sentence.tokens.upperBound { hasStep = true }
    }
    guard !promises.isEmpty, !hasStep else { return }
    if relevance > 0.3 {
      findings[.solution] = min(findings[.solution], 1)
      return
    }
    clear(.solution, &findings)
    findings.raise(.overpromise, to: 1)
    for promise in promises.prefix(2) { add(.overpromise, promise.first, promise.last, all, &findings) }
  }
}

extension NounPhrase {
  /// As a reply says it: "your second parcel", "the heating".
  func said(by text: UnsafeBufferPointer<UInt8>, _ reader: CustomerReader) -> String {
    let article =
      switch owner {
      case .customer: "your "
      case .company: "our "
      case .nobody: "the "
      }
    let name = reader.plain(String(decoding: text[bytes], as: UTF8.self))
    guard isKin else { return article + name }
    // "Your mother" of "my mother's".
    let owner = ["'s", "’s"].first { name.hasSuffix($0) }
    return article + (owner.map { String(name.dropLast($0.count)) } ?? name)
  }
}

extension CustomerReader {
  /// Small letters where capitals are only how a sentence begins, or shouting.
  func plain(_ phrase: String) -> String {
    // One word in small letters, as most are.
    if phrase.utf8.allSatisfy({ $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }) { return phrase }
    let words = phrase.split(separator: " ")
    return words.map { word in
      let capitals = word.utf8.count { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }
      let isShouted = capitals > 1 && capitals == word.utf8.count && !isAcronym(word)
      let isFirst = capitals == 1 && word.utf8.first.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") } == true
      return isShouted || isFirst ? word.lowercased() : String(word)
    }.joined(separator: " ")
  }
}
