extension RandomAccessCollection where Index == Int {
  /// The first index of which `isBehind` is true, or the end, where it is true of all that follow one of which it is
  /// true.
  @inlinable package func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
    var (lower, upper) = (startIndex, endIndex)
    while lower < upper {
      let middle = lower + (upper - lower) / 2
      if isBehind(self[middle]) { upper = middle } else { lower = middle + 1 }
    }
    return lower
  }
}
