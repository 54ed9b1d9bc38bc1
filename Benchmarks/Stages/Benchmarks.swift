import Benchmark

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .cpuUser], warmupIterations: 3, maxDuration: .seconds(1), maxIterations: 100_000)
  referenceBenchmarks()
  engineBenchmarks()
  denseBenchmarks()
  streamBenchmarks()
  modelBenchmarks()
  replyBenchmark()
}
