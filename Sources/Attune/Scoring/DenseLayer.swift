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

  /// `result = features · weights[inputs]`, with the texts of a batch side by side in memory: the innermost loop of any
  /// BLAS then runs over texts, of which there are many, rather than outputs, of which there are few.
  ///
  /// - Parameters:
  ///   - features: `[inputs.count × stride]`, one column a text.
  ///   - texts: how many columns count, at most `stride`.
  ///   - result: `[outputs × stride]`, one column a text.
  /// - Complexity: O(texts × inputs × outputs), one `sgemm`.
  func multiply(
    _ features: UnsafePointer<Float>, inputs: Range<Int>, texts: Int, stride: Int,
    into result: UnsafeMutablePointer<Float>
  ) {
    precondition(inputs.upperBound <= self.inputs)
    guard texts > 0 else { return }
    weights.withUnsafeBufferPointer {
      // Row-major [outputs × inputs] · [inputs × texts]; the weights are read transposed.
      cblas_sgemm(
        CblasRowMajor, CblasTrans, CblasNoTrans, Int32(outputs), Int32(texts), Int32(inputs.count), 1,
        $0.baseAddress! + inputs.lowerBound * outputs, Int32(outputs), features, Int32(stride), 0, result,
        Int32(stride))
    }
  }
}
