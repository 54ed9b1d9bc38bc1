import Attune
import CKernels

/// The first layer of a convolution as the file has it.
struct RoundedLayer {
  let filters: Int
  /// `[rows × window × filters]`
  let products: [Int8]
  let biases: [Int8]
  /// What a one of each filter stands for.
  let units: [Float]

  /// What the filters give at the places of a text, in full precision: `[places × filters]`.
  func values(_ rows: [UInt16]) -> [Float] {
    let padding = Array(repeating: TokenShape.padding, count: Convolution.padding)
    let padded = padding + rows + padding
    var values = [Float](repeating: 0, count: rows.count * filters)
    products.withUnsafeBufferPointer { products in
      for place in rows.indices {
        for filter in 0..<filters {
          var sum = Int(biases[filter])
          for k in 0..<Convolution.window {
            sum += Int(products[(Int(padded[place + k]) * Convolution.window + k) * filters + filter])
          }
          values[place * filters + filter] = Float(max(0, sum)) * units[filter]
        }
      }
    }
    return values
  }
}

extension ConvolutionNetwork {
  /// The share of places at which a filter of the second layer gives so much that it is cut.
  private static let cut: Float = 0.001

  /// Rounds the weights of the second layer to bytes. What one of a filter's sums stands for is what one of its values stands for,
  /// halved as often as its weights allow: so a sum is shifted to become a value.
  func roundedSecond(
    _ first: RoundedLayer, sample: [[UInt16]]
  ) -> (layer: Convolution.Contents.Second, units: [Float]) {
    let inputs = Convolution.secondWindow * filters
    let most = mostOfSecond(first, sample: sample)
    let quads = Convolution.secondQuads(inputs: inputs)
    var layer = Convolution.Contents.Second(
      weights: Array(repeating: 0, count: inputs * filters), biases: Array(repeating: 0, count: filters),
      shifts: Array(repeating: 1, count: filters))
    var units = [Float](repeating: 1, count: filters)
    for filter in 0..<filters {
      // A weight works on a value of the first layer in that one's units.
      let column = (0..<inputs).map { secondWeights.values[$0 * filters + filter] * first.units[$0 % filters] }
      func rounded(_ shift: Int) -> [Int]? {
        let rounded = column.map { ($0 / units[filter] * Float(1 << shift)).rounded() }
        guard rounded.allSatisfy({ abs($0) <= Float(Int8.max) }) else { return nil }
        let weights = rounded.map { Int($0) }
        return quads.allSatisfy { quad in quad.reduce(0) { $0 + abs(weights[$1]) } <= Convolution.secondLimit }
          ? weights : nil
      }
      units[filter] = max(most[filter], 1e-6) / 127
      // One that gives next to nothing has weights that are too large for its units.
      while rounded(Convolution.shifts.lowerBound) == nil { units[filter] *= 2 }
      let shift = Convolution.shifts.last { rounded($0) != nil }!
      for (input, weight) in rounded(shift)!.enumerated() { layer.weights[input * filters + filter] = Int8(weight) }
      let limit = Float(Convolution.secondBiasLimit)
      let bias = secondBiases.values[filter] / units[filter] * Float(1 << shift) + Float(1 << (shift - 1))
      layer.biases[filter] = Int32(min(max(bias.rounded(), -limit), limit))
      layer.shifts[filter] = UInt8(shift)
    }
    return (layer, units)
  }

  /// What each filter of the second layer gives at all places of some texts but a few.
  private func mostOfSecond(_ first: RoundedLayer, sample: [[UInt16]]) -> [Float] {
    let margin = Convolution.secondWindow / 2
    // Kernels read eight vectors behind the last.
    let places = sample.reduce(margin) { $0 + $1.count + margin }
    let values = UnsafeMutablePointer<Float>.zeros((places + 8) * filters)
    let given = UnsafeMutablePointer<Float>.zeros(max(places, 1) * filters)
    defer {
      values.deallocate()
      given.deallocate()
    }
    var place = margin
    for rows in sample {
      (values + place * filters).update(from: first.values(rows), count: rows.count * filters)
      place += rows.count + margin
    }
    let windows = max(0, places - 2 * margin)
    attune_learn_convolve(
      Processor.level, values, filters, Convolution.secondWindow, secondWeights.values, secondBiases.values, filters,
      windows, given)
    return (0..<filters).map { filter in
      let sorted = (0..<windows).map { given[$0 * filters + filter] }.sorted()
      return sorted.isEmpty ? 1 : sorted[sorted.count - 1 - Int(Float(sorted.count) * Self.cut)]
    }
  }
}
