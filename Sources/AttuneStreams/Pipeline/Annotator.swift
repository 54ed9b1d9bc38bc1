import Attune

/// Says more of a text than the verdict. One worker owns an annotator, and gives it one batch after the other.
package protocol Annotator: AnyObject, AddedField {
  /// Looks at a batch; what is written afterwards is about its texts.
  func annotate(_ texts: ScoredTexts)

  /// Whether `isMixed` may say so.
  var labelsMixed: Bool { get }

  /// Whether the text's label is `MixedFeelings.label`.
  func isMixed(_ row: Int) -> Bool
}

extension Annotator {
  package var labelsMixed: Bool { false }

  package func isMixed(_ row: Int) -> Bool { false }
}

/// A batch of texts with their verdicts, as they are lent to an annotator.
package struct ScoredTexts {
  /// Has finished the batch. Holds the texts' tokens when the pipeline `keepsTokens`.
  package let scorer: Scorer
  private let bytes: UnsafeBufferPointer<UInt8>
  private let ranges: UnsafeBufferPointer<Range<Int>>

  /// - Parameter ranges: where each text stands in the bytes.
  init(scorer: Scorer, bytes: UnsafeBufferPointer<UInt8>, ranges: UnsafeBufferPointer<Range<Int>>) {
    self.scorer = scorer
    self.bytes = bytes
    self.ranges = ranges
  }

  package var count: Int { ranges.count }

  /// A text's bytes.
  package subscript(row: Int) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[ranges[row]]) }
}
