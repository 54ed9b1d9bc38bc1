import Testing

@testable import AttuneTraining

@Suite struct TrainingAuditTests {
  private func set(_ texts: [(text: String, label: String, group: Int)]) -> TrainingSet {
    var set = TrainingSet()
    for (index, text) in texts.enumerated() {
      set.append(text.text, label: text.label, group: text.group, line: index + 1)
    }
    return set
  }

  @Test func textsPerClassAndGroup() {
    let audit = TrainingAudit(
      set([("x", "b", 0), ("y", "a", 2), ("z", "b", 2), ("u", "b", 2)]), groups: 4, devGroups: [2])
    #expect(audit.labels == ["a", "b"])
    #expect(audit.counts == [[0, 1], [0, 0], [1, 2], [0, 0]])
  }

  @Test func equalTexts() {
    let audit = TrainingAudit(
      set([
        ("x", "a", 0), ("x", "a", 0), ("X", "a", 0), ("x", "b", 1), ("x", "b", 1), ("x", "a", 1), ("y", "a", 0),
        ("y", "b", 1), ("z", "a", 0), ("z", "b", 2),
      ]), groups: 3, devGroups: [2])
    #expect(audit.repeated == 3)
    #expect(audit.contradictory == 2)
    #expect(audit.firstContradiction?.first == .init(label: "a", place: .init(group: 0, line: 1)))
    #expect(audit.firstContradiction?.second == .init(label: "b", place: .init(group: 1, line: 4)))
    #expect(audit.overlap?.count == 1)
    #expect(audit.overlap?.learned == .init(group: 0, line: 9))
    #expect(audit.overlap?.heldOut == .init(group: 2, line: 10))
  }

  @Test func weights() {
    var set = TrainingSet()
    for (index, weight) in [0, 1, 0, 2].enumerated() {
      set.append("\(index)", label: "a", weight: Float(weight), group: index / 3)
    }
    #expect(TrainingAudit(set, groups: 2).weightless == 2)
    #expect(TrainingAudit(set, groups: 2, devGroups: [0]).weightless == 0)
  }

  @Test func labels() {
    var set = set([("x", "b", 0), ("y", "a", 0), ("z", "a", 0), ("u", "c", 0), ("v", "d", 1), ("w", "a", 1)])
    Array("soft".utf8).withUnsafeBufferPointer {
      set.append($0, targets: [(label: "e", probability: 0), (label: "a", probability: 1)], group: 2, line: 7)
    }
    set.append("weightless", label: "f", weight: 0, group: 2, line: 8)
    let audit = TrainingAudit(set, groups: 3, devGroups: [1])
    #expect(audit.learnedLabels == ["a", "b", "c", "f"])
    #expect(audit.emptyLabels == ["d", "e", "f"])
    #expect(audit.singles.map(\.label) == ["b", "c", "f"])
    #expect(audit.singles.map(\.place.line) == [1, 4, 8])
    #expect(audit.unused.map(\.label) == ["e"] && audit.unused.map(\.group) == [2])
    #expect(audit.unseen == .init(label: "d", place: .init(group: 1, line: 5)))
    #expect(audit.missing == ["b", "c", "f"])
    #expect(audit.measures)
    #expect(!TrainingAudit(set, groups: 3).measures)
  }

  @Test func nothing() {
    let audit = TrainingAudit(TrainingSet(), groups: 2)
    #expect(audit.labels.isEmpty && audit.counts == [[], []] && audit.firstContradiction == nil)
  }
}
