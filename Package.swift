// swift-tools-version: 6.2
import PackageDescription

// CI builds with ATTUNE_STRICT=1: warnings are errors there, and never in a package that depends on this one.
let isStrict = Context.environment["ATTUNE_STRICT"] == "1"
let swiftSettings: [SwiftSetting] = isStrict ? [.treatAllWarnings(as: .error)] : []
// There, tests run libraries that are optimised, each as a whole, and keep their assertions: they take a fraction of the time.
let optimisedSettings =
  swiftSettings
  + (isStrict
    ? [.unsafeFlags(["-O", "-wmo", "-num-threads", "2", "-assert-config", "Debug"], .when(configuration: .debug))] : [])
let cSettings: [CSetting] = isStrict ? [.treatAllWarnings(as: .error)] : []
let cxxSettings: [CXXSetting] = isStrict ? [.treatAllWarnings(as: .error)] : []

let package = Package(
  name: "attune",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Attune", targets: ["Attune"]),
    .library(name: "AttuneCare", targets: ["AttuneCare"]),
    .executable(name: "attune", targets: ["AttuneCLI"]),
    // For Server, which sees it by `@_spi(Server)`.
    .library(name: "AttuneWorkflows", targets: ["AttuneWorkflows", "AttunePlatform"]),
    .library(name: "CAttune", type: .dynamic, targets: ["AttuneABI"]),
    // For Benchmarks, which see single stages by `@_spi(Stages)`, and for fuzzing.
    .library(
      name: "AttuneStages",
      targets: ["Attune", "AttuneStreams", "AttuneTraining", "AttuneReports", "AttuneABI", "TestSupport"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    // For `make documentation`; nothing is built with it.
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    // The engine.
    .systemLibrary(name: "CBLAS", providers: [.apt(["libblas-dev"])]),
    .target(name: "CPlatform", cSettings: cSettings),
    .target(name: "AttunePlatform", swiftSettings: swiftSettings),
    .target(name: "CKernels", cSettings: cSettings),
    .target(
      name: "AttuneModels",
      path: "Models",
      exclude: [
        "README.md", "prepare.sh", "train.sh", "train-tone.sh", "leave-one-out.sh", "feedback-en.attune",
        "languages.py", "languages.tsv",
        "languages.bin",
      ],
      sources: ["shipped.c", "languages.c"],
      cSettings: cSettings),
    .target(
      name: "Attune",
      dependencies: ["AttunePlatform", "CBLAS", "CPlatform", "CKernels", "AttuneModels"],
      swiftSettings: optimisedSettings),

    // Around it.
    .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .target(name: "CSIMDJSON", cxxSettings: cxxSettings, linkerSettings: [.linkedLibrary("simdjson")]),
    .systemLibrary(name: "CZLIB", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CZSTD", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .systemLibrary(name: "CUCHARDET", providers: [.apt(["libuchardet-dev"]), .brew(["uchardet"])]),
    .systemLibrary(name: "CZip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
    .systemLibrary(name: "CExpat", providers: [.apt(["libexpat1-dev"]), .brew(["expat"])]),
    .target(
      name: "AttuneStreams",
      dependencies: [
        "Attune", "AttunePlatform", "CPlatform", "CSIMDJSON", "CExpat", "CUCHARDET", "CZip", "CZLIB", "CZSTD",
      ],
      swiftSettings: optimisedSettings),
    .target(name: "AttuneFiles", cSettings: cSettings),
    .target(name: "AttuneStatistics", dependencies: ["AttunePlatform"], swiftSettings: optimisedSettings),
    .target(
      name: "AttuneTraining", dependencies: ["Attune", "AttunePlatform", "AttuneStatistics", "CKernels"],
      swiftSettings: optimisedSettings),
    .target(
      name: "AttuneCare",
      dependencies: ["Attune", "AttuneFiles", "AttunePlatform", "AttuneStatistics", "CPlatform", "CYAML"],
      exclude: ["Urgency/Files", "Aspects/Files", "Articles/Files", "Reply/Books"],
      swiftSettings: optimisedSettings),
    .target(
      name: "AttuneReports",
      dependencies: ["AttuneCare", "AttuneFiles", "AttunePlatform", "AttuneStatistics"],
      exclude: ["HTML/Style", "Survey/Books"],
      swiftSettings: optimisedSettings),
    .target(name: "CAttune", cSettings: cSettings),
    .target(
      name: "AttuneABI",
      dependencies: ["Attune", "AttuneCare", "AttunePlatform", "AttuneTraining", "CAttune", "CPlatform"],
      swiftSettings: optimisedSettings),
    .target(
      name: "AttuneWorkflows",
      dependencies: [
        "Attune", "AttuneCare", "AttuneFiles", "AttunePlatform", "AttuneReports", "AttuneStatistics", "AttuneStreams",
      ],
      swiftSettings: optimisedSettings),
    .executableTarget(
      name: "AttuneCLI",
      dependencies: [
        "AttuneCare", "AttunePlatform", "AttuneReports", "AttuneStatistics", "AttuneStreams", "AttuneTraining",
        "AttuneWorkflows", "CPlatform",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: optimisedSettings),
    .testTarget(
      name: "AttuneTests", dependencies: ["Attune", "AttunePlatform", "AttuneTraining", "TestSupport"],
      exclude: ["Behaviour/mixed.tsv"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "AttuneABITests", dependencies: ["AttuneABI", "AttuneCare", "AttuneTraining", "CAttune"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "AttuneStreamsTests", dependencies: ["AttunePlatform", "AttuneStreams", "TestSupport"],
      swiftSettings: swiftSettings),
    .testTarget(name: "AttuneTrainingTests", dependencies: ["AttuneTraining"], swiftSettings: swiftSettings),
    .testTarget(
      name: "AttuneCareTests", dependencies: ["AttuneCare", "AttuneStatistics", "TestSupport"],
      exclude: [
        "Articles/shop.md", "Articles/shop.tsv", "Articles/bank.md", "Articles/bank.tsv", "Articles/broadband.md",
        "Articles/broadband.tsv", "Articles/hotels.md", "Articles/hotels.tsv", "Articles/everyday.txt",
        "Aspects/survey.py", "Urgency/messages.tsv", "Urgency/openings.tsv", "Reply/Pairs",
      ],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "AttuneStatisticsTests", dependencies: ["AttunePlatform", "AttuneStatistics"], exclude: ["Golden"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "AttuneReportsTests", dependencies: ["AttuneReports", "TestSupport"],
      exclude: ["Roles/Headers", "Survey/Columns"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "AttuneWorkflowsTests", dependencies: ["AttuneWorkflows", "AttuneStreams"], swiftSettings: swiftSettings),
    .testTarget(
      name: "CommandTests", dependencies: ["AttuneCLI", "AttunePlatform", "TestSupport"],
      exclude: ["Exports", "Snapshots", "Tables"],
      swiftSettings: swiftSettings),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x,
  cxxLanguageStandard: .cxx17
)
