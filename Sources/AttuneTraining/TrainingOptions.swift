/// How a model is trained. The defaults need no tuning for a few hundred to a few million texts.
public struct TrainingOptions: Sendable {
  public enum Algorithm: String, CaseIterable, Sendable {
    /// Naive-Bayes log-count ratios as they are.
    case nb
    /// Logistic regression that starts from them.
    case logistic
  }

  public var algorithm = Algorithm.logistic
  /// The same data and seed give the same bytes.
  public var seed: UInt64 = 1
  /// Gives every class the same total weight.
  public var isBalanced = false
  /// Passes over the data.
  public var epochs = 8
  /// Of AdaGrad.
  public var learningRate: Float = 0.03
  /// The share of features that each text loses in each pass.
  public var dropout: Float = 0.3
  /// Features in fewer texts are left out.
  public var minimumCount: UInt32 = 2
  /// The most features that a model keeps.
  public var maximumFeatures = 400_000
  /// The share of the logarithmic count ratios that logistic regression starts from.
  public var priorStrength: Float = 0.3

  public init() {}
}
