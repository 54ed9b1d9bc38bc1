/// How the columns of a table and those that are added go together: a column that the table has already is replaced where it
/// stands, and its repetitions are left out, so that no name of an added column occurs twice.
struct ColumnPlan {
  enum Slot: Equatable {
    /// Kept as it is.
    case own
    /// The added column, or field, of a number.
    case added(Int)
    case repeated
  }

  /// Of every column of the table.
  private(set) var slots: [Slot] = []
  /// The added ones that the table does not have, which come behind its own.
  private(set) var missing: [Int] = []
  /// The table's last column that is its own.
  private(set) var lastOwn: Int?
  /// Whether not all columns of the table are kept as they are.
  private(set) var replaces = false

  /// - Parameters:
  ///   - columns: of the table.
  ///   - added: the names by which each of the added is known; none for one that is not written.
  init(_ columns: [String], adding added: [[String]]) {
    var places: [String: Int] = [:]
    for (index, names) in added.enumerated() { for name in names { places[name] = index } }
    var isPlaced = added.map(\.isEmpty)
    for (index, column) in columns.enumerated() {
      if let place = places[column] {
        slots.append(isPlaced[place] ? .repeated : .added(place))
        isPlaced[place] = true
        replaces = true
      } else {
        slots.append(.own)
        lastOwn = index
      }
    }
    missing = added.indices.filter { !isPlaced[$0] }
  }
}
