extension Distribution {
  /// The values that are not among `part`; nil where `part` has values that are not among these.
  /// - Complexity: O(different values)
  package func without(_ part: Distribution) -> Distribution? {
    var rest = ValueCounts()
    var at = 0
    for (index, value) in values.enumerated() {
      var left = occurrences(index)
      if at < part.values.count, part.values[at] == value {
        left -= part.occurrences(at)
        at += 1
      }
      guard left >= 0 else { return nil }
      rest.append(value, count: left)
    }
    return at == part.values.count ? Distribution(rest) : nil
  }
}
