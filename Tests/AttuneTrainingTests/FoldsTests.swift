import Attune
import AttuneStatistics
import Testing

@testable import AttuneTraining

@Suite struct FoldsTests {
  /// Labels of different shares, and some texts many times, also under another label.
  private func set(_ count: Int) -> TrainingSet {
    var generator = SeededGenerator(seed: UInt64(count))
    var set = TrainingSet()
    for index in 0..<count {
      let label = ["a", "b", "b", "c", "c", "c", "c"].randomElement(using: &generator)!
      let isRepeated = index % 6 == 0
      set.append(isRepeated ? "again \(Int.random(in: 0...3, using: &generator))" : "text \(index)", label: label)
    }
    return set
  }

  @Test(arguments: [20, 101, 1000], [2, 3, 7, 13])
  func everyLabelIsSpread(texts: Int, count: Int) {
    let set = set(texts)
    let parts = Folds.assign(Array(0..<texts), of: set, count: count, seed: 1)
    let gold = set.gold()
    let repeated = texts / 6 + 1
    func spread(_ isCounted: (Int) -> Bool) -> Int {
      let sizes = (0..<count).map { part in (0..<texts).count { parts[$0] == part && isCounted($0) } }
      return sizes.max()! - sizes.min()!
    }
    // Only texts that stay together may make a difference of more than one.
    #expect(spread { _ in true } <= max(1, repeated))
    for label in 0..<3 { #expect(spread { gold[$0] == label && $0 % 6 != 0 } <= max(1, repeated)) }
    let placesOfText = Dictionary(grouping: 0..<texts) { set.origins.fingerprints[$0] }
    let stayTogether = placesOfText.values.allSatisfy { Set($0.map { parts[$0] }).count == 1 }
    #expect(stayTogether)
  }

  @Test func sizesDifferByOneWhenAllTextsDo() {
    var set = TrainingSet()
    for index in 0..<103 { set.append("text \(index)", label: index % 10 < 7 ? "a" : index % 10 < 9 ? "b" : "c") }
    let parts = Folds.assign(Array(0..<103), of: set, count: 5, seed: 3)
    let gold = set.gold()
    for isCounted in [{ _ in true }, { gold[$0] == 0 }, { gold[$0] == 1 }, { gold[$0] == 2 }] as [(Int) -> Bool] {
      let sizes = (0..<5).map { part in (0..<103).count { parts[$0] == part && isCounted($0) } }
      #expect(sizes.max()! - sizes.min()! <= 1)
    }
  }

  @Test func theSeedDecides() {
    let set = set(200)
    let texts = Array(0..<200)
    let one = Folds.assign(texts, of: set, count: 5, seed: 1)
    let isSame = Folds.assign(texts, of: set, count: 5, seed: 1) == one
    let isOther = Folds.assign(texts, of: set, count: 5, seed: 2) != one
    #expect(isSame && isOther)
  }

  @Test func asManyAsThereAreTexts() {
    let set = ToyData.set([("x", "a"), ("y", "b"), ("x", "b"), ("z", "a"), ("X", "a")])
    #expect(Folds.limit(set) == 4)
    let parts = Folds.assign(Array(0..<5), of: set, count: 4, seed: 1)
    #expect(Set(parts) == [0, 1, 2, 3])
    #expect(parts[0] == parts[2])
  }
}
