@_spi(Server) import AttuneWorkflows

/// Records and their texts, in SQLite: in memory, or in a file that is kept.
///
///     meta     by which model and words texts were judged
///     files    which files were read, by their absolute paths, and what they looked like then: `StoredFile`
///     names    the names in each role, by their codes
///     records  a row for each record
///     search   FTS5 over the texts, by stems
///
/// Rows are committed now and then; what was not is read again from the files. One thread at a time uses it.
final class Store {
  /// nil for a store in memory.
  let path: String?
  private let database: Database
  private let insert: Database.Statement
  private let insertWords: Database.Statement
  private let insertName: Database.Statement
  private let selectText: Database.Statement
  private let selectWords: Database.Statement
  /// The number of the next record.
  private(set) var next: UInt32
  /// Rows since the last commit.
  private var waiting = 0
  private var isOpen = false

  /// "Attn"
  private static let application = 0x4174_746E
  private static let version = 3
  /// Rows of one commit.
  private static let commitRows = 20_000

  private static let tables = """
    CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
    CREATE TABLE files(number INTEGER PRIMARY KEY, path TEXT UNIQUE, identity TEXT, context TEXT DEFAULT '');
    CREATE TABLE names(role INTEGER, code INTEGER, name TEXT, PRIMARY KEY(role, code)) WITHOUT ROWID;
    CREATE TABLE records(
      id INTEGER PRIMARY KEY, file INTEGER, label INTEGER, score REAL, urgency REAL, reasons INTEGER, tones INTEGER,
      aspects BLOB, seconds INTEGER, language INTEGER, channel INTEGER, agent INTEGER, customer INTEGER,
      conversation INTEGER, month INTEGER, writer INTEGER, text TEXT, isClosed INTEGER, isThanks INTEGER);
    CREATE VIRTUAL TABLE search USING fts5(
      text, content='records', content_rowid='id', columnsize=0, tokenize='porter unicode61 remove_diacritics 2');
    """

  /// Opens a store, or makes one.
  ///
  /// - Parameters:
  ///   - path: nil for one in memory.
  ///   - service: judges the texts anew where another model, lexicon or taxonomy has judged them.
  init(path: String?, _ service: Service) throws(StoreFailure) {
    self.path = path
    database = try Database(path: path)
    if path != nil {
      try database.execute("PRAGMA locking_mode=EXCLUSIVE")
      try Self.check(database)
      try database.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; BEGIN EXCLUSIVE; COMMIT")
    } else {
      try database.execute("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF")
    }
    if try database.number("SELECT count(*) FROM sqlite_schema") == 0 {
      try database.execute(
        "BEGIN; PRAGMA application_id=\(Self.application); PRAGMA user_version=\(Self.version); \(Self.tables) COMMIT")
    }
    insert = try database.prepare("INSERT INTO records VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
    insertWords = try database.prepare("INSERT INTO search(rowid, text) VALUES(?,?)")
    insertName = try database.prepare("INSERT INTO names VALUES(?,?,?)")
    selectText = try database.prepare("SELECT text FROM records WHERE id=?")
    selectWords = try database.prepare("SELECT rowid FROM search WHERE search MATCH ?")
    let last = try database.number("SELECT ifnull(max(id), 0) FROM records")
    guard let next = UInt32(exactly: last + 1) else { throw .damaged }
    self.next = next
    try judge(service)
  }

  /// Whether a file is one of this program's.
  private static func check(_ database: Database) throws(StoreFailure) {
    guard try database.number("SELECT count(*) FROM sqlite_schema") > 0 else { return }
    guard try database.number("PRAGMA application_id") == application else { throw .otherKind }
    let found = try database.number("PRAGMA user_version")
    guard found == version else { throw .otherVersion(found, known: version) }
  }

  /// Texts that are judged at a time.
  private static let judged = 16_384

  /// Judges all texts as the service does, where they were judged otherwise: files that are gone cannot be read again.
  /// - Complexity: O(bytes of all texts)
  private func judge(_ service: Service) throws(StoreFailure) {
    let known = try database.prepare("SELECT count(*) FROM meta WHERE name='reading' AND value=?")
    known.bind(1, service.readingVersion)
    defer { known.reset() }
    guard try known.step(), known.integer(0) == 0 else { return }
    let count = try database.number("SELECT count(*) FROM records WHERE text<>''")
    if count > 0 { Exit.say("store: \(count) records are judged anew, for a model or words other than before") }
    var languages = NameColumn()
    let names = try database.prepare(
      "SELECT name FROM names WHERE role=\(RecordColumns.Name.language.rawValue) ORDER BY code")
    while try names.step() { _ = languages.number(names.text(0)) }
    let rows = try database.prepare(
      """
      SELECT id, text, ifnull(context, '') FROM records LEFT JOIN files ON number=file
      WHERE id>? AND text<>'' ORDER BY id LIMIT \(Self.judged)
      """)
    let update = try database.prepare(
      "UPDATE records SET label=?, score=?, urgency=?, reasons=?, tones=?, aspects=?, language=?, isThanks=? WHERE id=?"
    )
    try begin()
    var last = 0
    while true {
      rows.bind(1, last)
      var batch: [(id: Int, text: String, context: String)] = []
      while try rows.step() { batch.append((rows.integer(0), rows.text(1), rows.text(2))) }
      guard let end = batch.last else { break }
      last = end.id
      for (context, texts) in Dictionary(grouping: batch, by: \.context) {
        for (row, record) in zip(texts, service.judged(texts.map(\.text), in: TextContext(code: context))) {
          let role = RecordColumns.Name.language
          let (all, language) = (languages.names.count, languages.number(role.of(record)))
          if language == all { try add(name: role.of(record), code: language, role: role.rawValue) }
          bind(record, to: update, from: 1)
          update.bind(7, Int(language))
          update.bind(8, record.isThanks ? 1 : 0)
          update.bind(9, row.id)
          _ = try update.step()
        }
      }
    }
    try run("INSERT OR REPLACE INTO meta VALUES('reading', ?)", service.readingVersion)
    waiting += 1
    try commit(always: true)
  }

  /// What the text of a record says, but for its language and thanks: six values.
  private func bind(_ record: ReadRecord, to statement: Database.Statement, from place: Int32) {
    statement.bind(place, Int(record.label))
    statement.bind(place + 1, record.score)
    statement.bind(place + 2, record.urgency)
    statement.bind(place + 3, Int(record.reasons))
    statement.bind(place + 4, Int(record.tones))
    statement.bind(
      place + 5,
      record.aspects.flatMap { aspect, label -> [UInt8] in
        let code = RecordColumns.AspectCode(aspect, label: label).rawValue
        return [UInt8(code & 0xFF), UInt8(code >> 8)]
      })
  }

  // MARK: Reading

  /// Hands over all names and then all records, but for their texts.
  ///
  /// - Parameter aspects: how many there are.
  /// - Throws: `StoreFailure.damaged` for what this program does not write.
  func load(
    aspects: Int, name: (_ role: Int, _ name: String) -> UInt32, record: (ReadRecord, UInt32, UInt32, [UInt32]) -> Void
  ) throws(StoreFailure) {
    let roles = RecordColumns.Name.allCases.count
    var counts = [Int](repeating: 0, count: roles)
    let names = try database.prepare("SELECT role, code, name FROM names ORDER BY role, code")
    while try names.step() {
      let role = names.integer(0)
      guard (0..<roles).contains(role), Int(name(role, names.text(2))) == names.integer(1) else { throw .damaged }
      counts[role] += 1
    }
    let rows = try database.prepare(
      "SELECT id, file, label, score, urgency, reasons, tones, aspects, seconds, language, channel, agent, customer, conversation, month, writer, isClosed, isThanks FROM records ORDER BY id"
    )
    while try rows.step() {
      guard let id = UInt32(exactly: rows.integer(0)), let file = UInt32(exactly: rows.integer(1)),
        let label = UInt8(exactly: rows.integer(2)), label < ReadRecord.labels.count,
        let reasons = UInt32(exactly: rows.integer(5)), let tones = UInt16(exactly: rows.integer(6))
      else { throw .damaged }
      var read = ReadRecord()
      read.label = label
      (read.score, read.urgency) = (rows.number(3), rows.number(4))
      guard (-1...1).contains(read.score), (0...1).contains(read.urgency) else { throw .damaged }
      (read.reasons, read.tones) = (reasons, tones)
      let codes = rows.bytes(7)
      for place in stride(from: 0, to: codes.count - 1, by: 2) {
        let code = RecordColumns.AspectCode(rawValue: UInt16(codes[place]) | UInt16(codes[place + 1]) << 8)
        guard code.aspect < aspects else { throw .damaged }
        read.aspects.append((UInt16(code.aspect), code.label))
      }
      if !rows.isNull(8) { read.seconds = rows.integer(8) }
      read.isClosed = rows.integer(Int32(9 + roles)) != 0
      read.isThanks = rows.integer(Int32(10 + roles)) != 0
      let nameCodes = (0..<roles).map { rows.integer(Int32(9 + $0)) }
      guard zip(nameCodes, counts).allSatisfy({ 0...$1 ~= $0 }) else { throw .damaged }
      record(read, id, file, nameCodes.map { UInt32($0) })
    }
  }

  /// The text of a record.
  func text(_ id: Int) throws(StoreFailure) -> String {
    selectText.bind(1, id)
    defer { selectText.reset() }
    return try selectText.step() ? selectText.text(0) : ""
  }

  /// Calls `body` with the numbers of the records whose texts match, in no order.
  /// - Parameter match: an expression of FTS5.
  func search(_ match: String, _ body: (Int) -> Void) throws(StoreFailure) {
    selectWords.bind(1, match)
    defer { selectWords.reset() }
    while try selectWords.step() { body(selectWords.integer(0)) }
  }

  // MARK: Files

  /// The files that may be the one which is asked for: that of its number on its device first, whatever it was called, and
  /// then those of its name.
  ///
  /// - Parameters:
  ///   - paths: its names.
  ///   - file: see `FileIdentity`; nil where it is not there.
  func files(_ paths: [String], _ file: String?) throws(StoreFailure) -> [StoredFile] {
    let rows = try database.prepare("SELECT number, ifnull(path, ''), identity FROM files ORDER BY number")
    var found: [StoredFile] = []
    while try rows.step() {
      let stored = StoredFile(
        number: UInt32(truncatingIfNeeded: rows.integer(0)), path: rows.text(1), identity: rows.text(2))
      if stored.file == file || paths.contains(stored.path) { found.append(stored) }
    }
    return found.filter { $0.file == file } + found.filter { $0.file != file }
  }

  /// Gives a file that is read its place, of which no other file has the name then.
  ///
  /// - Parameter number: that of an earlier reading of it; nil for a new one.
  /// - Returns: its number.
  func place(_ path: String, identity: String, at number: UInt32? = nil) throws(StoreFailure) -> UInt32 {
    try begin()
    try run("UPDATE files SET path=NULL WHERE path=?", path)
    waiting += 1
    guard let number else {
      try run("INSERT INTO files(path, identity) VALUES(?,?)", path, identity)
      return UInt32(truncatingIfNeeded: try database.number("SELECT last_insert_rowid()"))
    }
    try run("UPDATE files SET path=?, identity=? WHERE number=\(number)", path, identity)
    return number
  }

  /// Takes its name from a file, whose records stay.
  func release(_ file: UInt32) throws(StoreFailure) {
    try begin()
    try run("UPDATE files SET path=NULL WHERE number=\(file)")
    waiting += 1
  }

  /// Notes what a file looks like, of which all records are in the store.
  func note(file: UInt32, identity: String) throws(StoreFailure) {
    try begin()
    try run("UPDATE files SET identity=? WHERE number=\(file)", identity)
    waiting += 1
  }

  /// How many records of a file there are.
  func count(of file: UInt32) throws(StoreFailure) -> Int {
    try database.number("SELECT count(*) FROM records WHERE file=\(file)")
  }

  /// The first records of a file, by what tells one from another: the text, the time and the customer.
  func first(_ limit: Int, of file: UInt32) throws(StoreFailure) -> Set<RecordKey> {
    let rows = try database.prepare(
      """
      SELECT text, seconds, ifnull(name, '') FROM records
      LEFT JOIN names ON role=\(RecordColumns.Name.customer.rawValue) AND code=customer
      WHERE file=\(file) ORDER BY id LIMIT \(limit)
      """)
    var found: Set<RecordKey> = []
    while try rows.step() {
      found.insert(
        RecordKey(text: rows.text(0), seconds: rows.isNull(1) ? nil : rows.integer(1), customer: rows.text(2)))
    }
    return found
  }

  private func run(_ statement: String, _ values: String...) throws(StoreFailure) {
    let write = try database.prepare(statement)
    for (place, value) in values.enumerated() { write.bind(Int32(place + 1), value) }
    _ = try write.step()
  }

  /// Notes what the texts of a file say of each other.
  func note(file: UInt32, context: String) throws(StoreFailure) {
    try begin()
    try run("UPDATE files SET context=? WHERE number=\(file)", context)
    waiting += 1
  }

  /// What the texts of a file say of each other; empty for nothing.
  func context(of file: UInt32) throws(StoreFailure) -> String {
    let rows = try database.prepare("SELECT context FROM files WHERE number=?")
    rows.bind(1, Int(file))
    defer { rows.reset() }
    return try rows.step() ? rows.text(0) : ""
  }

  /// Takes the records of a file out. Those without a text are not among the words: FTS5 takes the removal of what it does
  /// not have for damage.
  func remove(file: UInt32) throws(StoreFailure) {
    try begin()
    try database.execute(
      """
      INSERT INTO search(search, rowid, text) SELECT 'delete', id, text FROM records WHERE file=\(file) AND text<>'';
      DELETE FROM records WHERE file=\(file);
      """)
    waiting += 1
  }

  // MARK: Writing

  private func begin() throws(StoreFailure) {
    guard !isOpen else { return }
    try database.execute("BEGIN")
    isOpen = true
  }

  /// A name with a new code.
  func add(name: String, code: UInt32, role: Int) throws(StoreFailure) {
    try begin()
    insertName.bind(1, role)
    insertName.bind(2, Int(code))
    insertName.bind(3, name)
    _ = try insertName.step()
  }

  /// - Returns: the record's number.
  func add(_ record: ReadRecord, file: UInt32, codes: [UInt32]) throws(StoreFailure) -> UInt32 {
    try begin()
    guard next < .max else { throw .full }
    let id = next
    insert.bind(1, Int(id))
    insert.bind(2, Int(file))
    bind(record, to: insert, from: 3)
    insert.bind(9, record.seconds)
    for (role, code) in codes.enumerated() { insert.bind(Int32(10 + role), Int(code)) }
    insert.bind(17, record.text)
    insert.bind(18, record.isClosed ? 1 : 0)
    insert.bind(19, record.isThanks ? 1 : 0)
    _ = try insert.step()
    if !record.text.isEmpty {
      insertWords.bind(1, Int(id))
      insertWords.bind(2, record.text)
      _ = try insertWords.step()
    }
    next += 1
    waiting += 1
    return id
  }

  /// Commits what waits, where it is much, or where it is asked for.
  func commit(always: Bool) throws(StoreFailure) {
    guard isOpen, always ? waiting > 0 : waiting >= Self.commitRows else { return }
    try database.execute("COMMIT")
    isOpen = false
    waiting = 0
  }

  /// Commits what waits, and puts all of it into the one file, from the one beside it in which SQLite writes at first.
  func merge() throws(StoreFailure) {
    try commit(always: true)
    if path != nil { try database.execute("PRAGMA wal_checkpoint(TRUNCATE)") }
  }

  /// Takes back what was not committed.
  func rollBack() {
    if isOpen { try? database.execute("ROLLBACK") }
    isOpen = false
    waiting = 0
    if let last = try? database.number("SELECT ifnull(max(id), 0) FROM records") {
      next = UInt32(truncatingIfNeeded: last + 1)
    }
  }
}
