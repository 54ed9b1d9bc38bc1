import CKernels

/// What is left of a token that a model does not know: a number, an emoji, a word with a certain ending ("-ing", "-less").
/// Tokens of one shape share a row of a `Convolution`'s table; so do the breaks between clauses and sentences.
///
///     row   0         1        2          3         5            9
///           | padding | clause | sentence | numbers | … by kind  | words by their last three bytes | words of the model
package enum TokenShape {
  /// Rows in front of those of known tokens.
  package static let count = Int(ATTUNE_SHAPES.rawValue)
  package static let padding: UInt16 = 0
  package static let clauseBreak: UInt16 = 1
  package static let sentenceBreak: UInt16 = 2

  /// The row of a token that is not known.
  /// - Parameter token: its bytes in the text, at least one.
  package static func row(_ kind: Token.Kind, _ token: UnsafeBufferPointer<UInt8>) -> UInt16 {
    guard kind == .word else { return 2 + UInt16(kind.rawValue) }
    var ending: UInt32 = 0
    for byte in token.suffix(3) { ending = ending << 8 | UInt32(byte | 0x20) }
    return UInt16(ATTUNE_FIRST_ENDING.rawValue) + UInt16((ending &* 0x9E37_79B1) >> 24)
  }
}
