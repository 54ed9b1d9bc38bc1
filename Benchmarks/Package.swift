// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "attune-benchmarks",
  platforms: [.macOS("26.0")],
  products: [.executable(name: "make-corpus", targets: ["make-corpus"])],
  dependencies: [
    .package(name: "attune", path: ".."),
    // Without its traits, which count memory by replacing the allocator and the runtime: counts of allocations read 0.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .target(name: "Corpus", path: "Corpus/Library"),
    .executableTarget(name: "make-corpus", dependencies: ["Corpus"], path: "Corpus/Command"),
    .executableTarget(
      name: "Stages",
      dependencies: [
        "Corpus",
        .product(name: "AttuneStages", package: "attune"),
        .product(name: "AttuneCare", package: "attune"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Stages",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
