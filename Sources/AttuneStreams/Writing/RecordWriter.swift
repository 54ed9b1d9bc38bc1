import Attune

/// The form of the output.
package enum OutputFormat: String, CaseIterable, Sendable {
  case tsv, jsonl, csv

  /// What goes out when nothing else is asked for.
  package init(of input: RecordFormat) {
    switch input {
    case .text, .tsv: self = .tsv
    case .jsonl: self = .jsonl
    case .csv: self = .csv
    }
  }
}

/// Writes records as they came, with fields of JSON or columns of tables added to each.
///
/// | input | tsv | jsonl | csv |
/// |---|---|---|---|
/// | text | added columns, no header | `{"text":…,` and the fields | text and added columns under a header |
/// | jsonl | added columns, no header | the object's bytes and the fields | text and added columns under a header |
/// | csv, tsv | columns and those added, under a header | the columns as strings and the fields | as tsv |
///
/// With `objectColumns`, text and jsonl become tables of those columns and the added ones, under a header, in tsv and csv.
///
/// A key or column that the record has already is replaced where it stands, and its repetitions are left out; what a record
/// holds besides stays, byte for byte. Fields written as CSV anew (not csv to csv) are guarded against formulas.
package struct RecordWriter<Lead: LeadingField> {
  package let input: RecordFormat
  package let output: OutputFormat
  /// Whether records keep their bytes, as in csv to csv.
  private let keepsBytes: Bool
  /// The columns of text and objects in tables; nil where only the text is one, if anything.
  private let objects: ObjectColumns?
  private let hasOwnColumns: Bool
  private let lead: Lead
  private let others: [any AddedField]
  /// Of `lead` and `others`, how many columns each has, and whether they need no quotes.
  private let columnCounts: [Int]
  private let hasPlainColumns: [Bool]
  private let columnNames: [String]
  /// Which of them has a column, and its number there.
  private let owners: [(field: Int, column: Int)]
  /// The keys of `lead` and `others`, empty for those without, and how their members begin: `"key":`.
  private let keys: [[UInt8]]
  private let memberStarts: [[UInt8]]

  /// The table whose records are written, and what is needed of it for each record.
  private var table: Table?
  /// The keys of the columns in objects.
  private var columnKeys: [String] = []
  private var plan = ColumnPlan([], adding: [])
  /// The same for records that cannot be read, as objects: in place of the fields one "error", of number 0.
  private var problemPlan = ColumnPlan([], adding: [])
  private var replaces = false
  private var delimiter: UInt8
  private var lineEnd: [UInt8] = [0x0A]

  /// - Parameters:
  ///   - lead: the first field, whose columns answer a record that cannot be read.
  ///   - objectColumns: see above.
  package init(
    input: RecordFormat, output: OutputFormat, lead: Lead, others: [any AddedField] = [],
    objectColumns: [String]? = nil
  ) {
    self.input = input
    self.output = output
    keepsBytes = input == .csv && output == .csv || input == .tsv && output == .tsv
    self.lead = lead
    self.others = others
    let fields = [lead as any AddedField] + others
    columnCounts = fields.map(\.columns.count)
    hasPlainColumns = fields.map(\.hasPlainColumns)
    columnNames = fields.flatMap(\.columns)
    owners = fields.enumerated().flatMap { field, names in names.columns.indices.map { (field, $0) } }
    keys = fields.map { Array($0.field.utf8) }
    memberStarts = fields.map { $0.field.isEmpty ? [] : Array("\"\($0.field)\":".utf8) }
    delimiter = UInt8(ascii: output == .csv ? "," : "\t")
    // What this run adds takes the place of what an earlier one has added.
    let added = columnNames + fields.map(\.field)
    let own = objectColumns?.filter { name in !added.contains { name == $0 || name.hasPrefix("\($0).") } }
    objects = output == .jsonl || input.isTable ? nil : own.map { ObjectColumns($0, input: input) }
    hasOwnColumns = input.isTable || output == .csv || objects != nil
  }

  /// The keys that are added to objects.
  package var fieldNames: [String] { keys.filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) } }

  /// Makes ready for the records of a table; nil for those that stand in none.
  package mutating func begin(_ table: Table?) {
    guard let table, table != self.table else { return }
    self.table = table
    if output == .csv { delimiter = input == .csv ? table.delimiter : UInt8(ascii: ",") }
    if keepsBytes {
      delimiter = table.delimiter
      lineEnd = table.lineEnd
    }
    columnKeys = output == .jsonl ? table.keys : []
    let added: [[String]]
    if output == .jsonl {
      // Of what a field says in JSON, its columns are an earlier word.
      let fields = [lead as any AddedField] + others
      added = fields.map { $0.field.isEmpty ? [] : [$0.field] + $0.columns }
    } else {
      added = columnNames.map { [$0] }
    }
    plan = ColumnPlan(table.columns, adding: added)
    problemPlan = ColumnPlan(table.columns, adding: [["error"]] + added)
    replaces = plan.replaces
  }

  // MARK: Header

  package func writeHeader(to out: inout OutputBuffer) {
    if output == .jsonl || !hasOwnColumns { return }
    if let table {
      appendColumnNames(table, &out)
    } else {
      for (index, name) in (objects?.names ?? ["text"]).enumerated() {
        if index > 0 { out.append(delimiter) }
        append(name, &out)
      }
    }
    for index in table == nil ? Array(columnNames.indices) : plan.missing {
      out.append(delimiter)
      append(columnNames[index], &out)
    }
    out.append(lineEnd)
  }

  private func appendColumnNames(_ table: Table, _ out: inout OutputBuffer) {
    guard !keepsBytes || replaces else { return out.append(table.header) }
    let mark = table.header.starts(with: ByteOrderMark.utf8) ? ByteOrderMark.utf8.count : 0
    if keepsBytes { out.append(Array(table.header[..<mark])) }
    table.header[mark...].withUnsafeBufferPointer { header in
      appendColumns(header, isWhole: true, &out) { append(columnNames[$0], &$1) }
    }
  }

  // MARK: Records

  /// - Parameters:
  ///   - record: without its line end.
  ///   - text: the record's text, when the output repeats it.
  ///   - holdsKeys: whether the record is an object that may have a key of `fieldNames`.
  ///   - row: what the added fields write of.
  @inline(__always)
  package func write(
    _ record: UnsafeBufferPointer<UInt8>, text: UnsafeBufferPointer<UInt8>, holdsKeys: Bool, row: Int,
    to out: inout OutputBuffer
  ) {
    if output == .jsonl {
      writeObject(record, holdsKeys: holdsKeys, row, &out)
    } else if replaces {
      writeReplacedRow(record, row, &out)
    } else {
      if keepsBytes {
        out.append(record)
        out.append(delimiter)
      } else if hasOwnColumns {
        writeOwnColumns(record, text, &out)
      }
      lead.writeColumns(row, delimiter: delimiter, isCSV: output == .csv, to: &out)
      if !others.isEmpty { appendOtherColumns(row, &out) }
      if keepsBytes { out.append(lineEnd) } else { out.append(0x0A) }
    }
  }

  /// Whether a record's line is nothing but what `lead` writes: what `writeLead` does is then the whole of `write`.
  var isLeadAlone: Bool { !hasOwnColumns && output == .tsv && others.isEmpty && !replaces }

  @inline(__always)
  func writeLead(_ row: Int, to out: inout OutputBuffer) {
    lead.writeColumns(row, delimiter: delimiter, isCSV: false, to: &out)
    out.append(0x0A)
  }

  /// Writes a record that cannot be read in its place.
  @inline(never)
  package func write(
    _ record: UnsafeBufferPointer<UInt8>, problem: RecordProblem.Reason, to out: inout OutputBuffer
  ) {
    if output == .jsonl { writeObject(record, problem, &out) } else { writeRow(record, "\(problem)", &out) }
  }

  // MARK: Objects

  @inline(never)
  private func writeObject(
    _ record: UnsafeBufferPointer<UInt8>, holdsKeys: Bool, _ row: Int, _ out: inout OutputBuffer
  ) {
    if holdsKeys || replaces { return writeReplacedObject(record, row, &out) }
    switch input {
    case .jsonl: appendOpenObject(record, &out)
    case .text:
      out.append("{\"text\":" as StaticString)
      out.append(jsonString: record)
    case .csv, .tsv: appendStrings(record, plan, &out) { _, _ in }
    }
    out.append(UInt8(ascii: ","))
    out.append(memberStarts[0])
    lead.writeJSON(row, to: &out)
    for index in others.indices where !memberStarts[index + 1].isEmpty {
      out.append(UInt8(ascii: ","))
      out.append(memberStarts[index + 1])
      others[index].writeJSON(row, to: &out)
    }
    out.append("}\n" as StaticString)
  }

  private func writeReplacedObject(_ record: UnsafeBufferPointer<UInt8>, _ row: Int, _ out: inout OutputBuffer) {
    func appendMember(_ field: Int, _ out: inout OutputBuffer) {
      out.append(memberStarts[field])
      if field == 0 { lead.writeJSON(row, to: &out) } else { others[field - 1].writeJSON(row, to: &out) }
    }
    var missing = plan.missing
    if input.isTable {
      appendStrings(record, plan, &out, appendMember)
    } else {
      missing = appendMembers(record, replacing: keys, &out, appendMember)
    }
    close(missing, &out, appendMember)
  }

  /// An object keeps its members but for the added fields, of which nothing is known; other records stand in a string.
  private func writeObject(
    _ record: UnsafeBufferPointer<UInt8>, _ problem: RecordProblem.Reason, _ out: inout OutputBuffer
  ) {
    let written = 0..<1
    func appendError(_: Int, _ out: inout OutputBuffer) {
      out.append("\"error\":" as StaticString)
      out.append(jsonString: "\(problem)")
    }
    var missing = [0]
    if input.isTable, isWhole(record) {
      appendStrings(record, problemPlan, written: written, &out, appendError)
      missing = problemPlan.missing.filter(written.contains)
    } else if input == .jsonl, problem.leavesAnObject, !record.isEmpty {
      let error = [Array("error".utf8)]
      missing = appendMembers(record, replacing: error + keys, written: written, &out, appendError)
    } else {
      out.append(input == .text ? "{\"text\":" as StaticString : "{\"record\":")
      out.append(jsonString: record)
    }
    close(missing, &out, appendError)
  }

  /// Adds members to an open object and closes it.
  private func close(_ members: [Int], _ out: inout OutputBuffer, _ appendMember: (Int, inout OutputBuffer) -> Void) {
    for member in members {
      if out.bytes[out.count - 1] != UInt8(ascii: "{") { out.append(UInt8(ascii: ",")) }
      appendMember(member, &out)
    }
    out.append("}\n" as StaticString)
  }

  /// A JSON object's bytes without its closing brace and the blanks around it.
  private func appendOpenObject(_ object: UnsafeBufferPointer<UInt8>, _ out: inout OutputBuffer) {
    var end = object.count
    while end > 0, object[end - 1] != UInt8(ascii: "}") { end -= 1 }
    end -= 1
    while end > 0, object[end - 1] <= 0x20 { end -= 1 }
    var start = 0
    while start < end, object[start] <= 0x20 { start += 1 }
    out.append(object[start..<max(start, end)])
  }

  /// A JSON object's members, without its closing brace.
  ///
  /// - Parameters:
  ///   - keys: what is replaced; an empty one is none.
  ///   - written: of `keys`, those that are written where they stand; the others are left out.
  ///   - appendMember: writes the member of a key.
  /// - Returns: those of `written` that the object does not have.
  private func appendMembers(
    _ object: UnsafeBufferPointer<UInt8>, replacing keys: [[UInt8]], written: Range<Int>? = nil,
    _ out: inout OutputBuffer, _ appendMember: (Int, inout OutputBuffer) -> Void
  ) -> [Int] {
    var missing = keys.indices.filter { !keys[$0].isEmpty && written?.contains($0) != false }
    var members = JSONMembers(object)
    out.append(UInt8(ascii: "{"))
    var isFirst = true
    while let member = members.next() {
      let key = keys.indices.first { !keys[$0].isEmpty && members.has(keys[$0], member) }
      if let key, !missing.contains(key) { continue }
      if !isFirst { out.append(UInt8(ascii: ",")) }
      isFirst = false
      guard let key else {
        out.append(object[member.slot])
        continue
      }
      missing.removeAll { $0 == key }
      out.append(object[member.slot.lowerBound..<member.key.lowerBound])
      appendMember(key, &out)
      out.append(object[member.value.upperBound..<member.slot.upperBound])
    }
    // The blanks before the closing brace.
    if !missing.isEmpty {
      var end = out.count
      while end > 0, out.bytes[end - 1] <= 0x20 { end -= 1 }
      out.truncate(to: end)
    }
    return missing
  }

  /// A table's record as an object of strings, without the closing brace.
  /// - Parameters: as for objects.
  private func appendStrings(
    _ record: UnsafeBufferPointer<UInt8>, _ plan: ColumnPlan, written: Range<Int>? = nil, _ out: inout OutputBuffer,
    _ appendMember: (Int, inout OutputBuffer) -> Void
  ) {
    out.append(UInt8(ascii: "{"))
    guard let table else { return }
    var fields = FieldScanner(record, delimiter: table.delimiter, isQuoted: table.isQuoted)
    var isFirst = true
    for (slot, name) in zip(plan.slots, columnKeys) {
      let field = fields.next()
      switch slot {
      case .repeated: continue
      case .added(let index) where written?.contains(index) == false: continue
      case .added, .own: break
      }
      if !isFirst { out.append(UInt8(ascii: ",")) }
      isFirst = false
      if case .added(let index) = slot {
        appendMember(index, &out)
      } else {
        out.append(jsonString: name)
        out.append(UInt8(ascii: ":"))
        (field?.content(of: record) ?? []).withUnsafeBufferPointer { out.append(jsonString: $0) }
      }
    }
  }

  // MARK: Rows

  /// What is not inlined keeps the writer, of some 300 bytes, from being copied for every record.
  @inline(never)
  private func writeReplacedRow(_ record: UnsafeBufferPointer<UInt8>, _ row: Int, _ out: inout OutputBuffer) {
    appendColumns(record, isWhole: true, &out) { appendAdded($0, row, &$1) }
    for column in plan.missing {
      out.append(delimiter)
      appendAdded(column, row, &out)
    }
    out.append(lineEnd)
  }

  /// The columns of a record that cannot keep its bytes.
  @inline(never)
  private func writeOwnColumns(
    _ record: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>, _ out: inout OutputBuffer
  ) {
    if input.isTable {
      appendColumns(record, isWhole: true, &out) { _, _ in }
    } else if let objects {
      objects.forEachValue(of: record) { index, value in
        if index > 0 { out.append(delimiter) }
        append(value, guardsFormulas: true, &out)
      }
    } else {
      append(text, guardsFormulas: true, &out)
    }
    out.append(delimiter)
  }

  private func writeRow(_ record: UnsafeBufferPointer<UInt8>, _ reason: String, _ out: inout OutputBuffer) {
    func appendProblem(_ column: Int, _ out: inout OutputBuffer) {
      guard owners[column].field == 0 else { return }
      let start = out.count
      lead.writeProblem(reason, column: column, to: &out)
      out.escape(from: start, delimiter: delimiter, isCSV: output == .csv)
    }
    var missing = Array(columnNames.indices)
    var hasOwn = false
    if input.isTable, table != nil {
      let isWhole = isWhole(record)
      if keepsBytes, !replaces, isWhole {
        out.append(record)
      } else {
        appendColumns(record, isWhole: isWhole, &out, appendProblem)
      }
      missing = plan.missing
      hasOwn = true
    } else if hasOwnColumns {
      append(record, guardsFormulas: true, &out)
      for _ in 1..<max(objects?.names.count ?? 1, 1) { out.append(delimiter) }
      hasOwn = true
    }
    for column in missing {
      if hasOwn { out.append(delimiter) }
      hasOwn = true
      appendProblem(column, &out)
    }
    out.append(lineEnd)
  }

  /// Whether a table's record has a field for each column.
  private func isWhole(_ record: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let table else { return false }
    var fields = FieldScanner(record, delimiter: table.delimiter, isQuoted: table.isQuoted)
    var count = 0
    while let field = fields.next() {
      if field.isMalformed { return false }
      count += 1
    }
    return count == table.columns.count
  }

  /// The table's columns, with the added ones that replace some of them: as many as the header has. Of a record that is not
  /// whole nobody knows which field is which: its fields fill the table's own columns in order, and the last takes the rest.
  private func appendColumns(
    _ record: UnsafeBufferPointer<UInt8>, isWhole: Bool, _ out: inout OutputBuffer,
    _ appendAdded: (Int, inout OutputBuffer) -> Void
  ) {
    guard let table else { return }
    var fields = FieldScanner(record, delimiter: table.delimiter, isQuoted: table.isQuoted)
    var isFirst = true
    for (index, slot) in plan.slots.enumerated() {
      let field = isWhole || slot == .own ? fields.next() : nil
      if slot == .repeated { continue }
      if !isFirst { out.append(delimiter) }
      isFirst = false
      if case .added(let column) = slot {
        appendAdded(column, &out)
      } else if let field {
        if keepsBytes, isWhole {
          out.append(record[field.range])
        } else if !isWhole, index == plan.lastOwn, fields.next() != nil {
          append(UnsafeBufferPointer(rebasing: record[field.range.lowerBound...]), guardsFormulas: input != .csv, &out)
        } else {
          field.content(of: record).withUnsafeBufferPointer { append($0, guardsFormulas: input != .csv, &out) }
        }
      }
    }
  }

  private func appendAdded(_ column: Int, _ row: Int, _ out: inout OutputBuffer) {
    let owner = owners[column]
    let start = out.count
    if owner.field == 0 {
      lead.writeColumn(owner.column, row, to: &out)
    } else {
      others[owner.field - 1].writeColumn(owner.column, row, to: &out)
    }
    if !hasPlainColumns[owner.field] { out.escape(from: start, delimiter: delimiter, isCSV: output == .csv) }
  }

  private func appendOtherColumns(_ row: Int, _ out: inout OutputBuffer) {
    for index in others.indices {
      let field = others[index]
      for column in 0..<columnCounts[index + 1] {
        out.append(delimiter)
        let start = out.count
        field.writeColumn(column, row, to: &out)
        if !hasPlainColumns[index + 1] { out.escape(from: start, delimiter: delimiter, isCSV: output == .csv) }
      }
    }
  }

  private func append(_ name: String, _ out: inout OutputBuffer) {
    var name = name
    name.withUTF8 { append($0, guardsFormulas: true, &out) }
  }

  private func append(_ field: UnsafeBufferPointer<UInt8>, guardsFormulas: Bool, _ out: inout OutputBuffer) {
    if output == .csv {
      out.append(csvField: field, delimiter: delimiter, guardsFormulas: guardsFormulas)
    } else {
      out.append(tsvField: field)
    }
  }
}

extension RecordProblem.Reason {
  /// Whether a record of JSON is an object all the same.
  fileprivate var leavesAnObject: Bool {
    switch self {
    case .invalidJSON, .notAnObject, .tooLong: false
    case .missingField, .nullField, .notAString, .wrongFieldCount, .unterminatedQuote, .refused: true
    }
  }
}
