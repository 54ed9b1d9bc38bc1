/// Cells of a sheet that are shown as one, of which the first has the content.
struct MergedCells {
  /// As workbooks number them.
  var rows: ClosedRange<Int>
  /// From 0.
  var columns: ClosedRange<Int>

  /// More of them are not told apart, and those of the header come first.
  static let limit = 20_000

  init(rows: ClosedRange<Int>, columns: ClosedRange<Int>) { (self.rows, self.columns) = (rows, columns) }

  /// - Parameter reference: such as B1:C2; nil for what is none.
  init?(_ reference: String) {
    let corners = reference.split(separator: ":").map { corner in
      let letters = corner.prefix { $0.isASCII && $0.isLetter }
      return (
        column: letters.count <= 3 ? letters.uppercased().utf8.reduce(0) { $0 * 26 + Int($1) - 64 } - 1 : -1,
        row: Int(corner.dropFirst(letters.count)) ?? 0
      )
    }
    guard corners.count == 2, corners[0].row > 0, corners[0].row <= corners[1].row, corners[0].column >= 0,
      corners[0].column <= corners[1].column
    else { return nil }
    rows = corners[0].row...corners[1].row
    columns = corners[0].column...corners[1].column
  }

  /// Names every column of a header in which cells are merged.
  ///
  ///     | Agent | Rating       |        Agent,Rating Speed,Rating Tone
  ///     |       | Speed | Tone |   →
  ///
  /// Names over several columns with others below them are put before those. A name over several columns with nothing below
  /// it is numbered: Rating, Rating 2. The header is the first row with two cells that hold something.
  ///
  /// - Parameters:
  ///   - rows: the fields of the first rows.
  ///   - numbers: of these rows in the sheet.
  /// - Returns: the rows that stand for them; nil when nothing is to be changed.
  static func header(_ rows: [[[UInt8]]], numbers: [Int], merged: [MergedCells]) -> [[[UInt8]]]? {
    guard let top = rows.firstIndex(where: { $0.count { !$0.isEmpty } >= 2 }) else { return nil }
    let number = numbers[top]
    let first = merged.filter { $0.rows.lowerBound == number }
    let across = first.filter { $0.columns.count > 1 && $0.rows.count == 1 }
    guard let end = across.map(\.columns.upperBound).max(), end < WorkbookLimits.columns else { return nil }
    var names = rows[top]
    var below = top + 1 < rows.count && numbers[top + 1] == number + 1 ? rows[top + 1] : []
    // Numbers are answers.
    if below.contains(where: { Double(String(decoding: $0, as: UTF8.self)) != nil }) { below = [] }
    while names.count <= max(end, below.count - 1) { names.append([]) }
    let spanning = across + first.filter { $0.rows.upperBound == number + 1 }
    func isNamedBelow(_ column: Int) -> Bool {
      guard below.indices.contains(column), !below[column].isEmpty else { return false }
      return !FurtherHeader.isAnswer(String(decoding: below[column], as: UTF8.self))
    }
    let areGroups = names.indices.allSatisfy { column in
      names[column].isEmpty || !isNamedBelow(column) || spanning.contains { $0.columns.contains(column) }
    }
    for cells in across {
      let name = names[cells.columns.lowerBound]
      for (place, column) in cells.columns.enumerated().dropFirst() where names[column].isEmpty && !name.isEmpty {
        names[column] = areGroups && !below.isEmpty ? name : name + " \(place + 1)".utf8
      }
    }
    var result = rows
    if areGroups, !below.isEmpty {
      for (column, name) in below.enumerated() where isNamedBelow(column) {
        names[column] = names[column].isEmpty ? name : names[column] + [0x20] + name
      }
      result.remove(at: top + 1)
    }
    result[top] = names
    return result
  }
}
