import CSQLite

/// A connection to SQLite, which one thread at a time uses.
final class Database {
  private let connection: OpaquePointer

  /// - Parameter path: nil for a database in memory.
  init(path: String?) throws(StoreFailure) {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(path ?? ":memory:", &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      let failure = Self.failure(code, opened)
      sqlite3_close_v2(opened)
      throw failure
    }
    connection = opened
  }

  deinit { sqlite3_close_v2(connection) }

  private static func failure(_ code: Int32, _ connection: OpaquePointer?) -> StoreFailure {
    let message = connection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "code \(code)"
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: return .busy
    case SQLITE_FULL: return .full
    case SQLITE_CORRUPT: return .damaged
    case SQLITE_NOTADB: return .otherKind
    case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH, SQLITE_IOERR: return .inaccessible(message)
    default: return .other(code: code, message)
    }
  }

  private func check(_ code: Int32) throws(StoreFailure) {
    guard code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW else {
      throw Self.failure(code, connection)
    }
  }

  /// Runs statements without parameters.
  func execute(_ statements: String) throws(StoreFailure) {
    try check(sqlite3_exec(connection, statements, nil, nil, nil))
  }

  func prepare(_ statement: String) throws(StoreFailure) -> Statement {
    var prepared: OpaquePointer?
    try check(sqlite3_prepare_v3(connection, statement, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil))
    return Statement(prepared!, self)
  }

  /// A number that the database knows of itself.
  func number(_ statement: String) throws(StoreFailure) -> Int {
    let statement = try prepare(statement)
    return try statement.step() ? statement.integer(0) : 0
  }

  /// A statement with parameters, which is run again and again.
  final class Statement {
    private let statement: OpaquePointer
    private let database: Database

    fileprivate init(_ statement: OpaquePointer, _ database: Database) {
      self.statement = statement
      self.database = database
    }

    deinit { sqlite3_finalize(statement) }

    /// Copied, so that the bytes need not stay.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    // Parameters are numbered from 1, columns from 0, as SQLite does.

    func bind(_ place: Int32, _ value: Int?) {
      if let value { sqlite3_bind_int64(statement, place, Int64(value)) } else { sqlite3_bind_null(statement, place) }
    }

    func bind(_ place: Int32, _ value: Float) { sqlite3_bind_double(statement, place, Double(value)) }

    func bind(_ place: Int32, _ value: String) {
      var value = value
      value.withUTF8 { bytes in
        _ = bytes.withMemoryRebound(to: CChar.self) {
          sqlite3_bind_text64(
            statement, place, $0.baseAddress ?? UnsafePointer(bitPattern: 1), UInt64($0.count), Self.transient,
            UInt8(SQLITE_UTF8))
        }
      }
    }

    func bind(_ place: Int32, _ bytes: [UInt8]) {
      _ = bytes.withUnsafeBytes {
        sqlite3_bind_blob64(
          statement, place, $0.baseAddress ?? UnsafeRawPointer(bitPattern: 1), UInt64($0.count), Self.transient)
      }
    }

    /// - Returns: whether there is a row; after the last one the statement begins anew.
    func step() throws(StoreFailure) -> Bool {
      let code = sqlite3_step(statement)
      if code == SQLITE_ROW { return true }
      sqlite3_reset(statement)
      try database.check(code)
      return false
    }

    /// Leaves the rows that have not been taken.
    func reset() { sqlite3_reset(statement) }

    func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    func number(_ column: Int32) -> Float { Float(sqlite3_column_double(statement, column)) }

    func text(_ column: Int32) -> String {
      let count = Int(sqlite3_column_bytes(statement, column))
      guard let bytes = sqlite3_column_text(statement, column) else { return "" }
      return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    func bytes(_ column: Int32) -> [UInt8] {
      let count = Int(sqlite3_column_bytes(statement, column))
      guard count > 0, let bytes = sqlite3_column_blob(statement, column) else { return [] }
      return Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }
  }
}
