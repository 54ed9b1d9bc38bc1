import CBLAS

/// The product of a batch's dense features with the weights of the outputs, by BLAS. The only file that knows CBLAS.
package struct DenseLayer: Sendable {
  /// A weight is a multiple of this, within ±`limit`; see `CueFeatures.step`.
  package static let weightStep: Float = 1 / 512
  package static let limit: Float = 6

  /// Rows of the weight matrix.
  package let inputs: Int
  /// Columns of the weight matrix.
  package let outputs: Int
  /// `[inputs × outputs]`, row-major.
  package let weights: [Float]

  /// Rounds the weights to what the layer can hold.
  /// - Precondition: `weights.count == inputs * outputs`.
  package init(inputs: Int, outputs: Int, weights: [Float]) {
    precondition(weights.count == inputs * outputs)
    self.inputs = inputs
    self.outputs = outputs
    self.weights = weights.map {
      (min(max($0, -Self.limit), Self.limit) / Self.weightStep).rounded() * Self.weightStep
    }
  }

  /// `result = features · weights`.
  ///
  /// - Parameters:
  ///   - features: `[rows × inputs]`, row-major.
  ///   - result: `[rows × outputs]`, row-major.
  /// - Complexity: O(rows × inputs × outputs), one `sgemm`.
  func multiply(_ features: UnsafePointer<Float>, rows: Int, into result: UnsafeMutablePointer<Float>) {
    guard rows > 0 else { return }
    weights.withUnsafeBufferPointer {
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(outputs), Int32(inputs), 1,
        features, Int32(inputs), $0.baseAddress, Int32(outputs), 0, result, Int32(outputs))
    }
  }
}
