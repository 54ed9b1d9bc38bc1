@_spi(Stages) import Attune
import Benchmark
import Foundation

/// Text to verdict, stage by stage, over the same megabyte of short texts.
func engineBenchmarks() {
  Benchmark("scan") { (_, input: (stages: EngineStages, answer: Int)) in
    let found = input.stages.scan()
    try check(found == input.answer, "scan: \(found) of \(input.answer) words")
  } setup: {
    let stages = stages()
    return (stages: stages, answer: stages.scan(isPlain: true))
  }

  Benchmark("tokenize") { (_, input: (stages: EngineStages, answer: Int)) in
    try check(input.stages.tokenize() == input.answer, "tokenize")
  } setup: {
    let stages = stages()
    let tokens = stages.tokenize()
    try check(tokens > Setup.posts.count && tokens < Setup.postBytes, "tokenize: \(tokens) tokens")
    return (stages: stages, answer: tokens)
  }

  // The tokenizer has hashed the same words.
  Benchmark("hash") { _, stages in
    try check(stages.hash() == stages.wordHashSum, "hash")
  } setup: {
    stages()
  }

  Benchmark("extract") { _, stages in
    try check(stages.extract() == stages.features, "extract")
  } setup: {
    stages()
  }

  Benchmark("gather") { (_, input: (stages: EngineStages, answer: Int64)) in
    let found = input.stages.gather()
    try check(found == input.answer, "gather: \(found) for \(input.answer)")
  } setup: {
    let stages = stages()
    return (stages: stages, answer: stages.gatherPlainly())
  }

  calibrationBenchmark()

  Benchmark("score") { (_, input: (stages: EngineStages, answer: [Int])) in
    let found = input.stages.score()
    try check(found == input.answer, "score: \(found) for \(input.answer)")
  } setup: {
    let model = Setup.model
    var labels = [Int](repeating: 0, count: model.labels.count + 1)
    for text in Setup.posts {
      let label = text.withUnsafeBufferPointer { model.classify(utf8: $0).label }
      labels[model.labels.firstIndex(of: label) ?? model.labels.count] += 1
    }
    return (stages: stages(), answer: labels)
  }

  latencyBenchmark()
}

private func stages() -> EngineStages { EngineStages(model: Setup.model, texts: Setup.posts) }

private func calibrationBenchmark() {
  let classes = 3
  let texts = 10_000
  let logits = (0..<texts * classes).map { Float($0 * 7 % 401) / 50 - 4 }
  let tokens = (0..<texts).map { Int32(1 + $0 % 60) }
  Benchmark("calibrate") { benchmark, stages in
    var values = logits
    benchmark.startMeasurement()
    stages.calibrate(&values, tokens: tokens)
    benchmark.stopMeasurement()
    for text in stride(from: 0, to: texts, by: 97) {
      let (slope, biases) = stages.calibration(tokens: tokens[text])
      let row = text * classes..<(text + 1) * classes
      let powers = zip(logits[row], biases).map { exp(Double(slope * $0 + $1)) }
      let total = powers.reduce(0, +)
      try check(zip(values[row], powers).allSatisfy { abs(Double($0) - $1 / total) < 1e-5 }, "calibrate")
    }
  } setup: {
    stages()
  }
}

/// One warm text at a time; the percentiles are what a service would see.
private func latencyBenchmark() {
  let configuration = Benchmark.Configuration(
    metrics: [.wallClock], warmupIterations: 1000, maxDuration: .seconds(3), maxIterations: 200_000)
  var next = 0
  Benchmark("latency", configuration: configuration) { benchmark, verdicts in
    let text = Setup.posts[next]
    benchmark.startMeasurement()
    let verdict = text.withUnsafeBufferPointer { Setup.model.classify(utf8: $0) }
    benchmark.stopMeasurement()
    try check(verdict == verdicts[next], "latency")
    next = (next + 1) % verdicts.count
  } setup: {
    Setup.model.classify(Setup.posts.map { String(decoding: $0, as: UTF8.self) })
  }
}
