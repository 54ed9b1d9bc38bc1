/// What people's own answers say of how content they are, so that no quote of a happy person stands for the unhappy.
struct OwnScore {
  private let scales: [Scale?]
  private let isPromoter: [Bool]
  private let columns: [Int]

  init(_ layout: RecordLayout, scales: [Scale?]) {
    self.scales = scales
    isPromoter = layout.measured.map { $0.kind == .promoter }
    // How easy it was is not how content people are.
    columns = layout.measured.indices.filter { [.satisfaction, .promoter].contains(layout.measured[$0].kind) }
  }

  /// - Parameter values: of the measured columns.
  /// - Returns: false for those whose answers are high.
  func mayBeUnhappy(_ values: [Double?]) -> Bool { heights(values).allSatisfy { $0 < 0.6 } }

  /// - Returns: false for those whose answers are low.
  func mayBeHappy(_ values: [Double?]) -> Bool { heights(values).allSatisfy { $0 > 0.4 } }

  /// Answers by their place on their scale, the best one being 1; those to a likelihood to recommend by the kinds that its
  /// score counts.
  private func heights(_ values: [Double?]) -> [Double] {
    columns.compactMap { column in
      guard values.indices.contains(column), let value = values[column], let scale = scales[column],
        scale.highest > scale.lowest, (scale.lowest...scale.highest).contains(value)
      else { return nil }
      if isPromoter[column] { return value <= 6 ? 0 : value >= 9 ? 1 : 0.5 }
      let height = (value - scale.lowest) / (scale.highest - scale.lowest)
      return scale.best == .low ? 1 - height : height
    }
  }
}

extension Report {
  /// A text that may be quoted, with the answers of its writer.
  package struct Quote: Sendable {
    package var text: String
    /// Of the measured columns.
    package var values: [Double?]
  }
}
