import Attune
import CKernels

/// The memory in which a shard moves the second layer over one text after the other, there and back.
///
///     inputs     |0|what the first layer gives at the places of the text|0|      at least 0
///     gradients  |0|of what the second layer gives                      |0|
final class SecondShard {
  private let filters: Int
  private var capacity = 0
  private var paddedInputs = UnsafeMutablePointer<Float>.zeros(0)
  private var paddedGradients = UnsafeMutablePointer<Float>.zeros(0)
  /// `[places × filters]`: what the second layer gives.
  private(set) var values = UnsafeMutablePointer<Float>.zeros(0)
  /// `[places × filters]`: of what the first layer gives, where that is above 0.
  private(set) var inputGradients = UnsafeMutablePointer<Float>.zeros(0)

  private static let margin = Convolution.secondWindow / 2
  /// Vectors that kernels read behind the last.
  private static let slack = 8

  init(filters: Int) { self.filters = filters }

  deinit { deallocate() }

  private func deallocate() {
    for memory in [paddedInputs, paddedGradients, values, inputGradients] { memory.deallocate() }
  }

  /// `[places × filters]`, to be written before the way back.
  var gradients: UnsafeMutablePointer<Float> { paddedGradients + Self.margin * filters }

  /// Turns what the first layer gives into `values`.
  func convolve(_ first: UnsafeMutablePointer<Float>, _ length: Int, by network: ConvolutionNetwork, level: Int32) {
    makeRoom(length)
    let inputs = paddedInputs + Self.margin * filters
    for index in 0..<length * filters { inputs[index] = max(first[index], 0) }
    for end in [inputs, gradients] { (end + length * filters).update(repeating: 0, count: Self.margin * filters) }
    attune_learn_convolve(
      level, paddedInputs, filters, Convolution.secondWindow, network.secondWeights.values, network.secondBiases.values,
      filters, length, values)
  }

  /// Adds to the gradients of the weights, and writes `inputGradients`.
  func goBack(
    _ length: Int, turned: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>, level: Int32
  ) {
    attune_learn_weights(level, paddedInputs, filters, Convolution.secondWindow, gradients, filters, length, weights)
    attune_learn_convolve(
      level, paddedGradients, filters, Convolution.secondWindow, turned, nil, filters, length, inputGradients)
  }

  private func makeRoom(_ length: Int) {
    guard length > capacity else { return }
    deallocate()
    capacity = length + length / 2
    let count = (capacity + 2 * Self.margin + Self.slack) * filters
    (paddedInputs, paddedGradients) = (.zeros(count), .zeros(count))
    (values, inputGradients) = (.zeros(count), .zeros(count))
  }
}
