/// Phrases of a reply in which no word takes up one of the customer's, though it may be the same word.
extension ReplyReader {
  /// Finds idioms, "step by step", and lists of things that the customer did not name, in the order of the reply.
  ///
  /// - Complexity: O(tokens)
  func readPhrases(_ all: UnsafeBufferPointer<MessageToken>, _ text: UnsafeBufferPointer<UInt8>) {
    idlePhrases.removeAll(keepingCapacity: true)
    for cue in held where cue.group == Rubric.ReplyGroup.idiom { idlePhrases.append(cue.first..<cue.last + 1) }
    for index in all.indices.dropFirst().dropLast()
    where all[index].hash == by && all[index - 1].hash == all[index + 1].hash {
      idlePhrases.append(index - 1..<index + 2)
    }
    for sentence in tokens.sentences { readList(sentence.tokens, all, text) }
    if idlePhrases.count > 1 { idlePhrases.sort { $0.upperBound < $1.upperBound } }
  }

  /// "Your parcel, your phone or your bill": of three things or more at most one of which is the customer's, none is meant.
  private func readList(
    _ sentence: Range<Int>, _ all: UnsafeBufferPointer<MessageToken>, _ text: UnsafeBufferPointer<UInt8>
  ) {
    var first = -1
    var (items, foreign, last) = (0, 0, -1)
    func close() {
      if items > 2, foreign > 1, foreign * 2 >= items { idlePhrases.append(first..<last + 1) }
      (first, items, foreign) = (-1, 0, 0)
    }
    for index in sentence {
      let kinds = table.kinds(of: all[index])
      guard table.weight(all[index]) > 0.35, !kinds.contains(.deed), all[index].isWord else { continue }
      // The last word of "your hotel room" is the item.
      if first >= 0, index == last + 1, !all[index].startsClause { last = index; continue }
      if first >= 0, !isNextItem(index, behind: last, all) { close() }
      if first < 0 { first = index }
      items += 1
      if !customerReader.stems.contains(table.key(all[index], text)) { foreign += 1 }
      last = index
    }
    close()
  }

  /// Whether nothing but a comma, "or", "your" and the like stands between two things.
  private func isNextItem(_ index: Int, behind last: Int, _ all: UnsafeBufferPointer<MessageToken>) -> Bool {
    guard index - last <= 4 else { return false }
    var begins = all[index].startsClause
    for between in last + 1..<index {
      let token = all[between]
      if token.startsClause || listing.contains(token.hash) { begins = true }
      guard
        listing.contains(token.hash) || !table.kinds(of: token).isDisjoint(with: [.mine, .theirs, .article, .plain])
      else { return false }
    }
    return begins
  }
}
