import Attune
import Foundation
import Testing

/// What the shipped model must be able to do, whatever data it was trained on.
///
/// `ATTUNE_BEHAVIOUR_TABLE=path swift test --filter Behaviour` writes the table of the README and all failed cases;
/// with `ATTUNE_BEHAVIOUR_MODEL=path` those of another model.
@Suite struct BehaviourTests {
  /// The least part of cases that must pass: of all together, and of every capability.
  static let floors = (overall: 0.90, capability: 0.75)

  @Test func shippedModel() throws {
    let environment = ProcessInfo.processInfo.environment
    let model = try environment["ATTUNE_BEHAVIOUR_MODEL"].map { try Model.load(contentsOf: URL(filePath: $0)) }
    let report = BehaviourReport(of: try model ?? Model.shipped(), on: Capability.all)
    if let path = environment["ATTUNE_BEHAVIOUR_TABLE"] {
      try report.markdown.write(toFile: path, atomically: true, encoding: .utf8)
    }
    let overall = report.total.rate
    let weakest = report.rows.map(\.rate).min() ?? 0
    if overall < Self.floors.overall || weakest < Self.floors.capability {
      print(report.summary)
    }
    #expect(overall >= Self.floors.overall)
    #expect(weakest >= Self.floors.capability)
  }

  /// Enough cases that a rate means something, and none counted twice.
  @Test func casesAreManyAndDifferent() {
    let fewest = Capability.all.map(\.cases.count).min() ?? 0
    let keys = Capability.all.flatMap(\.cases).map { $0.texts.joined(separator: "\n") }
    #expect(fewest >= 20)
    #expect(keys.count >= 400)
    #expect(Set(keys).count == keys.count)
  }
}
