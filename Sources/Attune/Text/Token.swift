import CKernels

/// One token of a text: what it is, where it stands, and the hash that stands for it in features.
package struct Token: Sendable {
  package enum Kind: UInt8, Sendable {
    case word, number, mention, url, emoji, emoticon, punctuation
  }

  /// What a punctuation token consists of; a mix of `!` and `?` is a question.
  package enum Mark: UInt8, Sendable { case exclamation, question, ellipsis }

  /// How strongly the text before a token separates it from the token before.
  package enum Boundary: UInt8, Comparable, Sendable {
    case none, clause, sentence
    package static func < (a: Boundary, b: Boundary) -> Bool { a.rawValue < b.rawValue }
  }

  /// All that is said of a token in one number, so that the common case, a plain word inside a clause, is 0:
  ///
  ///     bit  0          2      5      7          8
  ///          | boundary | kind | mark | capitals | elongated
  package struct Traits: Equatable, Sendable {
    package fileprivate(set) var bits: UInt16 = 0

    @inline(__always)
    init(_ kind: Kind, after boundary: Boundary, mark: Mark = .exclamation) {
      bits = UInt16(boundary.rawValue) | UInt16(kind.rawValue) << 2 | UInt16(mark.rawValue) << 5
    }

    /// Those of `attune_token_traits`.
    @inline(__always)
    init(_ found: UInt16) { bits = found & (UInt16(ATTUNE_ODD.rawValue) - 1) }

    /// See `Token.boundary`.
    @inline(__always)
    var boundary: Boundary {
      get { Boundary(rawValue: UInt8(truncatingIfNeeded: bits & 3))! }
      set { bits = bits & ~3 | UInt16(newValue.rawValue) }
    }

    @inline(__always)
    var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: bits &>> 2 & 7))! }

    @inline(__always)
    var mark: Mark { Mark(rawValue: UInt8(truncatingIfNeeded: bits &>> 5 & 3))! }

    /// A word that is neither capitals nor elongated, whatever stands before it.
    @inline(__always)
    var isPlainWord: Bool { bits &>> 2 == 0 }

    /// Capitals or elongated.
    @inline(__always)
    var isStrong: Bool { bits & 3 << 7 != 0 }

    @inline(__always)
    var isCapitals: Bool {
      get { bits & 1 << 7 != 0 }
      set { bits = newValue ? bits | 1 << 7 : bits & ~(1 << 7) }
    }

    @inline(__always)
    var isElongated: Bool {
      get { bits & 1 << 8 != 0 }
      set { bits = newValue ? bits | 1 << 8 : bits & ~(1 << 8) }
    }
  }

  /// Of the folded text: equal for "Great", "GREAT" and "#great". Elongated words keep two of a run ("gooood" as "good").
  package internal(set) var hash: UInt64 = 0
  /// First byte, counted from the start of the text.
  package internal(set) var start = 0
  /// One past the last byte.
  package internal(set) var end = 0
  package internal(set) var traits = Traits(.word, after: .none)
  /// See `shortenedHash`.
  var onceHash: UInt64 = 0

  package init() {}

  @inline(__always)
  package var kind: Kind { traits.kind }
  /// Of a punctuation token.
  @inline(__always)
  package var mark: Mark { traits.mark }
  /// What separates it from the token before.
  @inline(__always)
  package var boundary: Boundary { traits.boundary }

  /// Two letters or more, all of them capitals.
  @inline(__always)
  package internal(set) var isCapitals: Bool {
    get { traits.isCapitals }
    set { traits.isCapitals = newValue }
  }

  /// A letter repeated three times or more, or a run of three or more marks.
  @inline(__always)
  package internal(set) var isElongated: Bool {
    get { traits.isElongated }
    set { traits.isElongated = newValue }
  }

  /// Of an elongated word with every run of three or more letters cut to one ("sooo" as "so"); 0 for other tokens.
  @inline(__always)
  package var shortenedHash: UInt64 { isElongated && kind == .word ? onceHash : 0 }
}

extension Token {
  /// The hash of a text that is one token, or nil.
  /// - Parameter scratch: memory, to be given where there are many texts.
  package static func hash(ofSingle text: String, scratch: TokenizerScratch = TokenizerScratch()) -> UInt64? {
    var text = text
    return text.withUTF8 { text in
      var tokenizer = Tokenizer(text, scratch: scratch)
      var token = Token()
      guard tokenizer.next(&token) else { return nil }
      let hash = token.hash
      return tokenizer.next(&token) ? nil : hash
    }
  }
}
