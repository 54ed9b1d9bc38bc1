// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "attune",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Attune", targets: ["Attune"]),
    .executable(name: "attune", targets: ["AttuneCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    .systemLibrary(name: "CBLAS", providers: [.apt(["libblas-dev"])]),
    .target(name: "CPlatform"),
    .target(name: "CTextScan"),
    .target(
      name: "AttuneModels",
      path: "Models",
      exclude: ["README.md", "train.sh", "feedback-en.attune"],
      sources: ["shipped.c"]),
    .target(name: "Attune", dependencies: ["CBLAS", "CPlatform", "CTextScan", "AttuneModels"]),
    .target(
      name: "CSIMDJSON",
      linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "AttuneStreams", dependencies: ["Attune", "CSIMDJSON"]),
    .target(name: "AttuneTraining", dependencies: ["Attune"]),
    .executableTarget(
      name: "AttuneCLI",
      dependencies: [
        "AttuneStreams", "AttuneTraining",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "AttuneTests", dependencies: ["Attune"]),
    .testTarget(name: "AttuneStreamsTests", dependencies: ["AttuneStreams"]),
    .testTarget(name: "AttuneTrainingTests", dependencies: ["AttuneTraining"]),
    .testTarget(name: "CommandTests", dependencies: ["AttuneCLI"]),
  ],
  cxxLanguageStandard: .cxx17
)
