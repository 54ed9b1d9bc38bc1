import Attune

extension PlacedToken {
  @inline(__always)
  var beginsSentence: Bool { bits & 2 != 0 }
  /// Of a clause or a sentence.
  @inline(__always)
  var beginsClause: Bool { bits & 3 != 0 }
  /// Neither capitals nor elongated, and no other kind than a word.
  @inline(__always)
  var isPlainWord: Bool { bits >> 8 == 0 }
  @inline(__always)
  var isCapitals: Bool { bits & 1 << 24 != 0 }
  @inline(__always)
  var isElongated: Bool { bits & 1 << 25 != 0 }
  var kind: Token.Kind { Token.Kind(rawValue: UInt8(truncatingIfNeeded: bits >> 8))! }
  /// Of a punctuation token.
  var mark: Token.Mark { Token.Mark(rawValue: UInt8(truncatingIfNeeded: bits >> 16))! }
}
