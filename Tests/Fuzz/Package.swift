// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "attune-fuzz",
  platforms: [.macOS("26.0")],
  dependencies: [.package(name: "attune", path: "../..")],
  targets: [
    .target(name: "CFuzzer"),
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        "CFuzzer", .product(name: "AttuneStages", package: "attune"), .product(name: "AttuneCare", package: "attune"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
