extension RoleFinder {
  /// A column with a sample of its values.
  package struct Column: Sendable {
    package var name: String
    /// What the export says of the column besides its name, such as the question of "Q1".
    package var label: String?
    package var facts: ColumnFacts

    package init(name: String, label: String? = nil, facts: ColumnFacts) {
      self.name = name
      self.label = label
      self.facts = facts
    }
  }

  /// How good the evidence is.
  package enum Certainty: String, Sendable, Encodable, Comparable {
    /// The values alone speak for it, or the name does no more than allow it.
    case likely
    /// Name and values agree.
    case sure

    package static func < (a: Self, b: Self) -> Bool { a == .likely && b == .sure }
  }

  package struct Found: Sendable, Hashable {
    /// The column's number, from 0.
    package var column: Int
    package var certainty: Certainty
  }

  /// What was found: roles of columns, and roles for which several columns are equally good.
  package struct Finding: Sendable {
    package var roles: [ColumnRole: Found] = [:]
    /// In the order of the columns.
    package var ties: [ColumnRole: [Int]] = [:]
    /// The column of the answers to the opposite question, which is read with the text; nil for none.
    package var opposite: Int?
    /// Whether either of the two might be the text as well, where both cannot be read.
    package var isOpposite = false
    /// Columns without a role of which a report could be made; see `OpenColumn`.
    package var open: [OpenColumn] = []

    package init() {}
  }
}
