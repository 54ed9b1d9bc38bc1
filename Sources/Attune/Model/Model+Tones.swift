extension Model {
  /// The file of this model with other tones; all that it knows besides stays as it is, byte by byte.
  ///
  /// - Parameters:
  ///   - heads: the tones, of one taxonomy each.
  ///   - card: entries that take the place of those with the same keys, behind the others.
  package func encoded(
    addingTones heads: [ToneHeadContents], card entries: [CardEntry]
  ) throws(ModelError) -> [UInt8] {
    try ModelFile.encode(
      storage,
      replacing: heads.map { (ToneHead.sectionName($0.taxonomy), $0.encode(lineCount: table.lineCount)) }
        + [encodedCard(replacing: entries)])
  }

  /// The card with entries that take the place of those with the same keys, behind the others.
  func encodedCard(replacing entries: [CardEntry]) -> (name: String, bytes: [UInt8]) {
    ("CARD", ModelFile.encode(card.filter { entry in !entries.contains { $0.key == entry.key } } + entries))
  }
}
