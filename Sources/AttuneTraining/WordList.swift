import Attune

/// Words by their hashes, as a tokenizer makes them.
package struct WordList: Sendable {
  private(set) var hashes: Set<UInt64> = []

  package init() {}

  package var count: Int { hashes.count }

  /// Adds a word. What is not a single token is left out (false).
  @discardableResult
  package mutating func insert(_ word: String) -> Bool {
    guard let hash = Token.hash(ofSingle: word) else { return false }
    return hashes.insert(hash).inserted
  }
}
