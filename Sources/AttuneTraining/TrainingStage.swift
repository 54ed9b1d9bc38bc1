import Attune

/// Training on its own, for the benchmarks.
@_spi(Stages) public enum TrainingStage {
  /// Learns a model with the default options.
  /// - Returns: a model file, and the share of held-out texts that it judges as they are labelled.
  public static func train(_ texts: [(text: String, label: String)]) -> (bytes: [UInt8], accuracy: Double) {
    var set = TrainingSet()
    for (text, label) in texts {
      Array(text.utf8).withUnsafeBufferPointer { set.append($0, label: label) }
    }
    let trained = Trainer().train(set)
    let evaluation = trained.summary.evaluation
    return (trained.bytes, Metrics(confusion: evaluation.confusion(0..<evaluation.count)).accuracy)
  }
}
