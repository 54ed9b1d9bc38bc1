import Attune

extension ReportSummary {
  /// Quotes of an aspect among which those are chosen that no other aspect shows.
  static let candidates = 8
  /// Two quotes that share more of their words than this are alike.
  private static let alike = 0.4

  /// With at most `count` quotes for and against each aspect, none of which is like one that stands above it. An aspect of
  /// which all texts are like those above keeps the most typical one.
  static func withUnlikeQuotes(_ aspects: [Aspect], _ count: Int) -> [Aspect] {
    var shown: [Set<UInt64>] = []
    func choose(_ candidates: [String]) -> [String] {
      let words = candidates.map { Set(Self.wordHashes(of: $0)) }
      var chosen: [Int] = []
      for index in candidates.indices where chosen.count < count {
        if shown.allSatisfy({ similarity($0, words[index]) < alike }) {
          chosen.append(index)
          shown.append(words[index])
        }
      }
      if chosen.isEmpty, count > 0, !candidates.isEmpty { chosen = [0] }
      return chosen.map { candidates[$0] }
    }
    return aspects.map { aspect in
      var aspect = aspect
      aspect.negativeQuotes = choose(aspect.negativeQuotes)
      aspect.positiveQuotes = choose(aspect.positiveQuotes)
      return aspect
    }
  }

  /// The words of a text, in small letters.
  static func words(of text: String) -> [Substring] { text.lowercased().split { !$0.isLetter && $0 != "'" } }

  /// The words of a text, in small letters, by their hashes.
  static func wordHashes(of text: String) -> [UInt64] {
    var text = text
    let hashes = text.withUTF8 { bytes -> [UInt64]? in
      // Without asking what each character is.
      guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
      let small: [UInt8] = bytes.map { (byte: UInt8) -> UInt8 in byte &- 0x41 < 26 ? byte | 0x20 : byte }
      return small.withUnsafeBufferPointer { (small: UnsafeBufferPointer<UInt8>) -> [UInt64] in
        let words = small.split { (byte: UInt8) -> Bool in byte &- 0x61 >= 26 && byte != UInt8(ascii: "'") }
        return words.map { TokenHash.hash(UnsafeBufferPointer(rebasing: $0)) }
      }
    }
    return hashes
      ?? words(of: text).map { word in
        var word = String(word)
        return word.withUTF8 { TokenHash.hash($0) }
      }
  }

  private static func similarity(_ a: Set<UInt64>, _ b: Set<UInt64>) -> Double {
    let union = a.union(b).count
    return union == 0 ? 1 : Double(a.intersection(b).count) / Double(union)
  }
}
