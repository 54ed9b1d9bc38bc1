import AttunePlatform
import CKernels
import TestSupport
import Testing

@testable import Attune

/// Sixteen texts at once are, to the last bit, what each is alone.
@Suite struct BatchLogitsTests {
  private static let levels = [ATTUNE_PLAIN, ATTUNE_AVX2, ATTUNE_AVX512]
    .map { Int32($0.rawValue) }.filter { attune_supports($0) != 0 }

  private func sums(_ generator: inout SplitMix64) -> (SparseSums, CueCounts) {
    var sums = SparseSums()
    var counts = CueCounts()
    counts.tokens = .random(in: 0...(Bool.random(using: &generator) ? 40 : 5000), using: &generator)
    for count in [
      \CueCounts.exclamations, \.questions, \.ellipses, \.capitals, \.elongations, \.negations, \.contrasts,
      \.addresses, \.numbers,
    ] {
      counts[keyPath: count] = .random(in: 0...(Bool.random(using: &generator) ? 3 : 300), using: &generator)
    }
    sums.first = .random(in: -90_000...90_000, using: &generator)
    sums.second = .random(in: -90_000...90_000, using: &generator)
    sums.known = Bool.random(using: &generator) ? .random(in: 0...2, using: &generator) : 40
    for _ in 0..<Int.random(in: 0...30, using: &generator) {
      sums.add(
        valence: .random(in: -256...256, using: &generator),
        context: Bool.random(using: &generator) ? 0 : .random(in: 0..<ValenceContext.none, using: &generator))
    }
    return (sums, counts)
  }

  @Test(arguments: levels, [2, 3, 5])
  func batchesAreTheirTexts(level: Int32, classes: Int) throws {
    let model = try Model.load(
      bytes: ModelFile.encode(HandmadeModel.contents(labels: (0..<classes).map { "class \($0)" })))
    let logits = BatchLogits(model, level: level)
    defer { logits.deallocate() }
    var generator = SplitMix64(seed: UInt64(classes))
    for texts in [128, 1, 15, 16, 17, 100] {
      var expected: [[Float]] = []
      for text in 0..<texts {
        var (sums, counts) = sums(&generator)
        var rowSums = (1..<classes).map { _ in Int64.random(in: -90_000...90_000, using: &generator) }
        let unit = model.weightStep / Float(SparseSums.units)
        let scale = unit / Float(max(counts.tokens, 1)).squareRoot()
        let weights = classes > 3 ? rowSums : Array([sums.first, sums.second].prefix(classes - 1))
        var values: [Float] = [0] + weights.map { Float($0) * scale }
        var cues = [Float](repeating: 0, count: CueFeatures.count)
        sums.writeCues(&cues, counts: counts)
        for label in 0..<classes {
          var dense: Float = 0
          for cue in cues.indices { dense += cues[cue] * model.dense.weights[cue * classes + label] }
          values[label] += dense
        }
        model.calibration.apply(&values, tokens: counts.tokens)
        expected.append(sums.known == 0 ? model.prior : values)
        let norm = logits.put(text, &sums, rowSums: &rowSums, counts: counts)
        #expect(norm == 1 / Float(max(counts.tokens, 1)).squareRoot())
        #expect(classes <= 3 || rowSums.allSatisfy { $0 == 0 })
      }
      logits.finish(texts)
      for text in 0..<texts {
        #expect(
          Array(UnsafeBufferPointer(start: logits.probabilities + text * classes, count: classes)) == expected[text])
      }
    }
  }

  @Test func exponentialIsThatOfTheLibrary() {
    var power: Float = 0
    while power > -70 {
      let found = exponential(SIMD4(power, 0, power, -1)).x
      let expected = exp(power)
      #expect(abs(found - expected) <= 2 * expected.ulp)
      power -= 0.0137
    }
    #expect(exponential(SIMD4(-87, -1000, 0, -.infinity)) == SIMD4(0, 0, 1, 0))
  }
}
