/// Names of columns as people type them and as messages show them.
enum ColumnName {
  /// Without what two spellings of a name may differ in: case, blanks at the ends, blanks of other kinds and in a row.
  static func folded(_ name: String) -> String {
    // Names of plain ASCII without two blanks in a row are most names.
    name.lowercased().unicodeScalars.split(whereSeparator: isBlank).map { String(String.UnicodeScalarView($0)) }
      .joined(separator: " ")
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar == "\u{0}" || scalar == "\u{FEFF}" || scalar == "\u{200B}"
  }

  /// Columns as a message names them: "2 'body', 3 'How was it? We would li…'".
  static func list(_ columns: [String], _ numbers: [Int]) -> String {
    let shown = numbers.prefix(mostListed).map { "\($0 + 1) '\(shortened(columns[$0]))'" }.joined(separator: ", ")
    return numbers.count > mostListed ? shown + " and \(numbers.count - mostListed) more" : shown
  }

  static func list(_ columns: [String]) -> String { list(columns, Array(columns.indices)) }

  /// At most `longest` characters on one line.
  static func shortened(_ name: String) -> String {
    let line = name.prefix(longest + 1).map { $0.isNewline || $0 == "\t" ? " " : $0 }
    return line.count > longest ? String(line.prefix(longest - 1)) + "…" : String(line)
  }

  private static let mostListed = 40
  private static let longest = 40

  /// The three columns whose names are most like `name`, the likest first.
  ///
  /// - Complexity: O(columns × 64²)
  static func nearest(to name: String, in columns: [String]) -> [Int] {
    let wanted = Array(folded(name).utf8.prefix(compared))
    let distances = columns.map { distance(wanted, Array(folded(String($0.prefix(compared))).utf8.prefix(compared))) }
    return Array(columns.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }.prefix(3))
  }

  /// Bytes of a name that are compared.
  private static let compared = 64

  /// The edit distance (Levenshtein), of which a name within the other has at most a part.
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return 2 * max(a.count, b.count) }
    var row = Array(0...b.count)
    for (i, byte) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let cost = byte == other ? diagonal : 1 + min(diagonal, row[j], row[j + 1])
        diagonal = row[j + 1]
        row[j + 1] = cost
      }
    }
    let (short, long) = a.count < b.count ? (a, b) : (b, a)
    let isWithin = short.count > 2 && long.indices.contains { long[$0...].starts(with: short) }
    return isWithin ? min(row[b.count], 2) : row[b.count]
  }
}
