/// The languages besides English in which texts of a column are written.
package struct ColumnLanguages: Sendable, Equatable {
  /// That of most texts, as a code of ISO 639-1; nil for English, and where texts are in several languages.
  package var most: String?
  /// Whether hardly any text is in another language than `most`.
  package var isPure = false
  /// Those of a part of the texts; empty where `most` is known.
  package var some: [String] = []

  package init() {}
}

/// Finds the languages of a column by texts from all that it is given, wherever those of one language stand.
///
/// Short texts do not tell their language, but several of them together do: texts are put together to blocks, and the
/// language of each block is told. Longer texts that tell their own show languages of a minority. Of a long column fewer and
/// fewer texts are looked at, each of which stands for more. Memory: one block.
package struct ColumnLanguage: Sendable {
  private var block: [UInt8] = []
  private var blocks = 0
  /// Of all blocks, each as often as its texts count.
  private var size = 0
  /// Of the blocks in each language.
  private var sizes: [String: Int] = [:]
  /// Texts, and of them those in each language that tell it, each as often as it counts.
  private var texts = 0
  private var counts: [String: Int] = [:]
  /// The same as often as they are looked at.
  private var seen: [String: Int] = [:]

  /// One of so many texts is looked at, and counts for all of them.
  private var stride = 1
  /// Texts since the last that was looked at.
  private var passed = 0
  /// Texts that were looked at with this stride.
  private var lookedAt = 0

  private static let textsOfStride = 500
  private static let blockSize = 400
  private static let smallest = 40
  /// The share of bytes that must be in the language, and that which leaves hardly any other.
  private static let share = 0.6
  private static let pureShare = 0.9
  /// Blocks of a column that is known to be pure: a few texts are of anything.
  private static let fewestOfPure = 4
  /// Texts, and the share of them, that make a minority.
  private static let fewest = 3
  private static let minority = 0.01

  package init() {}

  /// - Parameter text: UTF-8, which need not be valid.
  /// - Complexity: O(bytes), of which 200 are looked at; of n texts O(log n) are.
  package mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    guard !text.isEmpty else { return }
    passed += 1
    guard passed == stride else { return }
    passed = 0
    look(at: UnsafeBufferPointer(rebasing: text.prefix(200)))
    lookedAt += 1
    guard lookedAt == Self.textsOfStride else { return }
    lookedAt = 0
    if block.count >= Self.smallest { finish() }
    block.removeAll(keepingCapacity: true)
    stride *= 2
  }

  private mutating func look(at beginning: UnsafeBufferPointer<UInt8>) {
    texts += stride
    if beginning.count >= Self.smallest / 2,
      let own = LanguageDetector.shared.language(of: beginning, isHardlyKnown: false)
    {
      counts[own, default: 0] += stride
      seen[own, default: 0] += 1
    }
    block += beginning
    block += [0x20]
    if block.count >= Self.blockSize { finish() }
  }

  private mutating func finish() {
    let language = block.withUnsafeBufferPointer { LanguageDetector.shared.language(of: $0, isHardlyKnown: false) }
    if let language { sizes[language, default: 0] += stride * block.count }
    blocks += 1
    size += stride * block.count
    block.removeAll(keepingCapacity: true)
  }

  package var languages: ColumnLanguages {
    var (all, languages) = (self, ColumnLanguages())
    if block.count >= Self.smallest { all.finish() }
    let most = all.sizes.max { ($0.value, $1.key) < ($1.value, $0.key) }
    if let most, Double(most.value) >= Self.share * Double(all.size) {
      languages.most = most.key
      languages.isPure = all.blocks >= Self.fewestOfPure && Double(most.value) >= Self.pureShare * Double(all.size)
    } else {
      languages.some =
        counts.filter {
          seen[$0.key, default: 0] >= Self.fewest && Double($0.value) >= Self.minority * Double(texts)
        }.map(\.key).sorted()
    }
    return languages
  }
}

extension LanguageDetector {
  /// By how much English may be the likelier one: words such as "super" and "normal" are those of many languages.
  private static let slack: Int32 = 24
  /// The same where hardly any text is in English, so that a short one must be as clearly English as it else must be not.
  private static let slackOfPure = marginOfShort
  /// How much more likely than English the language of a minority must be.
  private static let needOfMinority = margin

  /// Whether a text of a column with another language is in that language rather than in English, however short it is.
  /// - Parameter slack: by how much English may be the likelier one.
  private func isLikelier(_ language: String, _ text: UnsafeBufferPointer<UInt8>, slack: Int32) -> Bool {
    let reading = LanguageReading(text)
    guard reading.wordCount > 0, let script = reading.script else { return false }
    guard let candidates = ofScript[script] else { return script.language == language }
    guard let place = candidates.first(where: { Self.name(codes[$0]) == language }) else { return false }
    if script != .latin { return true }
    guard !reading.isEnglishByWords else { return false }
    let sums = sums(reading.folded)
    return sums[place] + slack > sums[english]
  }

  /// Bytes from which on a text of a column tells its own language.
  private static let shortest = 120

  /// The language of a text in a column that is not only in English; nil for English.
  ///
  /// - Parameters:
  ///   - own: as the text alone tells it; nil also where nobody has looked, for it knows many English words.
  ///   - column: short texts are taken for the language of most texts where it is likely enough, and for one of a minority
  ///     where it is clearly likelier than English.
  func language(of text: UnsafeBufferPointer<UInt8>, _ own: String?, in column: ColumnLanguages) -> String? {
    guard let most = column.most else {
      if let found = own ?? language(of: text, isHardlyKnown: false) { return found }
      return column.some.first { isLikelier($0, text, slack: -Self.needOfMinority) }
    }
    if own == most { return own }
    let slack = column.isPure ? Self.slackOfPure : Self.slack
    return isLikelier(most, text, slack: slack) && (own == nil || text.count < Self.shortest) ? most : own
  }
}

extension Model {
  /// The same model for texts of a column that is not only in English: of them short ones, which do not tell their language
  /// alone, are unknown as well.
  package func reading(columnIn languages: ColumnLanguages) -> Model {
    languages == columnLanguages ? self : Model(self, terms: terms, columnLanguages: languages)
  }

  /// Whether a text is in another language than English, as it stands in its column.
  package func isForeign(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    columnLanguages != ColumnLanguages() && LanguageDetector.shared.language(of: text, nil, in: columnLanguages) != nil
  }
}
