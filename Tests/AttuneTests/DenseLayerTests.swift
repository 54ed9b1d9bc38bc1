import TestSupport
import Testing

@testable import Attune

/// The arithmetic is exact by design: cues and weights are so coarse that no sum is ever rounded, in whatever order.
@Suite struct DenseLayerTests {
  @Test(arguments: [1, 2, 3, 7, 33, 128], [2, 3, 5])
  func productEqualsThreeLoops(texts: Int, outputs: Int) {
    var generator = SplitMix64(seed: UInt64(texts * 10 + outputs))
    let inputs = CueFeatures.count
    let stride = Scorer.batchSize
    let layer = DenseLayer(
      inputs: inputs, outputs: outputs,
      weights: (0..<inputs * outputs).map { _ in Float.random(in: -8...8, using: &generator) })
    let features = (0..<inputs * stride).map { _ in
      Float(Int.random(in: -128...128, using: &generator)) * CueFeatures.step
    }
    // All or some of the inputs.
    let range = texts % 2 == 0 ? CueFeatures.common : 0..<inputs
    var result = [Float](repeating: .nan, count: outputs * stride)
    result.withUnsafeMutableBufferPointer {
      layer.multiply(features, inputs: range, texts: texts, stride: stride, into: $0.baseAddress!)
    }
    for output in 0..<outputs {
      for text in 0..<texts {
        var sum: Float = 0
        for (row, input) in range.enumerated() {
          sum += layer.weights[input * outputs + output] * features[row * stride + text]
        }
        #expect(result[output * stride + text] == sum)
      }
    }
  }

  @Test func noTextsNoProduct() {
    let layer = DenseLayer(inputs: 1, outputs: 2, weights: [1, 2])
    var result: [Float] = [7, 7]
    layer.multiply([1], inputs: 0..<1, texts: 0, stride: 1, into: &result)
    #expect(result == [7, 7])
  }

  @Test func weightsAreRounded() {
    let layer = DenseLayer(inputs: 1, outputs: 4, weights: [0.001, -9, 9, 0.0009])
    #expect(layer.weights == [1 / 512, -6, 6, 0])
  }

  /// Cues are multiples of `step` within ±`limit`, whatever the text.
  @Test func cuesAreExact() throws {
    var generator = SplitMix64(seed: 21)
    for _ in 0..<500 {
      var sums = SparseSums()
      var counts = CueCounts()
      counts.tokens = .random(in: 0...2000, using: &generator)
      counts.exclamations = .random(in: 0...2000, using: &generator)
      counts.negations = .random(in: 0...200, using: &generator)
      counts.capitals = .random(in: 0...200, using: &generator)
      sums.known = .random(in: 0...8000, using: &generator)
      for _ in 0..<20 {
        sums.add(
          valence: .random(in: -2560...2560, using: &generator),
          context: .random(in: 0..<ValenceContext.none, using: &generator))
        if Bool.random(using: &generator) {
          sums.mark(.random(in: ValenceContext.sentenceMark...ValenceContext.rivalMark, using: &generator))
        }
      }
      var cues = [Float](repeating: .nan, count: CueFeatures.count)
      sums.writeCues(&cues, counts: counts)
      for cue in cues {
        let steps = cue / CueFeatures.step
        #expect(steps == steps.rounded() && abs(cue) <= CueFeatures.limit)
      }
    }
  }
}
