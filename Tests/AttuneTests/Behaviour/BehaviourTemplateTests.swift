import Testing

@Suite struct BehaviourTemplateTests {
  @Test func everyCombination() {
    #expect(Template("no slot").expanded(limit: 4) == ["no slot"])
    #expect(Template("{a|b}{c|d}!").expanded(limit: 4) == ["ac!", "ad!", "bc!", "bd!"])
    #expect(Template("x{|s}").expanded(limit: 4) == ["x", "xs"])
  }

  @Test func namedList() {
    #expect(Template("on {weekday}").shape == [5])
    #expect(Template("on {weekday}").expanded(limit: 9).first == "on Monday")
  }

  @Test func sampleIsDifferentAndMeetsEveryWordOfTheLastSlot() {
    let sample = Template("{a|b|c|d} {e|f|g} {h|i|j|k}").expanded(limit: 8)
    #expect(Set(sample).count == 8)
    #expect(Set(sample.map { $0.suffix(1) }).count == 4)
    #expect(Set(sample.map { $0.prefix(1) }).count == 4)
  }

  @Test func templatesOfOneShapeGoInStep() {
    let pairs = zip(
      Template("{a|b|c} {d|e|f}").expanded(limit: 5), Template("{A|B|C} {D|E|F}").expanded(limit: 5))
    #expect(pairs.allSatisfy { $0.uppercased() == $1 })
  }
}
