import Attune

/// A few words, known by the hashes of their tokens.
///
/// `Set` would hash the hash again for every token that is looked for.
struct FewWords: Sendable {
  private let hashes: [UInt64]
  /// A bit for the lowest six bits of each hash.
  private let bits: UInt64

  init(_ words: [String]) {
    hashes = words.compactMap { Token.hash(ofSingle: $0) }
    bits = hashes.reduce(0) { $0 | 1 << ($1 & 63) }
  }

  /// - Complexity: O(1) for nearly all words that are not among them, else O(words).
  @inline(__always)
  func contains(_ hash: UInt64) -> Bool { bits >> (hash & 63) & 1 != 0 && hashes.contains(hash) }
}
