/// What tokens of one sentence have to be, one behind the other.
///
/// There are two spellings. That of rubrics and situations has all elements:
///
/// | written | matches |
/// |---|---|
/// | `sorry` | the word, in any case |
/// | `fix~` | the verb in its regular forms: fix, fixes, fixed, fixing |
/// | `<feeling>` | a member of a word class |
/// | `#name` `#number` `#mention` `#emoji` `#question` `#exclamation` | a token of that class; a name is a word with a capital that is in no word class |
/// | `_` | any one token |
/// | `..3` | a gap: up to three words of any kind inside a clause, none of them a negation |
/// | `x?` | `x`, or nothing |
/// | `(a\|b c)` | one of several alternatives, of any number of elements |
/// | `^` and `$` | the start and the end of a sentence |
///
/// That of taxonomies and urgency cues has words, `<class>`, `_`, `?` and `|`, but no brackets: `|` binds words more tightly than
/// blanks do, and `?` follows all alternatives. `charged|billed me|us? twice` there is `(charged|billed) (me|us)? twice` in a
/// rubric. Everything else there is a word, such as `#refund` and `:)`.
///
/// `MessageMatcher` and `StreamMatcher` find patterns.
indirect enum Pattern: Equatable, Sendable {
  case word(String)
  case wordClass(String)
  case tokenClass(TokenClass)
  /// Any one token.
  case token
  /// As many words of a clause, or less.
  case gap(Int)
  case start
  case end
  case sequence([Pattern])
  case choice([Pattern])
  case optional(Pattern)
}

/// What a token may be without being a certain word.
enum TokenClass: String, CaseIterable, Sendable {
  case name, number, mention, emoji, question, exclamation
}

/// Why a pattern cannot be read, or patterns cannot be made ready.
package enum PatternError: Error, Equatable, Sendable {
  case unknownClass(String)
  case unknownTokenClass(String)
  case unknownCondition(String)
  /// A bracket without its other half.
  case unbalanced
  /// No single word, such as two words in one.
  case notAWord(String)
  /// Matches without a word, or ends with a gap in a spelling that has no other end.
  case empty
  /// A word class that contains itself.
  case circularClass(String)
  /// More patterns than can be numbered.
  case tooMany
  /// More different words in all patterns.
  case tooManyWords(limit: Int)
  /// More parts of one pattern, or of a class with the classes inside it, than are made ready.
  case tooLarge(limit: Int)
  /// More elements of one term that may be missing.
  case tooManyOptional(limit: Int)
  /// Brackets, or classes, deeper inside each other than that.
  case tooDeep(limit: Int)
}
