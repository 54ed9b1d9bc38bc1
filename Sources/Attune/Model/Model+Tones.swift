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

  /// The tones as they stand in the file. They fit any model with as many lines and the same classes: features keep their
  /// slots when a table is extended.
  package var toneSections: [(name: String, bytes: [UInt8])] {
    let names = Set(toneHeads.keys.map(ToneHead.sectionName))
    let sections = (try? ModelFile.sections(of: storage.bytes, isTrusted: true)) ?? []
    return sections.filter { names.contains($0.name) }.map { ($0.name, Array($0.bytes)) }
  }

  /// The card with entries that take the place of those with the same keys, behind the others.
  func encodedCard(replacing entries: [CardEntry]) -> (name: String, bytes: [UInt8]) {
    ("CARD", ModelFile.encode(card.filter { entry in !entries.contains { $0.key == entry.key } } + entries))
  }
}
