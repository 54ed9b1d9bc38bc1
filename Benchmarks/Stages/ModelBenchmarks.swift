@_spi(Stages) import Attune
@_spi(Stages) import AttuneTraining
import Benchmark
import Foundation

/// Models: loading one, learning one.
func modelBenchmarks() {
  Benchmark("load model") { (benchmark, input: (path: String, checksum: UInt64)) in
    let model = try Model.load(path: input.path)
    benchmark.stopMeasurement()
    try check(model.checksum == input.checksum, "load model")
  } setup: {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    return (path: root.appending(path: "Models/feedback-en.attune").path, checksum: Setup.model.checksum)
  }

  /// 2,000 short texts whose labels depend on words.
  let configuration = Benchmark.Configuration(warmupIterations: 0, maxDuration: .seconds(5))
  Benchmark("train", configuration: configuration) { (benchmark, input: TrainingInput) in
    let trained = TrainingStage.train(input.texts)
    benchmark.stopMeasurement()
    try check(trained.bytes == input.answer, "train: other bytes from the same texts")
  } setup: {
    let texts = Setup.posts.prefix(2000).map { text in
      let words = String(decoding: text, as: UTF8.self).split(separator: " ")
      return (
        text: words.joined(separator: " "),
        label: words.contains("the") ? "article" : words.contains("and") ? "conjunction" : "neither"
      )
    }
    let trained = TrainingStage.train(texts)
    try check(trained.accuracy > 0.8, "train: accuracy \(trained.accuracy)")
    return TrainingInput(texts: texts, answer: trained.bytes)
  }
}

private struct TrainingInput {
  var texts: [(text: String, label: String)]
  var answer: [UInt8]
}
