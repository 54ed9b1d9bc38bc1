/// How a model is trained. The defaults need no tuning for a few hundred to a few million texts.
package struct TrainingOptions: Sendable {
  package enum Algorithm: String, CaseIterable, Sendable {
    /// Naive-Bayes log-count ratios as they are.
    case nb
    /// Logistic regression that starts from them.
    case logistic
  }

  package var algorithm = Algorithm.logistic
  /// The same data and seed give the same bytes.
  package var seed: UInt64 = 1
  /// Gives every class the same total weight.
  package var isBalanced = false
  /// Passes over the data.
  package var epochs = 16
  /// Models of which the mean is taken, each learned from the texts in another order and with other dropout.
  package var runs = 1
  /// Of AdaGrad.
  package var learningRate: Float = 0.1
  /// The share of features that each text loses in each pass.
  package var dropout: Float = 0.5
  /// Features in fewer texts are left out.
  package var minimumCount: UInt32 = 2
  /// Features in the texts of fewer groups are left out.
  package var minimumGroups: UInt16 = 1
  /// The most features that a model keeps.
  package var maximumFeatures = 400_000
  /// The share of the logarithmic count ratios that logistic regression starts from.
  package var priorStrength: Float = 0.3
  /// Whether the model keeps the names of its most telling features, which are words of the texts.
  package var namesFeatures = true

  /// A deep part as well; nil for none.
  package var convolution: ConvolutionOptions?

  package init() {}
}
