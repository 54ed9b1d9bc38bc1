@_spi(Stages) import Attune
import Benchmark

/// The dense product for batches and numbers of outputs, by BLAS and by a plain loop, a thousand times an iteration. Both
/// have the same bits, because their partial sums are exact.
func denseBenchmarks() {
  let configuration = Benchmark.Configuration(scalingFactor: .kilo, maxDuration: .milliseconds(250))
  for outputs in [3, 28] {
    for texts in [1, 2, 4, 8, 16, 32, 64, 128, 256] {
      let size = "\(texts) texts \(outputs) outputs"
      Benchmark("dense \(size)", configuration: configuration) { benchmark, stage in
        for _ in benchmark.scaledIterations { stage.multiply() }
        benchmark.stopMeasurement()
        let found = stage.result
        stage.multiplyPlainly()
        try check(found == stage.result, "dense \(size)")
      } setup: {
        DenseStage(texts: texts, outputs: outputs)
      }
      Benchmark("plain \(size)", configuration: configuration) { benchmark, stage in
        for _ in benchmark.scaledIterations { stage.multiplyPlainly() }
        benchmark.stopMeasurement()
        let found = stage.result
        stage.multiply()
        try check(found == stage.result, "plain \(size)")
      } setup: {
        DenseStage(texts: texts, outputs: outputs)
      }
    }
  }
}
