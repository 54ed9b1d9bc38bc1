import Foundation
import Testing

/// Values that SciPy and statsmodels computed (Golden/make.py).
enum Golden {
  struct Case: Decodable {
    var inputs: [[Double]]
    var outputs: [Double]

    /// The first number of an input.
    subscript(_ input: Int) -> Double { inputs[input][0] }
  }

  private static let all: [String: [Case]] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let data = try! Data(contentsOf: folder.appending(path: "Golden/values.json"))
    return try! JSONDecoder().decode([String: [Case]].self, from: data)
  }()

  static func cases(_ name: String) -> [Case] { all[name]! }

  /// Whether numbers agree to a share of their size.
  static func agree(_ found: [Double], _ expected: [Double], within tolerance: Double = 1e-9) -> Bool {
    found.count == expected.count
      && zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance * max(abs($1), 1e-300) || abs($0 - $1) < 1e-13 }
  }

  static func check(
    _ name: String, within tolerance: Double = 1e-9, sourceLocation: SourceLocation = #_sourceLocation,
    _ compute: (Case) throws -> [Double]
  ) rethrows {
    for golden in cases(name) {
      let found = try compute(golden)
      #expect(
        agree(found, golden.outputs, within: tolerance), "\(golden.inputs): \(found), not \(golden.outputs)",
        sourceLocation: sourceLocation)
    }
  }
}
