import CPlatform

/// What features are worth. Without a branch on whether a feature is known: the eight keys of its line are compared at once
/// and the columns masked.
extension FeatureTable {
  /// So many weights of at most `weightLimit` stay below 32,768.
  private static let featuresPerFlush = 32

  /// Adds what tokens are worth to `sums`; with `rows`, their logits to `rowSums` (`rowWidth` places).
  func gather(
    tokens: UnsafeBufferPointer<PlacedFeature>, into sums: inout SparseSums, rowSums: UnsafeMutablePointer<Int64>
  ) {
    if rows != nil { gatherRows(tokens, into: rowSums) }
    var logits = LaneSums()
    var negative = SIMD8<Int16>()
    var positive = SIMD8<Int16>()
    var rest = Self.featuresPerFlush
    for feature in tokens {
      if feature.context > ValenceContext.none {
        sums.addPlain(negative: attune_sum_lanes(negative), positive: attune_sum_lanes(positive))
        (negative, positive) = (.zero, .zero)
        addRarely(feature, &sums)
        continue
      }
      let line = address(line: Int(feature.line))
      let hit = logits.add(line, key: feature.key)
      let valence = line.load(fromByteOffset: 48, as: SIMD8<Int16>.self) & hit
      if feature.context == ValenceContext.plain {
        let low = attune_negative_lanes(valence)
        negative &+= low
        positive &+= valence &- low
      } else if feature.context != ValenceContext.none {
        // Of one lane at most.
        sums.add(valence: attune_sum_lanes(valence), context: feature.context)
      }
      rest &-= 1
      if rest == 0 {
        logits.flush(into: &sums)
        sums.addPlain(negative: attune_sum_lanes(negative), positive: attune_sum_lanes(positive))
        (negative, positive) = (.zero, .zero)
        rest = Self.featuresPerFlush
      }
    }
    logits.flush(into: &sums)
    sums.addPlain(negative: attune_sum_lanes(negative), positive: attune_sum_lanes(positive))
  }

  /// The same for n-grams, which have no valence.
  func gather(
    nGrams: UnsafeBufferPointer<PlacedFeature>, into sums: inout SparseSums, rowSums: UnsafeMutablePointer<Int64>
  ) {
    if rows != nil { gatherRows(nGrams, into: rowSums) }
    var start = 0
    while start < nGrams.count {
      let end = min(start &+ Self.featuresPerFlush, nGrams.count)
      var logits = LaneSums()
      for index in start..<end {
        let feature = nGrams[index]
        _ = logits.add(address(line: Int(feature.line)), key: feature.key)
      }
      logits.flush(into: &sums)
      start = end
    }
  }

  /// Sums by slot of the line.
  private struct LaneSums {
    private var first = SIMD8<Int16>()
    private var second = SIMD8<Int16>()
    private var known = SIMD8<Int16>()

    /// - Returns: all ones in the lane of the feature's slot, if it has one.
    @inline(__always)
    mutating func add(_ line: UnsafeRawPointer, key: UInt16) -> SIMD8<Int16> {
      let hit = attune_equal_lanes(line.load(as: SIMD8<UInt16>.self), key)
      // Safe: see `featuresPerFlush`.
      first &+= line.load(fromByteOffset: 16, as: SIMD8<Int16>.self) & hit
      second &+= line.load(fromByteOffset: 32, as: SIMD8<Int16>.self) & hit
      known &-= hit
      return hit
    }

    @inline(__always)
    mutating func flush(into sums: inout SparseSums) {
      sums.first &+= SparseSums.units &* Int64(attune_sum_lanes(first))
      sums.second &+= SparseSums.units &* Int64(attune_sum_lanes(second))
      sums.known &+= Int64(attune_sum_lanes(known))
      self = LaneSums()
    }
  }

  /// Takes a mark or a reversed feature.
  @inline(never)
  private func addRarely(_ feature: PlacedFeature, _ sums: inout SparseSums) {
    guard feature.context & ValenceContext.reversed != 0 else { return sums.mark(feature.context) }
    guard let slot = slot(key: feature.key, line: Int(feature.line)) else { return }
    sums.first &+= SparseSums.reversedUnits &* Int64(value(slot: slot, column: 0))
    sums.second &+= SparseSums.reversedUnits &* Int64(value(slot: slot, column: 1))
    sums.known &+= 1
    let context = feature.context ^ ValenceContext.reversed
    if context != ValenceContext.none { sums.add(valence: Int32(value(slot: slot, column: 2)), context: context) }
  }

  private func gatherRows(_ features: UnsafeBufferPointer<PlacedFeature>, into rowSums: UnsafeMutablePointer<Int64>) {
    guard let rows else { return }
    for feature in features {
      let isReversed = feature.context & ValenceContext.reversed != 0
      guard isReversed || feature.context <= ValenceContext.none,
        let slot = slot(key: feature.key, line: Int(feature.line))
      else { continue }
      let units = isReversed ? SparseSums.reversedUnits : SparseSums.units
      for column in 0..<rowWidth { rowSums[column] &+= units &* Int64(rows[slot * rowWidth + column]) }
    }
  }
}
