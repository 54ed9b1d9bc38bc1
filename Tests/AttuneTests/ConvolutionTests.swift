import CKernels
import Foundation
import TestSupport
import Testing

@testable import Attune

/// The deep part against plain loops over tokens, windows and filters.
@Suite struct ConvolutionTests {
  private static let levels = [ATTUNE_PLAIN, ATTUNE_AVX2, ATTUNE_AVX512]
    .map { Int32($0.rawValue) }.filter { attune_supports($0) != 0 }
  private static let words = ["good", "bad", "food", "not", "but", "very", "the", "is", "😀", "!", "9/10", "don't"]
  /// Besides, words that no model knows, breaks, and bytes that are not UTF-8.
  private static let others = [
    "flimsiest", "qq", "é", "x", "12:30", "@me", "www.a.com", ":)", "🧀", "...", "?!", "SOOOOO", ",", ". ", "; ", "\n",
    "\u{ff}",
  ]

  private static func contents(
    filters: Int, layers: Int = 2, classes: Int, seed: UInt64, doubt: Doubt? = nil
  ) -> Convolution.Contents {
    HandmadeModel.convolution(
      of: words, filters: filters, layers: layers, classes: classes, seed: seed, doubt: doubt)
  }

  private static func model(
    filters: Int = 64, layers: Int = 2, labels: [String] = ["negative", "neutral", "positive"], doubt: Doubt? = nil
  ) throws -> Model {
    var contents = HandmadeModel.contents(labels: labels)
    contents.convolution =
      Self.contents(filters: filters, layers: layers, classes: labels.count, seed: 5, doubt: doubt).encode()
    return try Model.load(bytes: ModelFile.encode(contents))
  }

  /// Some texts are read by the deep part, some are not, some count in part.
  private static func doubt(classes: Int) -> Doubt {
    var calibration = Calibration(classes: classes)
    calibration.biases = (0..<classes).map { Float($0) / 8 }
    return Doubt(full: 0.2, none: 0.5, calibration: calibration)
  }

  private static func text(_ count: Int, _ generator: inout SplitMix64) -> [UInt8] {
    (0..<count).flatMap { _ -> [UInt8] in
      let word = (Bool.random(using: &generator) ? words : others).randomElement(using: &generator)!
      let bytes: [UInt8] = word == "\u{ff}" ? [0xFF] : Array(word.utf8)
      return bytes + (Int.random(in: 0..<8, using: &generator) == 0 ? [] : [UInt8(ascii: " ")])
    }
  }

  // MARK: Twins

  /// The rows of a text, token by token.
  private static func rows(_ text: [UInt8]) -> [UInt16] {
    let known = Dictionary(uniqueKeysWithValues: words.enumerated().map { (Token.hash(ofSingle: $1)!, $0) })
    return text.withUnsafeBufferPointer { text in
      var rows: [UInt16] = []
      var tokenizer = Tokenizer(text, scratch: TokenizerScratch())
      var token = Token()
      while tokenizer.next(&token) {
        if !rows.isEmpty, token.boundary != .none {
          rows.append(token.boundary == .clause ? TokenShape.clauseBreak : TokenShape.sentenceBreak)
        }
        rows.append(
          known[token.hash].map { UInt16(TokenShape.count + $0) }
            ?? TokenShape.row(token.kind, UnsafeBufferPointer(rebasing: text[token.start..<token.end])))
      }
      return rows
    }
  }

  /// The features of rows, by the definition.
  private static func features(_ rows: [UInt16], _ contents: Convolution.Contents) -> [UInt8] {
    let padding = Array(repeating: TokenShape.padding, count: Convolution.padding)
    let padded = padding + rows + padding
    // `while`: without optimization a range costs ten times the additions.
    let first = (0..<contents.filters).map { filter in
      contents.products.withUnsafeBufferPointer { products in
        rows.indices.map { place in
          var value = Int(contents.biases[filter])
          var k = 0
          while k < Convolution.window {
            value += Int(products[(Int(padded[place + k]) * Convolution.window + k) * contents.filters + filter])
            k += 1
          }
          return max(0, value)
        }
      }
    }
    let values = first + (contents.second.map { second($0, first, places: rows.count) } ?? [])
    let norm = 1 / Float(max(rows.count, 1)).squareRoot()
    return values.map { UInt8($0.max() ?? 0) }
      + values.map { UInt8(min(127, Float($0.reduce(0, +)) * norm + 0.5)) }
  }

  /// What the second layer makes of what the first one gave, filter by filter.
  private static func second(
    _ layer: Convolution.Contents.Second, _ first: [[Int]], places: Int
  ) -> [[Int]] {
    let filters = first.count
    let sums = (0..<places).map { place in
      var sums = layer.biases.map(Int.init)
      for k in 0..<3 where (0..<places).contains(place + k - 1) {
        for input in 0..<filters where first[input][place + k - 1] > 0 {
          let (value, row) = (first[input][place + k - 1], (k * filters + input) * filters)
          for filter in 0..<filters { sums[filter] += Int(layer.weights[row + filter]) * value }
        }
      }
      return sums
    }
    return (0..<filters).map { filter in
      sums.map { min(127, max(0, Int((Double($0[filter]) / Double(1 << layer.shifts[filter])).rounded(.down)))) }
    }
  }

  private static func logits(_ features: [UInt8], _ contents: Convolution.Contents, classes: Int) -> [Float] {
    (0..<classes).map { label in
      contents.step
        * Float(
          features.indices.reduce(0) { $0 + Int(features[$1]) * Int(contents.weights[label * features.count + $1]) })
    }
  }

  // MARK: Tests

  @Test(arguments: levels, [(32, 1), (192, 1), (32, 2), (64, 2)])
  func portionsAndPiecesAreTheirTexts(level: Int32, size: (filters: Int, layers: Int)) throws {
    let (filters, layers) = size
    let contents = Self.contents(filters: filters, layers: layers, classes: 3, seed: UInt64(filters))
    let storage = contents.encode().withUnsafeBytes { ModelStorage(copying: $0) }
    let convolution = try Convolution(storage.bytes, classes: 3, isTrusted: false)
    let scorer = ConvolutionScorer(convolution, classes: 3, level: level)
    let pack = TextPack(level: level)
    let scratch = TokenizerScratch()
    var generator = SplitMix64(seed: 11)
    func isRight(_ rows: [UInt16]) -> Bool {
      let expected = Self.features(rows, contents)
      return Array(UnsafeBufferPointer(start: scorer.features, count: 2 * layers * filters)) == expected
        && (0..<3).map { Float(scorer.sums[$0]) * scorer.step } == Self.logits(expected, contents, classes: 3)
    }
    for _ in 0..<30 {
      let texts = (0..<Int.random(in: 1...20, using: &generator)).map { _ in
        Self.text(.random(in: 0...30, using: &generator), &generator)
      }
      for text in texts { text.withUnsafeBufferPointer { pack.add($0) } }
      let found = pack.tokenize(scratch)
      scorer.removeAll()
      for index in texts.indices {
        scorer.add(found[pack[index].firstToken..<pack[index].endToken], bytes: pack.bytes)
      }
      for text in texts {
        scorer.next()
        #expect(isRight(Self.rows(text)))
      }
      pack.removeAll()
    }
    for count in [0, 1, 2, 3, 4, 5, 6, layers == 1 ? 7000 : 700] {
      let text = Self.text(count, &generator)
      let rows = Self.rows(text)
      // In pieces of all lengths.
      text.withUnsafeBufferPointer { text in
        var tokenizer = Tokenizer(text, scratch: scratch)
        scorer.begin()
        while true {
          let end = tokenizer.read(into: scratch.batch, from: 0, to: .random(in: 1...9, using: &generator))
          guard end > 0 else { break }
          scorer.go(
            on: TokenBatch(tokens: UnsafeBufferPointer(start: scratch.batch.tokens, count: end)), bytes: tokenizer.text)
        }
        scorer.end()
      }
      #expect(isRight(rows))
    }
  }

  @Test(arguments: [["no", "yes"], ["negative", "neutral", "positive"], ["a", "b", "c", "d", "e"]])
  func batchesAreTheirTexts(labels: [String]) throws {
    let model = try Self.model(labels: labels)
    let plain = try Model.load(bytes: ModelFile.encode(HandmadeModel.contents(labels: labels)))
    var generator = SplitMix64(seed: 12)
    let texts = (0..<400).map { number in
      String(decoding: Self.text(number % 50 == 0 ? 3000 : number % 40, &generator), as: UTF8.self)
    }
    let alone = texts.map { model.classify($0) }
    #expect(model.classify(texts) == alone)
    #expect(alone != texts.map { plain.classify($0) })
    // Reading a text by its tokens gives what the scorer makes of it.
    let reader = try #require(ConvolutionReader(model))
    let contents = Self.contents(filters: 64, classes: labels.count, seed: 5)
    for text in texts {
      let found = Array(text.utf8).withUnsafeBufferPointer { reader.logits(of: $0, scratch: TokenizerScratch()) }
      let features = Self.features(Self.rows(Array(text.utf8)), contents)
      #expect(found == Self.logits(features, contents, classes: labels.count))
    }
  }

  /// Whatever the filters give, up to the limits, and however many places there are.
  @Test(arguments: levels, [32, 64])
  func theSecondLayerIsItsTwin(level: Int32, filters: Int) throws {
    let contents = Self.contents(filters: filters, classes: 2, seed: 3)
    let storage = contents.encode().withUnsafeBytes { ModelStorage(copying: $0) }
    var view = try Convolution(storage.bytes, classes: 2, isTrusted: false).view
    var generator = SplitMix64(seed: 4)
    for count in [0, 1, 2, 511, 513] {
      let first = (0..<filters).map { filter in
        (0..<count).map { _ in filter % 3 == 0 ? 127 : Int.random(in: 0...127, using: &generator) }
      }
      let values = UnsafeMutablePointer<UInt8>.allocate(cacheAligned: (count + 2) * filters)
      let largest = UnsafeMutablePointer<UInt8>.allocate(cacheAligned: filters)
      let totals = UnsafeMutablePointer<UInt32>.allocate(cacheAligned: filters)
      defer {
        values.deallocate()
        largest.deallocate()
        totals.deallocate()
      }
      values.update(repeating: 0, count: (count + 2) * filters)
      for place in 0..<count {
        for filter in 0..<filters { values[(place + 1) * filters + filter] = UInt8(first[filter][place]) }
      }
      largest.update(repeating: 0, count: filters)
      totals.update(repeating: 1, count: filters)
      attune_convolve_again(level, &view, values, count, largest, totals)
      let expected = Self.second(contents.second!, first, places: count)
      for filter in 0..<filters {
        #expect(Int(largest[filter]) == expected[filter].max() ?? 0)
        #expect(Int(totals[filter]) == 1 + expected[filter].reduce(0, +))
      }
    }
  }

  @Test(
    arguments: [["no", "yes"], ["negative", "neutral", "positive"], ["a", "b", "c", "d", "e"]], [1, 2])
  func explanationsAddUp(labels: [String], layers: Int) throws {
    let always = try Self.model(filters: 32, layers: layers, labels: labels)
    let sometimes = try Self.model(
      filters: 32, layers: layers, labels: labels, doubt: Self.doubt(classes: labels.count))
    var generator = SplitMix64(seed: 13)
    for (number, count) in [1, 2, 3, 5, 20, 60, 600, 1, 2, 3, 4, 5, 6, 7, 20, 60, 600].enumerated() {
      let text = "good " + String(decoding: Self.text(count, &generator), as: UTF8.self)
      let model = number < 7 ? always : sometimes
      let explanation = model.explain(text)
      #expect(number >= 7 || explanation.parts.contains { $0.kind == .context })
      #expect(explanation.verdict == model.classify(text))
      let powers = explanation.logits.map { exp($0 - explanation.logits.max()!) }
      for label in labels.indices {
        let sum = explanation.parts.reduce(0) { $0 + $1.contributions[label] }
        #expect(abs(sum - explanation.logits[label]) < 1e-9)
        let probability = powers[label] / powers.reduce(0, +)
        #expect(abs(probability - explanation.verdict.probabilities[label]) < 1e-5)
      }
    }
  }

  @Test func oneWordAgainAndAgain() throws {
    let model = try Self.model()
    for word in ["good ", "\u{ff}", "qq,", "!"] {
      let text = String(repeating: word, count: 100_000)
      #expect(model.classify(text) == model.classify([text, "good", text])[2])
      #expect(model.classify(text).probabilities.allSatisfy { $0.isFinite })
    }
  }

  // MARK: Files

  @Test func damageIsFound() throws {
    let good = Self.contents(filters: 64, classes: 3, seed: 1).encode()
    func load(_ section: [UInt8], classes: Int = 3) throws(ModelError) -> Convolution {
      let storage = section.withUnsafeBytes { ModelStorage(copying: $0) }
      return try Convolution(storage.bytes, classes: classes, isTrusted: false)
    }
    _ = try load(good)
    let damaged = ModelError.damaged(section: "CONV")
    for count in [0, 1, 63, 64, 500, good.count - 1] { #expect(throws: damaged) { try load(Array(good[..<count])) } }
    #expect(throws: damaged) { try load(good + [0]) }
    #expect(throws: damaged) { try load(good, classes: 2) }
    func changed(_ place: Int, _ bytes: [UInt8]) -> [UInt8] {
      var section = good
      section.replaceSubrange(place..<place + bytes.count, with: bytes)
      return section
    }
    let biases = 64 + 64
    let weights = biases + 64 + 8 * 3 * 64
    let (secondBiases, shifts) = (weights + 3 * 64 * 64, weights + 3 * 64 * 64 + 4 * 64)
    let slots = shifts + 64
    let products = good.count - (TokenShape.count + Self.words.count) * Convolution.window * 64
    let limit = UInt8(Convolution.productLimit)
    for section in [
      changed(0, [63, 0, 0, 0]), changed(0, [0, 0, 0, 0]), changed(0, [255, 255, 255, 255]), changed(4, [1, 0, 0, 0]),
      changed(8, [0, 0, 0, 0]), changed(8, [31, 0, 0, 0]), changed(12, [0, 0, 0xC0, 0x7F]),
      changed(12, [0, 0, 0x80, 0xBF]),
      changed(16, [0, 0, 0x80, 0xBF]), changed(16, [0, 0, 0xC0, 0x7F]), changed(20, [0, 0, 0x80, 0xBF]),
      changed(24, [0, 0, 0xC0, 0x7F]), changed(32, [0]), changed(32, [32]), changed(32, [0, 1]),
      // The first filter's weights are as large as they may be.
      changed(weights, [126, 5]), changed(weights + 2, [0x80]),
      changed(secondBiases, [1, 0, 0, 1]), changed(secondBiases, [0xFF, 0xFF, 0xFF, 0xFE]),
      changed(secondBiases + 3, [0x80]),
      changed(shifts, [0]), changed(shifts + 63, [24]), changed(shifts, [255]),
      changed(64, [0, 0, 0x80, 0x7F]), changed(biases, [8]),
      changed(slots, [0xFF, 0xFF]), changed(products, [1]), changed(good.count - 1, [limit + 1]),
      changed(good.count - 1, [0x80]),
    ] { #expect(throws: damaged) { try load(section) } }
  }

  /// Every token has a slot, however many there are, and no other answers for it but by the chance of its key.
  @Test(arguments: [0, 1, 2, 3, 100, 5000, 30_000])
  func everyTokenHasASlot(count: Int) throws {
    var generator = SplitMix64(seed: UInt64(count))
    let hashes = (0..<count).map { _ in generator.next() }
    let row = Convolution.window * 64
    let contents = Convolution.Contents(
      filters: 64, step: 1, doubt: .always(classes: 2), biases: Array(repeating: 0, count: 64),
      weights: Array(repeating: 0, count: 256),
      products: Array(repeating: 0, count: (TokenShape.count + count) * row), hashes: hashes)
    let storage = contents.encode().withUnsafeBytes { ModelStorage(copying: $0) }
    var view = try Convolution(storage.bytes, classes: 2, isTrusted: false).view
    let tokens = (hashes + (0..<1000).map { _ in generator.next() }).map {
      attune_token(hash: $0, start: 0, length: 1, traits: 0)
    }
    var rows = [UInt32](repeating: 0, count: 2 * tokens.count)
    #expect(attune_word_rows(0, &view, tokens, tokens.count, [120], false, &rows) == tokens.count)
    #expect(rows[..<count].enumerated().count { Int($1) != (TokenShape.count + $0) * row } <= 2)
    #expect(rows[count..<tokens.count].count { Int($0) >= TokenShape.count * row } <= 2)
  }

  /// A reader that knows nothing of deep parts must not pass one over.
  @Test func deepModelsAreOfNewerVersions() throws {
    var contents = HandmadeModel.contents()
    #expect(ModelFile.encode(contents)[8] == 2)
    for layers in 1...2 {
      contents.convolution = Self.contents(filters: 64, layers: layers, classes: 3, seed: 1).encode()
      #expect(ModelFile.encode(contents)[8] == 3 + layers)
      #expect(try Model.load(bytes: ModelFile.encode(contents)).convolution?.layers == layers)
    }
  }

  /// One that older readers wrote has no word on doubt.
  @Test func deepModelsOfTheOldVersionAreRefused() throws {
    var contents = HandmadeModel.contents()
    contents.convolution = Self.contents(filters: 64, classes: 3, seed: 1).encode()
    var bytes = ModelFile.encode(contents)
    bytes[8] = 3
    #expect(throws: ModelError.unsupportedVersion(found: 3, supported: 5)) { try Model.load(bytes: bytes) }
  }

  // MARK: Doubt

  @Test func theShareFallsFromAllToNothing() {
    let doubt = Doubt(full: 1, none: 3, calibration: Calibration(classes: 3))
    #expect([0, 1, 2, 2.5, 3, 9].map { doubt.share(margin: $0) } == [1, 1, 0.5, 0.25, 0, 0])
    let step = Doubt(full: 1, none: 1, calibration: Calibration(classes: 3))
    #expect([0, 0.99, 1, 2].map { step.share(margin: $0) } == [1, 1, 0, 0])
    #expect(Doubt.always(classes: 3).share(margin: 5000) == 1)
  }

  @Test func theMarginIsThatOfCalibratedLogits() {
    var doubt = Doubt(full: 1, none: 1, calibration: Calibration(classes: 3))
    #expect(doubt.margin([1, 4, 2.5], tokens: 3) == 1.5)
    doubt.calibration.constant = 0
    doubt.calibration.perLength = 4
    doubt.calibration.biases = [0, 0, 1]
    // log2(1 + 3) · 4 / 8 = 1
    #expect(doubt.margin([1, 4, 2.5], tokens: 3) == 0.5)
  }

  /// A text of which the rest is sure keeps the verdict that it has without the deep part, alone and in a batch, however long
  /// it is; one in doubt does not.
  @Test func onlyDoubtfulTextsAreRead() throws {
    let labels = ["negative", "neutral", "positive"]
    let doubt = Self.doubt(classes: 3)
    let deep = try Self.model(doubt: doubt)
    let always = try Self.model()
    let plain = try Model.load(bytes: ModelFile.encode(HandmadeModel.contents(labels: labels)))
    var generator = SplitMix64(seed: 21)
    let texts = (0..<300).map { number in
      String(decoding: Self.text(number % 60 == 0 ? 3000 : number % 30, &generator), as: UTF8.self)
    }
    let (found, wide, all) = (deep.classify(texts), plain.classify(texts), always.classify(texts))
    var counts = (none: 0, some: 0, full: 0)
    for (index, text) in texts.enumerated() {
      #expect(deep.classify(text) == found[index])
      if found[index] == wide[index] {
        counts.none += 1
      } else if found[index] == all[index] {
        counts.full += 1
      } else {
        counts.some += 1
      }
    }
    #expect(counts.none > 20 && counts.some > 20 && counts.full > 20, "\(counts)")
  }
}
