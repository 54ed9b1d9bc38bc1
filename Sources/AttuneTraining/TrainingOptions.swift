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
  /// The share of texts that lose, in each pass, all that the deep part of another model read of them. It may have learned
  /// some of them, and knows those better than any others; and features are to be learned as well.
  package var readingDropout: Float = 0.7
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

extension TrainingOptions {
  /// An option with a value that training cannot be done with.
  package struct Fault: Error, Equatable, Sendable {
    package enum Option: String, Sendable {
      case epochs, runs, dropout
      case learningRate = "learning-rate"
      case priorStrength = "prior-strength"
      case maximumFeatures = "max-features"
    }

    package var option: Option
    package var value: Double
    package var allowed: ClosedRange<Float>
  }

  /// The first option whose value would let weights overflow, or training take memory and time without end; nil for none.
  package var fault: Fault? {
    let options: [(Fault.Option, Double, ClosedRange<Float>)] = [
      (.epochs, Double(epochs), 1...1000), (.runs, Double(runs), 1...100),
      (.learningRate, Double(learningRate), 1e-6...10), (.dropout, Double(dropout), 0...0.99),
      (.priorStrength, Double(priorStrength), 0...10), (.maximumFeatures, Double(maximumFeatures), 1...0x1p63),
    ]
    // NaN is in no range.
    return options.first { !$0.2.contains(Float($0.1)) }.map { Fault(option: $0.0, value: $0.1, allowed: $0.2) }
  }
}

extension TrainingOptions.Fault: CustomStringConvertible {
  /// "dropout takes a number from 0 to 0.99, not 2", without a point at the end.
  package var description: String {
    if option == .maximumFeatures { return "\(option.rawValue) takes a number above 0, not \(Self.text(value))" }
    let (least, most) = (Self.text(Double(allowed.lowerBound)), Self.text(Double(allowed.upperBound)))
    return "\(option.rawValue) takes a number from \(least) to \(most), not \(Self.text(value))"
  }

  private static func text(_ value: Double) -> String { Int(exactly: value).map { "\($0)" } ?? "\(Float(value))" }
}
