/// Repeats the content of cells that are merged over several rows in each of these, where it says who, when or what kind, as
/// the sheet shows it. Answers and texts stay in the first row: one answer is not many.
struct MergedRows {
  /// Names of columns whose merged cells count for each row, and of those in which they count once.
  private(set) var repeated: [String] = []
  private(set) var single: [String] = []

  /// Bytes that may be added to a sheet, and those of a cell that is repeated.
  private static let growth = 16 << 20
  private static let longest = 1024
  private static let columns = 256

  /// Cells with what they hold.
  private struct Block {
    var rows: ClosedRange<Int>
    var column: Int
    var content: [UInt8]
  }

  /// - Parameter repeats: says by the name of a column, and by what its merged cells hold, whether it is repeated.
  init(_ rows: inout CSVRows, _ merged: [MergedCells], _ repeats: (String, [String]) -> Bool) {
    let tall = merged.filter { $0.rows.count > 1 && $0.columns.lowerBound < Self.columns }
    guard !tall.isEmpty else { return }
    let starts = Dictionary(grouping: tall, by: \.rows.lowerBound)
    var names: [[UInt8]]?
    var blocks: [Block] = []
    rows.forEachHeld(where: { names == nil || starts[$0] != nil }) { number, fields in
      guard names != nil else {
        if fields.count(where: { !$0.isEmpty }) > 1 { names = fields }
        return
      }
      for cells in starts[number] ?? [] where fields.indices.contains(cells.columns.lowerBound) {
        let content = fields[cells.columns.lowerBound]
        guard !content.isEmpty else { continue }
        blocks.append(Block(rows: cells.rows, column: cells.columns.lowerBound, content: content))
      }
    }
    let ofColumns = Dictionary(grouping: blocks, by: \.column)
    var wanted: Set<Int> = []
    for (column, blocks) in ofColumns.sorted(by: { $0.key < $1.key }) {
      let name = names.flatMap { $0.indices.contains(column) ? String(decoding: $0[column], as: UTF8.self) : nil } ?? ""
      let contents = blocks.map { String(decoding: $0.content, as: UTF8.self) }
      if blocks.allSatisfy({ $0.content.count <= Self.longest }), repeats(name, contents) {
        wanted.insert(column)
        repeated.append(name)
      } else {
        single.append(name)
      }
    }
    Self.fill(&rows, blocks.filter { wanted.contains($0.column) }.sorted { $0.rows.lowerBound < $1.rows.lowerBound })
  }

  private static func fill(_ rows: inout CSVRows, _ blocks: [Block]) {
    guard !blocks.isEmpty else { return }
    var next = 0
    var present: [Int: Block] = [:]
    var left = growth
    rows.changeHeld(where: { number in
      while next < blocks.count, blocks[next].rows.lowerBound <= number {
        present[blocks[next].column] = blocks[next]
        next += 1
      }
      return !present.isEmpty
    }) { number, fields in
      var fields = fields
      for (column, block) in present {
        guard block.rows.contains(number) else {
          present[column] = nil
          continue
        }
        while fields.count <= column { fields.append([]) }
        guard fields[column].isEmpty, left >= block.content.count else { continue }
        fields[column] = block.content
        left -= block.content.count
      }
      return fields
    }
  }
}
