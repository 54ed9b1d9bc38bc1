import CKernels
import CPlatform

/// What features are worth.
extension FeatureTable {
  /// Some of the features of a `LocatedFeatures`.
  struct Range {
    var start: FeatureLocator.Counts
    var end: FeatureLocator.Counts
  }

  /// Adds what features are worth to `sums`; with `rows`, their logits to `rowSums` (`rowWidth` places).
  func gather(
    _ range: Range, of batch: LocatedFeatures, level: Int32, into sums: inout SparseSums,
    rowSums: UnsafeMutablePointer<Int64>
  ) {
    let (start, end) = (range.start, range.end)
    let tokens = UnsafeBufferPointer(start: batch.tokens + start.tokens, count: end.tokens &- start.tokens)
    let pairs = UnsafeBufferPointer(start: batch.pairs + start.tokens, count: tokens.count)
    let nGrams = UnsafeBufferPointer(start: batch.nGrams + start.nGrams, count: end.nGrams &- start.nGrams)
    sums.add(attune_gather(level, bytes, Self.bits(tokens), tokens.count, Self.bits(pairs), pairs.count))
    if nGrams.count > 0 { sums.add(attune_gather(level, bytes, nil, 0, Self.bits(nGrams), nGrams.count)) }
    for index in start.touched..<end.touched { correct(batch.tokens[Int(batch.touched[index])], &sums, rowSums) }
    for index in start.extras..<end.extras { add(batch.extras[index], &sums, rowSums) }
    guard rows != nil else { return }
    addRows(tokens, rowSums)
    addRows(pairs, rowSums)
    addRows(nGrams, rowSums)
  }

  /// Adds what tokens and extras, of which the contexts are known, are worth in valence.
  func gatherValences(_ range: Range, of batch: LocatedFeatures, into sums: inout SparseSums) {
    for index in range.start.tokens..<range.end.tokens { addValence(batch.tokens[index], &sums) }
    for index in range.start.extras..<range.end.extras where batch.extras[index].context != ValenceContext.turned {
      addValence(batch.extras[index], &sums)
    }
  }

  private func addValence(_ feature: LocatedFeature, _ sums: inout SparseSums) {
    sums.add(valence: valence(of: feature), context: feature.context & ~ValenceContext.reversed)
  }

  @inline(__always)
  private var bytes: UnsafePointer<UInt8> { lines.assumingMemoryBound(to: UInt8.self) }

  @inline(__always)
  private static func bits(_ features: UnsafeBufferPointer<LocatedFeature>) -> UnsafePointer<UInt64>? {
    features.baseAddress.map { UnsafeRawPointer($0).assumingMemoryBound(to: UInt64.self) }
  }

  /// Puts a token right that was added as if its context were the plain one.
  private func correct(_ feature: LocatedFeature, _ sums: inout SparseSums, _ rowSums: UnsafeMutablePointer<Int64>) {
    let valence = valence(of: feature)
    if valence != 0 {
      sums.add(valence: 0 &- valence, to: ValenceContext.plain, isPositive: valence > 0)
      sums.add(valence: valence, context: feature.context & ~ValenceContext.reversed)
    }
    if feature.context & ValenceContext.reversed != 0 { turn(feature, &sums, rowSums) }
  }

  /// The valence of a feature; 0 when the table does not know it.
  @inline(__always)
  private func valence(of feature: LocatedFeature) -> Int32 {
    let line = address(line: Int(feature.line))
    let hit = attune_equal_lanes(line.load(as: SIMD8<UInt16>.self), feature.key)
    return attune_sum_lanes(line.load(fromByteOffset: 48, as: SIMD8<Int16>.self) & hit)
  }

  /// Turns a feature round that was added as it is.
  @inline(never)
  private func turn(_ feature: LocatedFeature, _ sums: inout SparseSums, _ rowSums: UnsafeMutablePointer<Int64>) {
    guard let slot = slot(key: feature.key, line: Int(feature.line)) else { return }
    addLogits(slot, units: SparseSums.reversedUnits - SparseSums.units, &sums, rowSums)
  }

  private func addLogits(
    _ slot: Int, units: Int64, _ sums: inout SparseSums, _ rowSums: UnsafeMutablePointer<Int64>
  ) {
    sums.first &+= units &* Int64(value(slot: slot, column: 0))
    sums.second &+= units &* Int64(value(slot: slot, column: 1))
    guard let rows else { return }
    for column in 0..<rowWidth { rowSums[column] &+= units &* Int64(rows[slot * rowWidth + column]) }
  }

  /// Adds an extra.
  private func add(_ feature: LocatedFeature, _ sums: inout SparseSums, _ rowSums: UnsafeMutablePointer<Int64>) {
    if feature.context == ValenceContext.turned { return turn(feature, &sums, rowSums) }
    guard let slot = slot(key: feature.key, line: Int(feature.line)) else { return }
    let isReversed = feature.context & ValenceContext.reversed != 0
    addLogits(slot, units: isReversed ? SparseSums.reversedUnits : SparseSums.units, &sums, rowSums)
    sums.known += 1
    sums.add(
      valence: Int32(value(slot: slot, column: 2)), context: feature.context & ~ValenceContext.reversed)
  }

  private func addRows(_ features: UnsafeBufferPointer<LocatedFeature>, _ rowSums: UnsafeMutablePointer<Int64>) {
    guard let rows else { return }
    for feature in features {
      guard let slot = slot(key: feature.key, line: Int(feature.line)) else { continue }
      for column in 0..<rowWidth { rowSums[column] &+= SparseSums.units &* Int64(rows[slot * rowWidth + column]) }
    }
  }
}
