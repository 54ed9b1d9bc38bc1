import Attune

/// The words of which a convolution has rows, and the row of every token of the texts.
struct ConvolutionVocabulary {
  /// The hashes of the words, the most frequent first; their rows follow those of `TokenShape`.
  let hashes: [UInt64]
  /// The row of each number of the texts' vocabulary.
  let rowOfToken: [UInt16]

  var rowCount: Int { TokenShape.count + hashes.count }

  /// - Parameter texts: those that are counted.
  init(_ sequences: TokenSequences, texts: [Int], _ options: ConvolutionOptions) {
    var counts = [UInt32](repeating: 0, count: sequences.hashes.count)
    var lastText = [Int](repeating: -1, count: counts.count)
    for text in texts {
      for token in sequences.tokens[sequences.starts[text]..<sequences.starts[text + 1]]
      where lastText[Int(token)] != text {
        lastText[Int(token)] = text
        counts[Int(token)] += 1
      }
    }
    let words = counts.indices.filter {
      counts[$0] >= options.minimumTexts && sequences.hashes[$0] >= UInt64(TokenShape.count)
    }
    .sorted { (counts[$1], $0) < (counts[$0], $1) }
    .prefix(min(options.words, Int(UInt16.max) + 1 - TokenShape.count))
    hashes = words.map { sequences.hashes[$0] }
    var rows = sequences.shapes
    for (place, word) in words.enumerated() { rows[word] = UInt16(TokenShape.count + place) }
    rowOfToken = rows
  }
}
