import Attune

/// Where the texts of a training set stand, which of them are equal, and, where somebody is going to ask for them, what
/// they say.
package struct TextOrigins: Sendable {
  /// The line of each text in its file, from 1; 0 where there is no file.
  package private(set) var lines: [Int32] = []
  /// The same for texts of the same bytes, and for no others in all likelihood: of a million texts some two are mistaken
  /// for each other once in thirty million sets.
  private(set) var fingerprints: [UInt64] = []

  private let keepsTexts: Bool
  private var bytes: [UInt8] = []
  /// Where each text ends in `bytes`; all 0 when texts are not kept.
  private var ends: [Int] = []

  init(keepsTexts: Bool) { self.keepsTexts = keepsTexts }

  mutating func append(_ text: UnsafeBufferPointer<UInt8>, line: Int) {
    lines.append(Int32(clamping: line))
    fingerprints.append(Checksum.of(UnsafeRawBufferPointer(text)))
    if keepsTexts { bytes.append(contentsOf: text) }
    ends.append(bytes.count)
  }

  /// - Precondition: texts are kept.
  func withText<Result>(_ text: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    precondition(keepsTexts)
    return bytes.withUnsafeBufferPointer { bytes in
      body(UnsafeBufferPointer(rebasing: bytes[(text == 0 ? 0 : ends[text - 1])..<ends[text]]))
    }
  }

  /// Some of the texts, whose bytes are not kept.
  func subset(_ texts: [Int]) -> TextOrigins {
    var result = TextOrigins(keepsTexts: false)
    result.lines = texts.map { lines[$0] }
    result.fingerprints = texts.map { fingerprints[$0] }
    result.ends = texts.map { _ in 0 }
    return result
  }
}
