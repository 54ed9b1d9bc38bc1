/// The one language besides English in which most texts of a column are written, by its first texts.
///
/// Short texts do not tell their language, but several of them together do: texts are put together to blocks, and the
/// language of each block is told. Memory: one block.
package struct ColumnLanguage: Sendable {
  /// Texts that are looked at are enough.
  package var isFull: Bool { blocks >= Self.blockLimit }

  private var block: [UInt8] = []
  private var blocks = 0
  /// Of all blocks.
  private var size = 0
  /// Of the blocks in each language.
  private var sizes: [String: Int] = [:]

  private static let blockSize = 400
  private static let smallest = 40
  private static let blockLimit = 64
  /// The share of bytes that must be in the language.
  private static let share = 0.6

  package init() {}

  /// - Parameter text: UTF-8, which need not be valid.
  /// - Complexity: O(bytes), of which 200 are looked at.
  package mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    guard !text.isEmpty, !isFull else { return }
    block += text.prefix(200)
    block += [0x20]
    if block.count >= Self.blockSize { finish() }
  }

  private mutating func finish() {
    let language = block.withUnsafeBufferPointer { LanguageDetector.shared.language(of: $0, isHardlyKnown: false) }
    if let language { sizes[language, default: 0] += block.count }
    blocks += 1
    size += block.count
    block.removeAll(keepingCapacity: true)
  }

  /// The code of ISO 639-1; nil for English, and where texts are in several languages.
  package var language: String? {
    var all = self
    if block.count >= Self.smallest { all.finish() }
    guard let most = all.sizes.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
    return Double(most.value) >= Self.share * Double(all.size) ? most.key : nil
  }
}

extension LanguageDetector {
  /// By how much English may be the likelier one: words such as "super" and "normal" are those of many languages.
  private static let slack: Int32 = 24

  /// Whether a text of a column in another language is in that language rather than in English, however short it is.
  func isLikelier(_ language: String, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let reading = LanguageReading(text)
    guard reading.wordCount > 0, let script = reading.script else { return false }
    guard let candidates = ofScript[script] else { return script.language == language }
    guard let place = candidates.first(where: { Self.name(codes[$0]) == language }) else { return false }
    if script != .latin { return true }
    guard !reading.isEnglishByWords else { return false }
    let sums = sums(reading.folded)
    return sums[place] + Self.slack > sums[english]
  }

  /// Bytes from which on a text of a column tells its own language.
  private static let shortest = 120

  /// The language of a text in a column that is mostly in another language than English; nil for English.
  ///
  /// - Parameters:
  ///   - own: as the text alone tells it.
  ///   - column: that of most texts. Short texts are taken for it where it is likelier than English.
  func language(of text: UnsafeBufferPointer<UInt8>, _ own: String?, in column: String) -> String? {
    if own == column { return own }
    return isLikelier(column, text) && (own == nil || text.count < Self.shortest) ? column : own
  }
}

extension Model {
  /// The same model for texts of a column that is mostly in a language other than English: of them short ones, which do
  /// not tell their language alone, are unknown as well.
  package func reading(columnIn language: String?) -> Model {
    language == columnLanguage ? self : Model(self, terms: terms, columnLanguage: language)
  }

  /// Whether a text is in another language than English, as it stands in its column.
  package func isForeign(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    columnLanguage.map { LanguageDetector.shared.language(of: text, nil, in: $0) != nil } ?? false
  }
}
