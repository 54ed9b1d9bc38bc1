import Attune

/// Reading a customer's turn by itself: what is felt in it, and what waits for an answer.
extension CustomerReader {
  /// - Returns: nil for a turn without words, or in another language than the rubric's.
  func readTurn(_ text: UnsafeBufferPointer<UInt8>) -> CustomerTurn? {
    let message = read(text)
    guard message.isGiven, !message.isForeign else { return nil }
    let score = message.sentiment == 0 ? sentiment(of: text) : message.sentiment
    let mood = message.mood(score: score, isOver: saysBadFeelingsOfThePast)
    let points = points(text, mood)
    return CustomerTurn(
      feeling: message.feeling, mood: mood, points: points,
      isBare: mood != .negative && points.isEmpty && tokens.all.allSatisfy { !$0.isWord || isCourteous($0) })
  }

  private func isCourteous(_ token: MessageToken) -> Bool {
    Self.courtesies.contains(token.hash) || names.contains(token.hash)
  }

  /// What thanks, and that something was read, are made of. Any other word says more: "Thanks, it works".
  private static let courtesies = FewWords([
    "thanks", "thank", "thankyou", "thx", "cheers", "ok", "okay", "alright", "all", "right", "noted", "understood",
    "see", "hello", "hi", "dear", "bye", "goodbye", "regards", "best", "kind", "many", "so", "very", "much", "a", "lot",
    "again", "i", "me", "you", "your", "the", "and", "for", "letting", "know", "help", "reply", "response", "message",
    "update", "info", "information",
  ])

  /// Whether bad feelings are written, and "was" or "were" stands before each: "I was so worried".
  private var saysBadFeelingsOfThePast: Bool {
    let all = tokens.all
    let filter = MatchFilter(matcher.matches, all, cues, negation)
    var isPast = false
    for (index, match) in matcher.matches.enumerated() where filter.holds(at: index) {
      let group = Int(cues.rules[Int(match.rule)].group)
      guard group < Feeling.allCases.count, Feeling.allCases[group].isNegative else { continue }
      let first = Int(match.first)
      // The cue itself may begin with it.
      guard all[max(first - Self.pastReach, 0)...first].contains(where: { Self.past.contains($0.hash) }) else {
        return false
      }
      isPast = true
    }
    return isPast
  }

  /// Words between "was" and a feeling, and one more: "was really quite worried".
  private static let pastReach = 3
  private static let past = FewWords(["was", "were"])

  /// Sentences that ask, or tell of a problem; all of an unhappy turn that has none.
  private func points(_ text: UnsafeBufferPointer<UInt8>, _ mood: Mood) -> [OpenPoint] {
    let all = tokens.all
    let filter = MatchFilter(matcher.matches, all, cues, negation)
    var isPoint = tokens.sentences.map(\.isQuestion)
    for (index, match) in matcher.matches.enumerated() {
      let group = cues.rules[Int(match.rule)].group
      let words = all[Int(match.first)...Int(match.last)]
      guard
        group == Rubric.CustomerGroup.problem
          || group == Rubric.CustomerGroup.inquiry && words.contains(where: { Self.asking.contains($0.hash) }),
        filter.holds(at: index)
      else { continue }
      let sentence = tokens.sentences.partitioningIndex { $0.tokens.upperBound > Int(match.first) }
      if sentence < isPoint.count { isPoint[sentence] = true }
    }
    // Thanks that name the problem leave nothing open.
    if mood == .positive {
      for (index, sentence) in tokens.sentences.enumerated() where !sentence.isQuestion { isPoint[index] = false }
    }
    let sentences = zip(tokens.sentences, isPoint).filter(\.1).map(\.0.tokens)
    if sentences.isEmpty {
      return mood == .negative && !all.isEmpty ? [point(0..<all.count, all, text)] : []
    }
    return sentences.prefix(OpenPoint.limit).map { point($0, all, text) }
  }

  /// Words of an inquiry that asks for something; others hand it over: "Here is the photo", "as requested".
  private static let asking = FewWords([
    "you", "please", "kindly", "want", "wish", "like", "looking", "need",
  ])

  private func point(
    _ range: Range<Int>, _ all: UnsafeBufferPointer<MessageToken>, _ text: UnsafeBufferPointer<UInt8>
  ) -> OpenPoint {
    var point = OpenPoint(text: "", stems: [], aspects: 0)
    for token in all[range] {
      point.aspects |= contentWords.aspect(token)
      guard point.stems.count < OpenPoint.stemLimit, !names.contains(token.hash),
        let stem = contentWords.stem(token, text), !point.stems.contains(stem)
      else { continue }
      point.stems.append(stem)
    }
    let bytes = text[Int(all[range.lowerBound].start)..<Int(all[range.upperBound - 1].end)]
    // A character has four bytes at most, but for marks on marks.
    point.text = String(
      String(decoding: bytes.prefix(4 * OpenPoint.textLimit), as: UTF8.self)
        .prefix(OpenPoint.textLimit))
    return point
  }
}

extension CustomerMessage {
  /// - Parameters:
  ///   - score: of the sentiment model for the whole text, -1...1.
  ///   - isOver: the bad feelings that are written are those of the past.
  func mood(score: Float, isOver: Bool) -> Mood {
    let isGood = feeling?.isNegative == false || isPraise || score > 0.3
    // "I was furious, but now it works. Thank you!"
    if isOver, !hasProblem, isGood || score > 0.1 { return .positive }
    let isBad = feeling?.isNegative == true || hasProblem || score < -0.2
    if isBad, isGood { return score > 0.2 ? .positive : .negative }
    // A feeling that the rest of the text does not bear out: "Alright, I will wait for your call."
    if isBad, !hasProblem, score > 0.2 { return .neutral }
    return isBad ? .negative : isGood ? .positive : .neutral
  }
}
