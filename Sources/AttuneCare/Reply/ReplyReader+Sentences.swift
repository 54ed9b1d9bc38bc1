/// What single sentences of a reply do, where a cue alone does not tell.
extension ReplyReader {
  /// Leaves out the steps and the sympathy of sentences that hold something against the customer, or that could be sent to anybody
  /// and name no number.
  func dropIdle(_ all: UnsafeBufferPointer<MessageToken>) {
    let canned = UInt8(RubricItem.canned.index)
    var idle: [(tokens: Range<Int>, steps: Bool, sympathy: Bool)] = []
    for sentence in tokens.sentences {
      let range = sentence.tokens
      let isWaving = waves(range)
      let isIdle = isWaving || has(canned, in: range)
      let hasNoStep = isWaving || isIdle && !all[range].contains(where: \.isNumber) || handsOn(range)
      if isIdle || hasNoStep { idle.append((range, hasNoStep, isIdle)) }
    }
    guard !idle.isEmpty else { return }
    // Both are in the order of the reply.
    var next = 0
    keep { group, first in
      while next < idle.count, idle[next].tokens.upperBound <= first { next += 1 }
      guard next < idle.count, idle[next].tokens.contains(first) else { return true }
      switch Int(group) {
      case RubricItem.solution.index: return !idle[next].steps
      case RubricItem.empathy.index, RubricItem.validate.index: return !idle[next].sympathy
      default: return true
      }
    }
  }

  /// Whether a sentence waves the customer away.
  func waves(_ sentence: Range<Int>) -> Bool {
    has(UInt8(RubricItem.dismissive.index), in: sentence) || has(UInt8(RubricItem.blame.index), in: sentence)
  }

  /// Whether a sentence sends the customer to somebody else, and the writer does nothing.
  private func handsOn(_ sentence: Range<Int>) -> Bool {
    has(Rubric.ReplyGroup.handing, in: sentence) && !has(Rubric.ReplyGroup.deed, in: sentence)
  }

  /// Whoever names somebody else to turn to, and nothing else that happens, waves the customer away.
  func readHanding(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    let customer = findings.customer
    guard customer.isGiven, !customer.isForeign, findings[.solution] == 0,
      !tokens.sentences.contains(where: { has(Rubric.ReplyGroup.deed, in: $0.tokens) }),
      let cue = held.first(where: { $0.group == Rubric.ReplyGroup.handing })
    else { return }
    findings.raise(.dismissive, to: 1)
    add(.dismissive, cue.first, cue.last, all, &findings)
  }

  /// Whether a sentence is about the two who write rather than about the matter: a greeting, thanks, an apology, sympathy.
  private func isSocial(_ sentence: Range<Int>) -> Bool {
    let items: [RubricItem] = [.greeting, .gratitude, .apologize, .empathy, .validate]
    return items.contains { has(UInt8($0.index), in: sentence) } || has(Rubric.ReplyGroup.sorrow, in: sentence)
  }

  /// Sorrow and gladness are empathy where they fit: whoever hears of a feeling is sorry for the person, a company that hears of a
  /// problem is sorry for what it did, and nobody is glad about that.
  func readSympathy(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    let customer = findings.customer
    let isKnown = customer.isGiven && !customer.isForeign
    let isPlain = customer.gravity < 2
    let isFelt: Bool
    switch customer.feeling {
    case .sadness, .worry, .embarrassment: isFelt = true
    case let feeling?: isFelt = feeling.isNegative && !customer.hasProblem
    case nil: isFelt = false
    }
    // Where nothing is the company's doing, or the matter is grave, sorrow is for the person.
    let takesSorrow = !isKnown || isFelt || !customer.hasProblem || !isPlain
    let takesJoy = !isKnown || !customer.isComplaint || isPlain && !customer.hasProblem
    let found = findings[.empathy]
    for cue in held {
      let isSorrow = cue.group == Rubric.ReplyGroup.sorrow
      guard isSorrow && takesSorrow || cue.group == Rubric.ReplyGroup.joy && takesJoy else { continue }
      // Beside another sign of empathy it is there in two ways.
      findings.raise(.empathy, to: isKnown && found > 0 ? found + 1 : Int(cue.level))
      add(.empathy, cue.first, cue.last, all, &findings)
    }
    // Who is sad, or has no problem, is helped by little else: warmth is clearly there where it shows in two places.
    guard isKnown, !customer.isServed, customer.isComplaint else { return }
    let felt = [UInt8(RubricItem.empathy.index), Rubric.ReplyGroup.sorrow, Rubric.ReplyGroup.joy]
    limit(.empathy, toPlacesOf: felt, &findings)
    limit(.validate, toPlacesOf: [UInt8(RubricItem.validate.index)], &findings)
  }

  private func limit(_ item: RubricItem, toPlacesOf groups: [UInt8], _ findings: inout ReplyFindings) {
    guard findings[item] > 0 else { return }
    var count = 0
    var end = -1
    for cue in held where groups.contains(cue.group) && cue.first > end {
      count += 1
      end = cue.last
    }
    findings[item] = count > 1 ? 2 : 1
  }

  /// An apology behind what the customer went through, said back, is felt: "Ten hours in wet things. I'm so sorry." What matters is
  /// not the word, which any apology has, but that it does not stand first.
  func readFeltApology(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    guard findings.customer.isComplaint, findings[.empathy] == 0, !shared.isEmpty else { return }
    let apology = UInt8(RubricItem.apologize.index)
    var isSaid = false
    var next = 0
    for sentence in tokens.sentences {
      let range = sentence.tokens
      if isSaid, let cue = cue(of: apology, in: range), !waves(range),
        !has(UInt8(RubricItem.canned.index), in: range)
      {
        findings.raise(.empathy, to: 1)
        add(.empathy, cue.first, cue.last, all, &findings)
        return
      }
      isSaid = false
      while next < shared.count, shared[next].token < range.upperBound {
        if shared[next].weight > 0.3 { isSaid = true }
        next += 1
      }
      if sentence.isQuestion || waves(range) || has(UInt8(RubricItem.canned.index), in: range) { isSaid = false }
      if has(UInt8(RubricItem.solution.index), in: range) { isSaid = false }
    }
  }

  /// Who admits a fault beside an apology, or does one thing after the other in person, takes responsibility.
  func readOwnership(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    let apology = UInt8(RubricItem.apologize.index)
    let sentences = tokens.sentences
    for (index, sentence) in sentences.enumerated() where has(Rubric.ReplyGroup.admission, in: sentence.tokens) {
      let near = sentences[max(index - 1, 0)...min(index + 1, sentences.count - 1)]
      guard !waves(sentence.tokens), near.contains(where: { has(apology, in: $0.tokens) }) else { continue }
      findings.raise(.ownership, to: 2)
      if let cue = cue(of: Rubric.ReplyGroup.admission, in: sentence.tokens) {
        add(.ownership, cue.first, cue.last, all, &findings)
      }
    }
    let deeds = places(of: Rubric.ReplyGroup.deed)
    let customer = findings.customer
    let isWaving = sentences.contains { waves($0.tokens) }
    let dealsWithIt = customer.isComplaint && findings.substance > 2 && !isWaving
    let isEnough = !customer.isGiven || deeds.count > 1 || dealsWithIt || findings.isShortChat
    guard !deeds.isEmpty, isEnough else { return }
    findings.raise(.ownership, to: customer.isGiven ? max(deeds.count - 1, 1) : deeds.count)
    for deed in deeds.prefix(2) { add(.ownership, deed.first, deed.last, all, &findings) }
  }

  /// An answer in few words, or a fact with a time, is what the customer asked for, whatever its verb.
  func readAnswers(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    let customer = findings.customer
    guard findings[.solution] == 0, customer.isGiven, !customer.isForeign, !customer.isPraiseOnly else { return }
    let canned = UInt8(RubricItem.canned.index)
    guard !tokens.sentences.contains(where: { waves($0.tokens) || has(canned, in: $0.tokens) }) else { return }
    let isQuestion = customer.isInquiry && !customer.isComplaint
    let acknowledge = UInt8(RubricItem.acknowledge.index)
    var next = 0
    for sentence in tokens.sentences {
      let range = sentence.tokens
      var isOwn = false
      while next < shared.count, shared[next].token < range.upperBound {
        isOwn = true
        next += 1
      }
      guard range.count > 2, !sentence.isQuestion, !handsOn(range) else { continue }
      let hasTime = all[range].contains { $0.isNumber } || timeGroup.map { has($0, in: range) } == true
      let isAnswer =
        isSocial(range)
        ? hasTime && isOwn && has(UInt8(RubricItem.apologize.index), in: range)
        : isQuestion || hasTime && !has(acknowledge, in: range)
      guard isAnswer else { continue }
      findings.raise(.solution, to: 1)
      add(.solution, range.lowerBound, range.upperBound - 1, all, &findings)
      return
    }
  }

  /// Cues of a group that do not overlap, in order.
  func places(of group: UInt8) -> [(first: Int, last: Int)] {
    var places: [(first: Int, last: Int)] = []
    for cue in held where cue.group == group {
      if let last = places.last, cue.first <= last.last { continue }
      places.append((cue.first, cue.last))
    }
    return places
  }
}
