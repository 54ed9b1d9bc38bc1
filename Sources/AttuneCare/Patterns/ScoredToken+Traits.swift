import Attune

extension ScoredToken {
  /// One past the last byte.
  @inline(__always)
  var end: UInt32 { start &+ UInt32(length) }
  @inline(__always)
  var beginsSentence: Bool { traits & 2 != 0 }
  /// Of a clause or a sentence.
  @inline(__always)
  var beginsClause: Bool { traits & 3 != 0 }
  /// Capitals or elongated, or a mark of exclamation.
  @inline(__always)
  var mayBeLoud: Bool {
    // Kind 6 is punctuation, mark 0 exclamation.
    let isExclamation = traits &>> 2 == 6 ? 1 : 0
    return (traits &>> 7 == 0 ? 0 : 1) | isExclamation != 0
  }
  @inline(__always)
  var isCapitals: Bool { traits & 1 << 7 != 0 }
  @inline(__always)
  var isElongated: Bool { traits & 1 << 8 != 0 }
  @inline(__always)
  var isNumber: Bool {
    // Kind 1 is a number.
    traits &>> 2 & 7 == 1
  }
  var kind: Token.Kind { Token.Kind(rawValue: UInt8(truncatingIfNeeded: traits &>> 2 & 7))! }
  /// Of a punctuation token.
  var mark: Token.Mark { Token.Mark(rawValue: UInt8(truncatingIfNeeded: traits &>> 5 & 3))! }
}
