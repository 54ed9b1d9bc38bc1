import Testing

@testable import Attune

/// `gather` against a lookup of one feature after the other.
@Suite struct FeatureTableTests {
  private struct Sums: Equatable {
    var first = 0
    var second = 0
    var known = 0
    var valences = [Int](repeating: 0, count: 26)
    var rows: [Int] = []
  }

  /// Looks each key of a feature's line up in turn.
  private func naive(_ features: [Feature], _ table: FeatureTable) -> Sums {
    var sums = Sums(rows: Array(repeating: 0, count: table.rows == nil ? 0 : table.rowWidth))
    var valences: [(context: UInt8, valence: Int)] = []
    var sentence = 0
    for feature in features {
      switch feature.context {
      case ValenceContext.sentenceMark: sentence = valences.count
      case ValenceContext.contrastMark, ValenceContext.rivalMark:
        let target: UInt8 = feature.context == ValenceContext.contrastMark ? 8 : 10
        for index in sentence..<valences.count {
          switch valences[index].context {
          case 0, 1, 2: valences[index].context = target
          case 3, 4: valences[index].context = target + 1
          default: break
          }
        }
      default: break
      }
      let context = feature.context & ~ValenceContext.reversed
      if context > ValenceContext.none { continue }
      // Sums are in quarters, of which a reversed feature counts three.
      let units = context == feature.context ? 4 : -3
      let line = FeatureTable.line(of: feature.hash, lineCount: table.lineCount)
      for slot in 8 * line..<8 * line + 8 {
        let key = (table.lines + 64 * line).load(fromByteOffset: 2 * (slot % 8), as: UInt16.self)
        guard key == FeatureTable.key(of: feature.hash) else { continue }
        sums.known += 1
        sums.first += units * Int(table.value(slot: slot, column: 0))
        sums.second += units * Int(table.value(slot: slot, column: 1))
        let valence = Int(table.value(slot: slot, column: 2))
        if context != ValenceContext.none {
          valences.append((context, valence))
        }
        for column in sums.rows.indices {
          sums.rows[column] += units * Int(table.rows![slot * table.rowWidth + column])
        }
      }
    }
    for (context, valence) in valences { sums.valences[2 * Int(context) + (valence > 0 ? 1 : 0)] += valence }
    return sums
  }

  private func gathered(_ features: [Feature], _ table: FeatureTable) -> Sums {
    var sparse = SparseSums()
    let width = table.rows == nil ? 0 : table.rowWidth
    var rows = [Int64](repeating: 0, count: max(width, 1))
    let tokens = UnsafeMutablePointer<PlacedFeature>.allocate(capacity: PlacedFeatures.capacity)
    let nGrams = UnsafeMutablePointer<PlacedFeature>.allocate(capacity: PlacedFeatures.capacity)
    defer {
      tokens.deallocate()
      nGrams.deallocate()
    }
    let filter = FeatureFilter(table)
    var rest = features[...]
    rows.withUnsafeMutableBufferPointer { rows in
      repeat {
        var sink = PlacedFeatures(table, filter, tokens: tokens, tokenCount: 0, nGrams: nGrams, nGramCount: 0)
        while sink.hasRoom, let feature = rest.popFirst() {
          let reversed = feature.context & ValenceContext.reversed
          if feature.context & ~reversed == ValenceContext.none {
            sink.append(nGram: feature.hash, reversed: reversed)
          } else if feature.context > ValenceContext.none, reversed == 0 {
            sink.mark(feature.context)
          } else {
            sink.append(feature.hash, context: feature.context)
          }
        }
        table.gather(
          tokens: .init(start: tokens, count: sink.tokenEnd - tokens), into: &sparse, rowSums: rows.baseAddress!)
        table.gather(
          nGrams: .init(start: nGrams, count: sink.nGramEnd - nGrams), into: &sparse, rowSums: rows.baseAddress!)
      } while !rest.isEmpty
    }
    return Sums(
      first: Int(sparse.first), second: Int(sparse.second), known: Int(sparse.known),
      valences: (0..<26).map { Int(sparse.valences[$0]) }, rows: rows[..<width].map(Int.init))
  }

  @Test(arguments: [2, 3, 5], [1, 7, 64])
  func gatherEqualsLookup(classes: Int, lineCount: Int) {
    var generator = SplitMix64(seed: UInt64(classes * 100 + lineCount))
    var keys: Set<Int> = []
    let entries = (0..<6 * lineCount).map { _ in
      HandmadeModel.Entry(
        hash: generator.next(), weights: (1..<classes).map { _ in .random(in: -1023...1023, using: &generator) },
        valence: .random(in: -256...256, using: &generator))
    }.filter {
      // Two features of one line with the same key are one; the trainer drops the second.
      keys.insert(FeatureTable.line(of: $0.hash, lineCount: lineCount) << 16 | Int(FeatureTable.key(of: $0.hash)))
        .inserted
    }
    let (lines, rows) = HandmadeModel.table(entries, lineCount: lineCount, classes: classes)
    withTable(lines, rows, classes: classes) { table in
      for _ in 0..<200 {
        let features = (0..<Int.random(in: 0...150, using: &generator)).map { _ in
          Feature(
            hash: Bool.random(using: &generator) ? entries.randomElement(using: &generator)!.hash : generator.next(),
            context: Bool.random(using: &generator)
              ? .random(in: 0...ValenceContext.rivalMark, using: &generator)
              : .random(in: 0...ValenceContext.none, using: &generator) | ValenceContext.reversed)
        }
        let areSame = gathered(features, table) == naive(features, table)
        #expect(areSame)
      }
    }
  }

  /// The largest weights, more often than fits into 16 bits.
  @Test(arguments: [FeatureTable.weightLimit, -FeatureTable.weightLimit])
  func sumsDoNotOverflow(weight: Int16) {
    let (lines, rows) = HandmadeModel.table(
      [.init(hash: 42, weights: [weight, weight], valence: 256)], lineCount: 1, classes: 3)
    withTable(lines, rows, classes: 3) { table in
      let sums = gathered(Array(repeating: Feature(hash: 42, context: 3), count: 10_000), table)
      #expect(sums.first == 4 * 10_000 * Int(weight))
      #expect(sums.second == 4 * 10_000 * Int(weight))
      #expect(sums.known == 10_000)
      #expect(sums.valences[7] == 2_560_000)
    }
  }

  @Test func keysAreNeverZero() {
    #expect(FeatureTable.key(of: 0) == 1)
    #expect(FeatureTable.key(of: 0xFFFF_0000) == 1)
    #expect(FeatureTable.key(of: 0x1234) == 0x1234)
  }

  @Test func linesCoverTheWholeRange() {
    var generator = SplitMix64(seed: 5)
    let lines = Set((0..<2000).map { _ in FeatureTable.line(of: generator.next(), lineCount: 13) })
    #expect(lines == Set(0..<13))
    #expect(FeatureTable.line(of: .max, lineCount: 13) == 12)
  }

  private func withTable(_ lines: [UInt8], _ rows: [Int16], classes: Int, _ body: (FeatureTable) -> Void) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: lines.count, alignment: 64)
    defer { memory.deallocate() }
    memory.copyBytes(from: lines)
    rows.withUnsafeBufferPointer {
      body(
        FeatureTable(
          lines: UnsafeRawPointer(memory.baseAddress!), lineCount: lines.count / 64,
          rows: rows.isEmpty ? nil : $0.baseAddress, rowWidth: classes - 1))
    }
  }
}
