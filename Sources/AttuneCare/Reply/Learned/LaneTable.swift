/// Learned weights: what every row is worth for each of at most sixteen lanes, an `Int8` times a unit.
///
/// The file: 4 bytes of little-endian floating point, the unit; then the `Int8`s, row by row.
struct LaneTable: Sendable {
  private(set) var rows: [SIMD16<Int8>]
  let unit: Float
  /// Of a row, in the file.
  private let lanes: Int

  /// Rounds weights, the largest of which is 127 units.
  init(_ weights: [SIMD16<Float>], lanes: Int) {
    let largest = weights.reduce(0) { max($0, $1.max(), -$1.min()) }
    let unit = max(largest, .leastNormalMagnitude) / 127
    rows = weights.map { SIMD16<Int8>(($0 / unit).rounded(.toNearestOrAwayFromZero)) }
    (self.unit, self.lanes) = (unit, lanes)
  }

  /// - Precondition: `file` has what `bytes` made of a table of this size.
  init(file: UnsafeRawBufferPointer, rows: Int, lanes: Int) {
    precondition(file.count == Self.size(rows: rows, lanes: lanes))
    unit = Float(bitPattern: UInt32(littleEndian: file.loadUnaligned(as: UInt32.self)))
    self.rows = (0..<rows).map { row in
      var weights = SIMD16<Int8>()
      for lane in 0..<lanes { weights[lane] = Int8(bitPattern: file[4 + row * lanes + lane]) }
      return weights
    }
    self.lanes = lanes
  }

  /// Bytes of a file.
  static func size(rows: Int, lanes: Int) -> Int { 4 + rows * lanes }

  var bytes: [UInt8] {
    withUnsafeBytes(of: unit.bitPattern.littleEndian, Array.init)
      + rows.flatMap { row in (0..<lanes).map { UInt8(bitPattern: row[$0]) } }
  }

  /// In units.
  subscript(row: Int, lane: Int) -> Int8 {
    get { rows[row][lane] }
    set { rows[row][lane] = newValue }
  }
}
