import Attune

/// A thing that a customer names, ready to be said back: "my second parcel" as "your second parcel".
struct NounPhrase: Sendable, Equatable {
  enum Owner: Sendable { case customer, company, nobody }

  /// Of the message, without its article.
  var bytes: Range<Int>
  var owner: Owner
  /// A person or an animal.
  var isKin: Bool
  /// What a company can look up: "order", "booking".
  var isRecord: Bool
  /// How well it stands for what the message is about: 2 for each of an article and a possessive, 3 for what is wrong nearby.
  var worth: Int

  /// Whether it may be said back as the matter: it is the customer's, or something is wrong near it.
  var isTelling: Bool { worth > 4 }
}

/// Finds the noun phrases of a message: an article or a possessive, adjectives that are known, and known things. What cannot
/// be told from a verb or an unknown noun is left out.
struct NounPhraseReader {
  let table: WordTable
  /// Words that stand before verbs, and behind them. Of the reader, not of the type, whose first use a fork may cut in two.
  private let actors = FewWords([
    "to", "i", "we", "you", "they", "i'll", "we'll", "you'll", "i'd", "we'd", "will", "would", "can", "could", "may",
    "should", "please",
    "let", "don't", "not", "must",
  ])
  private let of = Token.hash(ofSingle: "of")
  /// Words before the places where something is in passing: "behind the sofa".
  private let places = FewWords([
    "in", "on", "at", "behind", "under", "from", "by", "inside", "near", "into", "onto", "outside", "through", "to",
    "over", "beside", "above",
    "below", "opposite", "next", "via",
  ])
  private let objects = FewWords(["you", "me", "us", "him", "her", "them", "it", "this", "that", "these", "back"])

  /// The phrase whose first thing is at `index`, if one ends safely there.
  ///
  /// - Returns: the phrase, and its last token.
  func read(
    _ index: Int, _ all: UnsafeBufferPointer<MessageToken>, names: [UInt64]
  ) -> (phrase: NounPhrase, last: Int)? {
    let isOwner = table.kinds(of: all[index]).contains(.kinOf)
    let isKin = isOwner || table.kinds(of: all[index]).contains(.kin)
    var last = index
    // "My mother's surgery" names the mother.
    while !isOwner, last + 1 < all.count, goesOn(last + 1, all) { last += 1 }
    guard isOwner || endsSafely(last, all) else { return nil }
    var first = index
    while first > 0, index - first < 2, !all[first].startsClause, table.kinds(of: all[first - 1]).contains(.plain) {
      first -= 1
    }
    // Past adjectives that are not said back.
    var before = first
    var skipped = 0
    while before > 0, !all[before].startsClause, skipped < 3 {
      let kinds = table.kinds(of: all[before - 1])
      if !kinds.isDisjoint(with: [.mine, .theirs, .article]) {
        let owner: NounPhrase.Owner = kinds.contains(.mine) ? .customer : kinds.contains(.theirs) ? .company : .nobody
        let worth = (kinds.contains(.mine) ? 3 : kinds.contains(.theirs) ? 1 : 2) - skipped
        return (phrase(first...last, all, owner, isKin, worth), last)
      }
      guard !kinds.contains(.joint), !kinds.contains(.verb), all[before - 1].isWord,
        !kinds.contains(.function) || kinds.contains(.plain), !names.contains(all[before - 1].hash)
      else { break }
      before -= 1
      skipped += 1
    }
    // "Heating off for four days": without an article, at the start of a clause.
    guard !isKin, skipped == 0, first == 0 || all[first].startsClause else { return nil }
    return (phrase(first...last, all, .nobody, false, 1), last)
  }

  /// Whether a word that may be a noun or a verb is a verb here: "I'll ring", "phone us".
  func isVerb(_ index: Int, _ all: UnsafeBufferPointer<MessageToken>) -> Bool {
    if index > 0, !all[index].startsClause {
      if !table.kinds(of: all[index - 1]).isDisjoint(with: [.mine, .theirs, .article, .plain]) { return false }
      if actors.contains(all[index - 1].hash) { return true }
    }
    return index + 1 < all.count && !all[index + 1].startsClause && objects.contains(all[index + 1].hash)
  }

  /// Whether a thing is where something happened, rather than what it happened to.
  func isPlace(_ index: Int, _ all: UnsafeBufferPointer<MessageToken>) -> Bool {
    var before = index
    while before > 0, index - before < 4, !all[before].startsClause {
      before -= 1
      if places.contains(all[before].hash) { return true }
      if table.kinds(of: all[before]).contains(.verb) { return false }
    }
    return false
  }

  private func phrase(
    _ range: ClosedRange<Int>, _ all: UnsafeBufferPointer<MessageToken>, _ owner: NounPhrase.Owner, _ isKin: Bool,
    _ worth: Int
  ) -> NounPhrase {
    let isGeneric = table.kinds(of: all[range.upperBound]).contains(.generic)
    return NounPhrase(
      bytes: Int(all[range.lowerBound].start)..<Int(all[range.upperBound].end), owner: owner, isKin: isKin,
      isRecord: table.kinds(of: all[range.upperBound]).contains(.record),
      worth: worth * 2 - (isGeneric ? 1 : 0))
  }

  private func goesOn(_ next: Int, _ all: UnsafeBufferPointer<MessageToken>) -> Bool {
    !all[next].startsClause && all[next].isWord && table.kinds(of: all[next]).contains(.thing)
      && !table.kinds(of: all[next]).contains(.verb)
  }

  /// Whether what follows cannot be a part of the phrase.
  private func endsSafely(_ last: Int, _ all: UnsafeBufferPointer<MessageToken>) -> Bool {
    guard last + 1 < all.count, !all[last + 1].startsClause else { return true }
    let next = all[last + 1]
    guard next.isWord else { return !next.isNumber }
    // The box of bulbs is bulbs.
    if next.hash == of { return false }
    return !table.kinds(of: next).isDisjoint(with: [.function, .verb, .joint])
  }
}
