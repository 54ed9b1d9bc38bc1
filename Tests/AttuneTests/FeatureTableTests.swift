import CKernels
import TestSupport
import Testing

@testable import Attune

/// What the scorer sums up against a lookup of one feature after the other.
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

  /// What the kernels say of features, all of them in the plain context.
  private func gathered(_ features: [Feature], _ table: FeatureTable, level: Int32) -> Sums {
    let placed = features.map {
      LocatedFeature(line: UInt32(table.line(of: $0.hash)), key: FeatureTable.key(of: $0.hash), context: $0.context)
        .bits
    }
    let lines = table.lines.assumingMemoryBound(to: UInt8.self)
    var sparse = SparseSums()
    sparse.add(attune_gather(level, lines, placed, placed.count, nil, 0))
    var withoutValence = SparseSums()
    withoutValence.add(attune_gather(level, lines, nil, 0, placed, placed.count))
    #expect(
      (withoutValence.first, withoutValence.second, withoutValence.known)
        == (sparse.first, sparse.second, sparse.known))
    return Sums(
      first: Int(sparse.first), second: Int(sparse.second), known: Int(sparse.known),
      valences: (0..<26).map { Int(sparse.valences[$0]) })
  }

  private static let levels = [ATTUNE_PLAIN, ATTUNE_AVX2, ATTUNE_AVX512].map { Int32($0.rawValue) }
    .filter { attune_supports($0) != 0 }

  private func entries(_ lineCount: Int, classes: Int, _ generator: inout SplitMix64) -> [HandmadeModel.Entry] {
    var keys: Set<Int> = []
    return (0..<6 * lineCount).map { _ in
      HandmadeModel.Entry(
        hash: generator.next(), weights: (1..<classes).map { _ in .random(in: -1023...1023, using: &generator) },
        valence: .random(in: -256...256, using: &generator))
    }.filter {
      // Two features of one line with the same key are one; the trainer drops the second.
      keys.insert(FeatureTable.line(of: $0.hash, lineCount: lineCount) << 16 | Int(FeatureTable.key(of: $0.hash)))
        .inserted
    }
  }

  @Test(arguments: levels, [1, 7, 64])
  func gatherEqualsLookup(level: Int32, lineCount: Int) {
    var generator = SplitMix64(seed: UInt64(lineCount))
    let entries = entries(lineCount, classes: 3, &generator)
    let (lines, rows) = HandmadeModel.table(entries, lineCount: lineCount, classes: 3)
    withTable(lines, rows, classes: 3) { table in
      for _ in 0..<200 {
        let features = (0..<Int.random(in: 0...150, using: &generator)).map { _ in
          Feature(
            hash: Bool.random(using: &generator) ? entries.randomElement(using: &generator)!.hash : generator.next(),
            context: ValenceContext.plain)
        }
        #expect(gathered(features, table, level: level) == naive(features, table))
      }
    }
  }

  /// The largest weights, more often than fits into 16 bits.
  @Test(arguments: levels, [FeatureTable.weightLimit, -FeatureTable.weightLimit])
  func sumsDoNotOverflow(level: Int32, weight: Int16) {
    let (lines, rows) = HandmadeModel.table(
      [.init(hash: 42, weights: [weight, weight], valence: 256)], lineCount: 1, classes: 3)
    withTable(lines, rows, classes: 3) { table in
      let features = Array(repeating: Feature(hash: 42, context: ValenceContext.plain), count: 10_000)
      let sums = gathered(features, table, level: level)
      #expect(sums.first == 4 * 10_000 * Int(weight))
      #expect(sums.second == 4 * 10_000 * Int(weight))
      #expect(sums.known == 10_000)
      #expect(sums.valences[1] == 2_560_000)
    }
  }

  /// Places are the same whatever the processor can do.
  @Test(arguments: levels)
  func placesAreThoseOfTheTable(level: Int32) {
    var generator = SplitMix64(seed: 11)
    let entries = entries(64, classes: 3, &generator)
    let (lines, rows) = HandmadeModel.table(entries, lineCount: 64, classes: 3)
    withTable(lines, rows, classes: 3) { table in
      let batch = LocatedFeatures(table.view, level: level)
      defer { batch.deallocate() }
      for _ in 0..<100 {
        let tokens = (0..<Int.random(in: 0...100, using: &generator)).map { _ in
          attune_token(
            hash: Bool.random(using: &generator) ? entries.randomElement(using: &generator)!.hash : generator.next(),
            start: 0, length: 1, traits: [0, 1, 2, 4, 24, 128].randomElement(using: &generator)!)
        }
        tokens.withUnsafeBufferPointer { batch.locate(TokenBatch(tokens: $0), after: 5) }
        var previous: UInt64 = 5
        for (index, token) in tokens.enumerated() {
          #expect(Int(batch.tokens[index].line) == table.line(of: token.hash))
          #expect(batch.tokens[index].key == FeatureTable.key(of: token.hash))
          if token.traits & 2 != 0 { previous = FeatureExtractor.sentenceStart }
          let pair = FeatureExtractor.pair(previous, token.hash)
          #expect(Int(batch.pairs[index].line) == table.line(of: pair))
          #expect(batch.pairs[index].key == FeatureTable.key(of: pair))
          previous = token.hash
        }
        // Events are numbers and capitals, and perhaps words that look like cues.
        let events = (0...).lazy.map { batch.events[$0] }.prefix { $0 != .max }
        #expect(zip(events, events.dropFirst()).allSatisfy { $0 < $1 } && events.allSatisfy { $0 < tokens.count })
        for (index, token) in tokens.enumerated() where token.traits == 4 || token.traits == 128 {
          #expect(events.contains(UInt16(index)))
        }
      }
    }
  }

  /// Whole texts, of every length, with every kind of context: what the scorer sums up is what a lookup of each feature does.
  @Test(arguments: [2, 3, 5])
  func scorerEqualsLookup(classes: Int) throws {
    let words = [
      "good", "bad", "food", "Very", "not", "NO", "but", "although", "however", "than", "you", "used", "to", "would",
      "have", "been", "wish", "if", "9/10", "5", "stars", "sooooo", "terrible", "!", "?!", "...", ".", ",", ":)", "😀",
      "@name", "#tag", "http://a.example", "the", "it", "was", "slightly", "no", "longer", "none", "think", "’", "\n",
    ]
    var generator = SplitMix64(seed: UInt64(classes))
    let texts = (0..<60).map { number in
      (0..<Int.random(in: 0...(number % 10 == 0 ? 6000 : 60), using: &generator)).map { _ in
        words.randomElement(using: &generator)!
      }.joined(separator: " ")
    }
    var hashes: Set<UInt64> = []
    for text in texts { hashes.formUnion(FeatureList(text).hashes.filter { _ in .random(using: &generator) }) }
    let entries = hashes.sorted().map { hash in
      HandmadeModel.Entry(
        hash: hash, weights: (1..<classes).map { _ in .random(in: -1023...1023, using: &generator) },
        valence: .random(in: -256...256, using: &generator))
    }
    var contents = HandmadeModel.contents(labels: (0..<classes).map { "class \($0)" })
    (contents.lines, contents.rows) = HandmadeModel.table(
      entries, lineCount: entries.count / 4 + 1, classes: classes)
    let model = try Model.load(bytes: ModelFile.encode(contents))
    let scorer = Scorer(model: model)
    for text in texts {
      let expected = naive(FeatureList(text).all, model.table)
      var sums: [Sums] = []
      func take() {
        scorer.takeSums { sparse, rows in
          sums.append(
            Sums(
              first: Int(sparse.first), second: Int(sparse.second), known: Int(sparse.known),
              valences: (0..<26).map { Int(sparse.valences[$0]) }, rows: classes > 3 ? rows.map(Int.init) : []))
        }
      }
      Array(text.utf8).withUnsafeBufferPointer { text in
        _ = scorer.addLong(text)
        take()
        guard scorer.pack.hasRoom(for: text) else { return }
        scorer.pack.add(text)
      }
      if scorer.pack.count > 0 {
        scorer.extractPack()
        scorer.forEachInPack { _ in take() }
        scorer.pack.removeAll()
      }
      let areSame = sums.allSatisfy { $0 == expected }
      #expect(areSame, "\(text.prefix(300))")
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
