import AttuneWorkflows

extension NameCounts {
  /// What is said of texts in other languages; nil for none.
  ///
  /// - Parameter column: the language that most texts of their column are in.
  func languageNote(column: String? = nil) -> String? {
    guard !isEmpty else { return nil }
    let texts = total == 1 ? "text is" : "texts are"
    let short = column.map { " (short ones count as '\($0)', like most texts in the column)" } ?? ""
    return "\(total) \(texts) in languages other than English: \(listed)\(short); the sentiment is unknown"
  }

  init(_ counts: [String: Int]) {
    self.init()
    for (name, count) in counts { add(name, count) }
  }
}
