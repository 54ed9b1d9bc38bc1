import CPlatform

/// A feature by its place in a table, in one word of memory:
///
///     bit  0         8        16        32       64
///          | context |        |   key   |  line  |
struct PlacedFeature {
  private var bits: UInt64

  @inline(__always)
  init(line: UInt32, key: UInt16, context: UInt8) {
    bits = UInt64(line) << 32 | UInt64(key) << 16 | UInt64(context)
  }

  @inline(__always) var line: UInt32 { UInt32(truncatingIfNeeded: bits >> 32) }
  @inline(__always) var key: UInt16 { UInt16(truncatingIfNeeded: bits >> 16) }
  @inline(__always) var context: UInt8 { UInt8(truncatingIfNeeded: bits) }
}

/// Finds the line of each feature and asks for it, so that it is there when the features are gathered. N-grams that the
/// model does not know are left out.
///
/// Tokens and marks, of which the order counts, go into one list; n-grams that count as they are into another.
struct PlacedFeatures: FeatureSink {
  /// The places of both lists.
  static let capacity = 1024

  private let lines: UnsafeRawPointer
  private let lineCount: UInt64
  private let filter: UnsafePointer<UInt64>
  private(set) var tokenEnd: UnsafeMutablePointer<PlacedFeature>
  private(set) var nGramEnd: UnsafeMutablePointer<PlacedFeature>
  private let tokenLimit: UnsafeMutablePointer<PlacedFeature>
  private let nGramLimit: UnsafeMutablePointer<PlacedFeature>

  /// - Parameters:
  ///   - tokens: room for `capacity` features, from which on `tokenCount` are there already.
  ///   - nGrams: the same.
  @inline(__always)
  init(
    _ table: FeatureTable, _ filter: FeatureFilter, tokens: UnsafeMutablePointer<PlacedFeature>, tokenCount: Int,
    nGrams: UnsafeMutablePointer<PlacedFeature>, nGramCount: Int
  ) {
    lines = table.lines
    lineCount = UInt64(truncatingIfNeeded: table.lineCount)
    self.filter = filter.words
    tokenEnd = tokens + tokenCount
    nGramEnd = nGrams + nGramCount
    tokenLimit = tokens + (Self.capacity - FeatureExtractor.featuresPerToken)
    nGramLimit = nGrams + (Self.capacity - FeatureExtractor.featuresPerToken)
  }

  @inline(__always)
  var hasRoom: Bool { tokenEnd <= tokenLimit && nGramEnd <= nGramLimit }

  @inline(__always)
  private func line(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash.multipliedFullWidth(by: lineCount).high)
  }

  @inline(__always)
  mutating func append(_ hash: UInt64, context: UInt8) {
    let line = line(of: hash)
    attune_prefetch(lines + line &* FeatureTable.lineBytes)
    tokenEnd.initialize(
      to: PlacedFeature(
        line: UInt32(truncatingIfNeeded: line), key: FeatureTable.key(of: hash), context: context))
    tokenEnd += 1
  }

  @inline(__always)
  mutating func append(nGram hash: UInt64, reversed: UInt8) {
    if reversed != 0 { return append(hash, context: ValenceContext.none | reversed) }
    let line = line(of: hash)
    let key = FeatureTable.key(of: hash)
    let isKnown = FeatureFilter.mayHold(filter, line: line, key: key)
    // Without a branch, which would go wrong as often as not: an unknown one asks for the first line and is overwritten.
    attune_prefetch(lines + line &* FeatureTable.lineBytes & (0 &- isKnown))
    nGramEnd.initialize(
      to: PlacedFeature(line: UInt32(truncatingIfNeeded: line), key: key, context: ValenceContext.none))
    nGramEnd += isKnown
  }

  @inline(__always)
  mutating func mark(_ mark: UInt8) {
    tokenEnd.initialize(to: PlacedFeature(line: 0, key: 0, context: mark))
    tokenEnd += 1
  }
}
