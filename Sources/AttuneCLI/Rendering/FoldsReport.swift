import AttuneStreams
import AttuneTraining

/// Shows what cross-validation found.
struct FoldsReport {
  private let result: CrossValidation.Result

  init(_ result: CrossValidation.Result) { self.result = result }

  /// A line a fold, then all texts together, then the standard deviation over the folds.
  var text: String {
    let evaluation = result.evaluation
    let folds = result.folds.map { figures($0) }
    var out = TextRow.format(["fold", "texts", "accuracy", "macro recall", "macro F1"])
    for (index, fold) in folds.enumerated() {
      out += TextRow.format(["\(index + 1)", "\(result.folds[index].count)"] + fold.map(Decimals.four))
    }
    let all = figures(Array(0..<evaluation.count))
    out += TextRow.format(["all", "\(evaluation.count)"] + all.map(Decimals.four))
    out += TextRow.format(
      ["spread", ""] + all.indices.map { figure in Decimals.four(spread(folds.map { $0[figure] })) })
    return out
  }

  private func figures(_ texts: [Int]) -> [Double] {
    let metrics = Metrics(confusion: result.evaluation.confusion(texts))
    return [metrics.accuracy, metrics.macroRecall, metrics.macroF1]
  }

  /// The standard deviation of a sample.
  private func spread(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(max(values.count - 1, 1))).squareRoot()
  }
}
