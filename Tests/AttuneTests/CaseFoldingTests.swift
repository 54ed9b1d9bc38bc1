import Testing

@testable import Attune

@Suite struct CaseFoldingTests {
  @Test(arguments: [
    SameTokens("ÀÉÎÕÜ", "àéîõü"), SameTokens("ŽLUŤOUČKÝ", "žluťoučký"), SameTokens("ŁÓDŹ", "łódź"),
    SameTokens("ÆRØ", "ærø"), SameTokens("ÞÓR", "þór"), SameTokens("VIỆT", "việt"), SameTokens("ẞ", "ß"),
    SameTokens("ΣΊΓΜΑ", "σίγμα"), SameTokens("ΌΛΟΙ", "όλοι"), SameTokens("ΛΌΓΟΣ", "λόγος"),
    SameTokens("ΛΌΓΟΣ", "λόγοσ"),
    SameTokens("ᾈ", "ᾀ"), SameTokens("ПРЕКРАСНО", "прекрасно"), SameTokens("ЁЖИК", "ёжик"), SameTokens("ЇЖАК", "їжак"),
    SameTokens("ЉУБАВ", "љубав"), SameTokens("Ӂ", "ӂ"), SameTokens("Ԁ", "ԁ"),
  ])
  func equalByHash(_ pair: SameTokens) { pair.check() }

  @Test func differentLettersStayDifferent() {
    #expect(Set(TokenList("resume résumé résume ресуме").hashes).count == 4)
  }

  /// Every scalar of the blocks for Latin, Greek and Cyrillic against the Unicode data of the standard library.
  @Test(arguments: [0x00...0x052F, 0x1E00...0x1FFF, 0xFF21...0xFF3A, 0xFF41...0xFF5A])
  func foldIsLowercase(_ block: ClosedRange<UInt32>) throws {
    for value in block {
      let scalar = try #require(Unicode.Scalar(value))
      let mapped = Array(scalar.properties.lowercaseMapping.unicodeScalars)
      let isFullwidth = value >= 0xFF00
      let expected: UInt32 =
        switch value {
        case 0x3C2: 0x3C3  // The final sigma is the same letter.
        case _ where mapped.count > 1: value  // "İ" has no single small letter.
        case _ where isFullwidth: mapped[0].value - 0xFF41 + 0x61
        default: mapped[0].value
        }
      if UnicodeScan.fold(value) != expected {
        Issue.record("U+\(String(value, radix: 16)): \(UnicodeScan.fold(value)) instead of \(expected)")
      }
    }
  }

  /// What is a letter, by blocks, against the standard library. Combining marks count, because a word goes on behind them.
  @Test(arguments: [0x00...0x052F, 0x1E00...0x1FFF])
  func lettersAreAlphabetic(_ block: ClosedRange<UInt32>) throws {
    // U+02BC is read as the apostrophe; the rest are spacing accents of polytonic Greek, which stand beside letters only.
    let exceptions: Set<UInt32> = [
      0x2BC,
      0x1FBD, 0x1FBF, 0x1FC0, 0x1FC1, 0x1FCD, 0x1FCE, 0x1FCF, 0x1FDD, 0x1FDE, 0x1FDF, 0x1FED, 0x1FEE, 0x1FEF, 0x1FFD,
      0x1FFE,
    ]
    for value in block where !exceptions.contains(value) {
      let properties = try #require(Unicode.Scalar(value)).properties
      guard properties.generalCategory != .unassigned else { continue }
      let isMark = [.nonspacingMark, .enclosingMark, .spacingMark].contains(properties.generalCategory)
      let isLetter = [.letter, .mark].contains(UnicodeScan.classify(value))
      if isLetter != (properties.isAlphabetic || isMark) {
        Issue.record("U+\(String(value, radix: 16)) \(properties.name ?? ""): letter \(isLetter)")
      }
    }
  }

  @Test(arguments: ["Brand™ x", "5℃", "№5"])
  func symbolsAreNoLetters(_ text: String) {
    let plain = String(text.unicodeScalars.filter { $0.isASCII })
    #expect(TokenList(text).hashes == TokenList(plain).hashes)
  }
}
