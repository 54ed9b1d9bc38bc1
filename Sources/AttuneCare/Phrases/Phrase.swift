import Attune

/// A pattern of words in a row, such as "charged|billed me? twice".
///
/// Elements stand between blanks: `a|b` is one of both, `_` any one word, `<name>` any phrase of the list of that name, and what
/// ends in `?` may be missing.
struct Phrase: Sendable {
  /// What stands at one place.
  struct Element: Sendable {
    /// Words in a row, of which one must stand there; empty for any one word.
    var alternatives: [[UInt64]]
    var isOptional: Bool

    var isAny: Bool { alternatives.isEmpty }
  }

  var elements: [Element]

  /// The most elements that may be missing: the search for where a phrase begins tries all of their combinations.
  static let optionalLimit = 10
  /// The most elements: how far back a match is looked for is the length of the longest phrase.
  static let elementLimit = 50
  /// The most words at one place, those of lists included.
  static let alternativeLimit = 10_000

  /// - Parameters:
  ///   - lists: what `<name>` stands for.
  ///   - scratch: memory, to be given where there are many phrases.
  init(_ text: String, lists: [String: [String]], scratch: TokenizerScratch = TokenizerScratch()) throws(PhraseError) {
    elements = []
    for part in text.split(separator: " ") {
      guard elements.count < Self.elementLimit else {
        throw PhraseError(phrase: text, reason: .tooLong(limit: Self.elementLimit))
      }
      let isOptional = part.count > 1 && part.last == "?"
      let part = isOptional ? part.dropLast() : part
      if part == "_" {
        elements.append(Element(alternatives: [], isOptional: isOptional))
        continue
      }
      var alternatives: [[UInt64]] = []
      for choice in part.split(separator: "|", omittingEmptySubsequences: false) {
        if choice.count > 2, choice.first == "<", choice.last == ">" {
          guard let list = lists[String(choice.dropFirst().dropLast())] else {
            throw PhraseError(phrase: text, reason: .unknownList(String(choice)))
          }
          for entry in list { alternatives.append(try Self.words(entry[...], in: text, scratch)) }
        } else {
          alternatives.append(try Self.words(choice, in: text, scratch))
        }
        guard alternatives.count <= Self.alternativeLimit else {
          throw PhraseError(phrase: text, reason: .tooManyAlternatives(limit: Self.alternativeLimit))
        }
      }
      elements.append(Element(alternatives: alternatives, isOptional: isOptional))
    }
    guard elements.count(where: \.isOptional) <= Self.optionalLimit else {
      throw PhraseError(phrase: text, reason: .tooManyOptional(limit: Self.optionalLimit))
    }
    let end = elements.suffix(from: elements.lastIndex { $0.isAny }.map { $0 + 1 } ?? 0)
    guard end.contains(where: { !$0.isOptional }) else {
      throw PhraseError(phrase: text, reason: .empty)
    }
  }

  private static func words(
    _ words: Substring, in phrase: String, _ scratch: TokenizerScratch
  ) throws(PhraseError) -> [UInt64] {
    var hashes: [UInt64] = []
    for word in words.split(separator: " ") {
      guard let hash = Token.hash(ofSingle: String(word), scratch: scratch) else {
        throw PhraseError(phrase: phrase, reason: .notOneWord(String(word)))
      }
      hashes.append(hash)
    }
    guard !hashes.isEmpty else { throw PhraseError(phrase: phrase, reason: .empty) }
    guard hashes.count <= elementLimit else {
      throw PhraseError(phrase: phrase, reason: .tooLong(limit: elementLimit))
    }
    return hashes
  }
}

/// A phrase that cannot be searched for.
package struct PhraseError: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    /// Nothing that must stand there, or behind the last gap.
    case empty
    /// The tokenizer makes none or several tokens of it.
    case notOneWord(String)
    case unknownList(String)
    case tooManyOptional(limit: Int)
    case tooManyAlternatives(limit: Int)
    /// More words in a row.
    case tooLong(limit: Int)
  }

  package var phrase: String
  package var reason: Reason
}
