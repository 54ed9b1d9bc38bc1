// swift-tools-version: 6.2
import PackageDescription

// CI builds with ATTUNE_STRICT=1: warnings are errors there, and never in a package that depends on this one.
let isStrict = Context.environment["ATTUNE_STRICT"] == "1"
let swiftSettings: [SwiftSetting] = isStrict ? [.treatAllWarnings(as: .error)] : []
let cSettings: [CSetting] = isStrict ? [.treatAllWarnings(as: .error)] : []

let package = Package(
  name: "attune-server",
  platforms: [.macOS(.v26)],
  products: [.executable(name: "attune-serve", targets: ["attune-serve"])],
  dependencies: [
    .package(name: "attune", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
  ],
  targets: [
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    .target(name: "AttuneServeFiles", exclude: ["Files", "Page"], cSettings: cSettings),
    .executableTarget(
      name: "attune-serve",
      dependencies: [
        "AttuneServeFiles", "CSQLite",
        .product(name: "AttuneWorkflows", package: "attune"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
      ],
      path: "Sources/AttuneServe",
      swiftSettings: swiftSettings),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x
)
