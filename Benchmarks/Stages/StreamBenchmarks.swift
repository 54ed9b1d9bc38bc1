@_spi(Stages) import Attune
@_spi(Stages) import AttuneStreams
import Benchmark
import Corpus
import Foundation

/// Records in and verdicts out.
func streamBenchmarks() {
  for (name, form, format) in [("lines", Corpus.Form.posts, "text"), ("jsonl", .jsonl, "jsonl"), ("csv", .csv, "csv")] {
    Benchmark("read \(name)") { (_, input: (path: String, answer: (Int, UInt64))) in
      let found = try StreamStages(format: format).read(input.path)
      try check(found == input.answer, "read \(name): \(found) for \(input.answer)")
    } setup: {
      let sum = Setup.posts.reduce(0) { $0 &+ $1.withUnsafeBufferPointer(StreamStages.sum) }
      return (path: try Setup.file(Setup.posts, as: form), answer: (Setup.posts.count, sum))
    }
  }

  for (name, form, format) in [("lines", Corpus.Form.posts, "text"), ("jsonl", .jsonl, "jsonl"), ("csv", .csv, "csv")] {
    Benchmark("cut \(name)") { (_, input: (path: String, answer: Int)) in
      let found = try StreamStages(format: format).cut(input.path)
      try check(found == input.answer, "cut \(name): \(found) for \(input.answer) bytes")
    } setup: {
      let path = try Setup.file(Setup.posts, as: form)
      return (path: path, answer: try Data(contentsOf: URL(filePath: path)).count - Corpus.header(form).count)
    }
  }

  let values = (0..<100_000).map { Float($0 % 20_001 - 10_000) / 10_000 }
  Benchmark("format numbers") { benchmark, answer in
    let bytes = StreamStages.format(values)
    benchmark.stopMeasurement()
    try check(bytes.elementsEqual(answer.utf8), "format numbers")
  } setup: {
    values.reduce(into: "") { $0 += "\t" + String(format: "%.4f", $1) }
  }

  for output in ["tsv", "jsonl", "csv"] { writeBenchmark(output) }
  for form in [Corpus.Form.posts, .reviews] {
    for workers in [1, 2] { pipeBenchmark(form, workers: workers) }
  }
}

private func writeBenchmark(_ output: String) {
  Benchmark("write \(output)", configuration: .init(scalingFactor: .kilo)) { (benchmark, stage: WriterStage) in
    var bytes = 0
    for _ in benchmark.scaledIterations { bytes += stage.write() }
    benchmark.stopMeasurement()
    try check(bytes == benchmark.scaledIterations.count * stage.written.count, "write \(output)")
  } setup: {
    let batch = Array(Setup.posts.prefix(128))
    let stage = WriterStage(model: Setup.model, texts: batch, output: output)
    // The whole way, through files, writes the same under its header.
    let destination = Setup.folder.appending(path: "verdicts").path
    _ = try StreamStages(format: "text").classify(
      try Setup.file(batch, as: .posts), into: destination, output: output, model: Setup.model, workers: 1)
    let expected = try Data(contentsOf: URL(filePath: destination))
    try check(expected.suffix(stage.write()).elementsEqual(stage.written), "write \(output)")
    return stage
  }
}

/// Text file to TSV.
private func pipeBenchmark(_ form: Corpus.Form, workers: Int) {
  let stage = StreamStages(format: "text")
  let configuration = Benchmark.Configuration(maxDuration: .seconds(3))
  Benchmark("pipe \(form) -j\(workers)", configuration: configuration) { (_, input: (path: String, records: Int)) in
    let found = try stage.classify(input.path, into: "/dev/null", output: "tsv", model: Setup.model, workers: workers)
    try check(found.records == input.records && found.errors == 0, "pipe \(form): \(found)")
  } setup: {
    let texts = Setup.texts(form, bytes: 1_000_000)
    let path = try Setup.file(texts, as: form)
    let expected = Setup.model.classify(texts.map { String(decoding: $0, as: UTF8.self) }).map(\.label)
    let destination = Setup.folder.appending(path: "verdicts")
    _ = try stage.classify(path, into: destination.path, output: "tsv", model: Setup.model, workers: workers)
    let labels = try String(contentsOf: destination, encoding: .utf8).split(separator: "\n").map { line in
      String(line.prefix { $0 != "\t" })
    }
    try check(labels == expected, "pipe \(form)")
    return (path: path, records: texts.count)
  }
}
