import AttuneReports
import AttuneStreams

/// The columns of an input with a sample of their values.
package struct ColumnSample {
  package var columns: [RoleFinder.Column] = []
  /// nil for inputs that are no tables.
  package var table: Table?
  /// Records that could not be read.
  package var problems = 0
  package var records = 0
  /// The first record that could not be read.
  package var firstProblem: RecordProblem?
  /// The input has columns that are not among these.
  package var isCut = false

  /// The column of a name as commands take it; nil when there is none.
  package func index(of name: String) -> Int? {
    if let table { return table.index(of: name) }
    return columns.firstIndex { $0.name == name }
  }

  /// What a command is to be given for a column: its name, or its number where the name is not clear.
  package func field(_ column: Int) -> String {
    let name = columns[column].name
    if table == nil { return name }
    let plain = name.trimmingBlanks
    guard !plain.isEmpty, index(of: name) == column else { return "\(column + 1)" }
    return index(of: plain) == column ? plain : name
  }

  private init() {}
}

extension ColumnSample {
  /// Reads columns with their values.
  ///
  /// - Parameters:
  ///   - distinctLimit: see `ColumnFacts`.
  ///   - goesOn: is given the fields of each record that could be read; false ends the reading.
  ///   - whileRecords: is given the number of records so far.
  /// - Returns: nil when a record has the field `name`.
  package init?(
    _ tape: InputTape, _ format: RecordFormat, distinctLimit: Int, isBrief: Bool = false, unless name: String? = nil,
    goesOn: (ColumnReader.Fields) -> Bool = { _ in true }, whileRecords: (Int) -> Bool = { _ in true }
  ) throws(StreamError) {
    let reader = ColumnReader(format: format)
    var sample = ColumnSample()
    var names: [String] = []
    var facts: [ColumnFacts] = []
    var hasName = false
    // The last rows of a table may sum it up.
    var summaries: [[[UInt8]]] = []
    func append(_ row: [[UInt8]]) {
      for index in facts.indices { row[index].withUnsafeBufferPointer { facts[index].append($0) } }
    }
    func addColumns() {
      for column in reader.columns[facts.count...] {
        let label = reader.table?.label(at: names.count)
        let limit = min(distinctLimit, max(100, 400_000 / reader.columns.count))
        var new = ColumnFacts(name: column, label: label, distinctLimit: limit)
        new.appendBlanks(sample.records - sample.problems)
        facts.append(new)
        names.append(column)
      }
    }
    try reader.forEach(in: tape, isBrief: isBrief) { result in
      if facts.count < reader.columns.count {
        addColumns()
        if let name, format == .jsonl, names.contains(name) {
          hasName = true
          return false
        }
      }
      sample.records += 1
      guard case .success(let fields) = result else {
        sample.problems += 1
        return whileRecords(sample.records)
      }
      if reader.table != nil, !facts.isEmpty, FieldCursor(fields[0]).isSummary, summaries.count < 4 {
        summaries.append(facts.indices.map { Array(fields[$0]) })
        return goesOn(fields) && whileRecords(sample.records)
      }
      if !summaries.isEmpty, facts.indices.contains(where: { !FieldCursor(fields[$0]).isMissing }) {
        summaries.forEach(append)
        summaries.removeAll()
      }
      for index in facts.indices { facts[index].append(fields[index]) }
      return goesOn(fields) && whileRecords(sample.records)
    }
    if hasName { return nil }
    addColumns()
    sample.columns = names.indices.map { index in
      RoleFinder.Column(name: names[index], label: reader.table?.label(at: index), facts: facts[index])
    }
    sample.table = reader.table
    sample.firstProblem = reader.firstProblem
    sample.isCut = reader.hasMoreColumns
    self = sample
  }
}

extension ColumnSample {
  /// Records that are looked at to find columns, and their bytes.
  static let firstRecords = 1000
  private static let firstBytes = 1 << 20

  /// A sample of the first records. The input can be read afterwards.
  package static func first(in tape: InputTape, format: RecordFormat) throws(StreamError) -> ColumnSample? {
    try tape.look { () throws(StreamError) in
      var bytes = 0
      return try ColumnSample(tape, format, distinctLimit: firstRecords) { fields in
        bytes += fields.reduce(fields.count) { $0 + $1.count }
        return bytes < firstBytes
      } whileRecords: {
        $0 < firstRecords
      }
    }
  }
}
