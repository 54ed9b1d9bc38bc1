import AttuneStreams

/// A text that is being typed, with a cursor between its characters; what is typed and deleted are whole characters, such as
/// an emoji of several scalars.
struct LiveDraft {
  private(set) var characters: [Character] = []
  /// Characters before the cursor.
  private(set) var cursor = 0
  private var bytes = 0

  var text: String { String(characters) }
  var isEmpty: Bool { characters.isEmpty }

  /// Text beyond `LineReader.limit` bytes is not taken.
  mutating func insert(_ text: String) {
    guard bytes + text.utf8.count <= LineReader.limit else { return }
    // With what stands before: a skin tone joins the emoji that it follows.
    let start = max(cursor - 1, 0)
    let joined = Array(String(characters[start..<cursor]) + text)
    characters.replaceSubrange(start..<cursor, with: joined)
    bytes += text.utf8.count
    cursor = start + joined.count
  }

  mutating func deleteBackward() {
    guard cursor > 0 else { return }
    cursor -= 1
    remove(cursor)
  }

  mutating func deleteForward() {
    if cursor < characters.count { remove(cursor) }
  }

  private mutating func remove(_ index: Int) { bytes -= String(characters.remove(at: index)).utf8.count }

  mutating func clear() { self = LiveDraft() }

  mutating func moveLeft() { cursor = max(cursor - 1, 0) }

  mutating func moveRight() { cursor = min(cursor + 1, characters.count) }

  mutating func moveToStart(width: Int) { cursor = rows(width)[place(width).row].lowerBound }

  mutating func moveToEnd(width: Int) { cursor = end(of: rows(width)[place(width).row]) }

  /// To the line above or below, in the same cell or before it.
  mutating func move(rows count: Int, width: Int) {
    let rows = rows(width)
    let (row, column) = place(width)
    guard rows.indices.contains(row + count) else {
      cursor = count < 0 ? 0 : characters.count
      return
    }
    let target = rows[row + count]
    var (at, cells) = (target.lowerBound, 0)
    while at < end(of: target), cells + characters[at].cells <= column {
      cells += characters[at].cells
      at += 1
    }
    cursor = at
  }

  // MARK: Lines on a screen

  /// The characters of each line on a screen that is `width` cells wide; a line break belongs to the line that it ends.
  func rows(_ width: Int) -> [Range<Int>] {
    var rows: [Range<Int>] = []
    var (start, cells) = (0, 0)
    for (index, character) in characters.enumerated() {
      if cells + character.cells > width, index > start, character != "\n" {
        rows.append(start..<index)
        (start, cells) = (index, 0)
      }
      cells += character.cells
      if character == "\n" {
        rows.append(start..<index + 1)
        (start, cells) = (index + 1, 0)
      }
    }
    return rows + [start..<characters.count]
  }

  /// The characters of a row, without its line break.
  private func end(of row: Range<Int>) -> Int {
    !row.isEmpty && characters[row.upperBound - 1] == "\n" ? row.upperBound - 1 : row.upperBound
  }

  /// Where the cursor stands.
  func place(_ width: Int) -> (row: Int, column: Int) {
    let rows = rows(width)
    let row = rows.lastIndex { $0.lowerBound <= cursor } ?? 0
    return (row, characters[rows[row].lowerBound..<cursor].reduce(0) { $0 + $1.cells })
  }

  func line(_ row: Range<Int>) -> String { String(characters[row.lowerBound..<end(of: row)]) }
}
