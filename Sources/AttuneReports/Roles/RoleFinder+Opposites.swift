extension RoleFinder {
  /// Of columns that may be the text, two that hold the answers to opposite questions; nil for none.
  package func opposites(in texts: [Int]) -> [Int]? {
    texts.lazy.compactMap { first in texts.first { $0 > first && areOpposite(first, $0) }.map { [first, $0] } }.first
  }

  func areOpposite(_ first: Int, _ second: Int) -> Bool {
    guard let one = NameRules.side(names[first]), let other = NameRules.side(names[second]) else { return false }
    return one != other
  }

  /// The column in which people answered the opposite of the question of the text; nil for none.
  func opposite(of text: Int, taken: Set<Int>) -> Int? {
    columns.indices.first { index in
      let facts = columns[index].facts
      return index != text && !taken.contains(index) && areOpposite(text, index) && facts.meanWords >= 1.5
        && facts.meanCharacters >= 8 && !facts.areNumbers && !facts.areScores && !facts.areDates && !facts.areTruths
        && !facts.areAnswers && !facts.areDurations && !facts.areAddresses
    }
  }
}
