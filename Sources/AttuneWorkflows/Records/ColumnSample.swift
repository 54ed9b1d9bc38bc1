import Attune
import AttuneReports
import AttuneStreams

/// The columns of an input with a sample of their values.
package struct ColumnSample {
  package private(set) var columns: [RoleFinder.Column] = []
  /// Finds what they are; made once, since many ask.
  package private(set) var finder = RoleFinder([])
  /// nil for inputs that are no tables.
  package var table: Table?
  /// Records that could not be read.
  package var problems = 0
  /// Those of which every column was looked at.
  package var records = 0
  /// Those of which only columns were looked at that had been empty.
  package var furtherRecords = 0
  /// The first record that could not be read.
  package var firstProblem: RecordProblem?
  /// Rows that are no records.
  package var leftOut = LeftOutRows()
  /// The input has columns that are not among these.
  package var isCut = false
  /// Whether the input may go on behind what was looked at.
  package var goesOn = false

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

  /// The field of the conversation that a record belongs to, as commands take it; nil where there is none.
  /// - Parameter taken: fields that are something else.
  package func conversation(taken: [String]) -> String? {
    finder.find([.conversation], taken: Set(taken.compactMap(index))).roles[.conversation].map { field($0.column) }
  }

  private init() {}

  /// How much is looked at.
  package struct Extent: Sendable {
    /// Of every column.
    var records = 1000
    var bytes = 1 << 20
    /// For columns that are still empty then, and for keys that come later: surveys that began later have their answers there.
    var furtherBytes = 0

    /// For what is read as it comes.
    package static let first = Extent()
    /// For figures.
    package static let further = Extent(furtherBytes: 8 << 20)
  }
}

extension ColumnFacts {
  /// Whether further values are not needed to tell what a column is: it has some, and not only those of solved cases, which
  /// come first where open ones are the latest.
  fileprivate var isTold: Bool { filled > 0 && !areOneSided }
}

/// Columns that are looked at further, since they were empty where every column was looked at, or the same of all cases.
private struct LateColumns {
  var columns: [Int]
  /// The number of the record that had the first value, of those that had one.
  private(set) var firstValues: [Int: Int] = [:]

  var isAnyEmpty: Bool { firstValues.count < columns.count }

  mutating func noteValue(of column: Int, in record: Int) {
    if firstValues[column] == nil { firstValues[column] = record }
  }
}

extension ColumnSample {
  /// Reads columns with their values.
  ///
  /// - Parameters:
  ///   - distinctLimit: see `ColumnFacts`.
  ///   - extent: how much is looked at; nil for all.
  /// - Returns: nil when a record has the field `name`.
  package init?(
    _ tape: InputTape, _ format: RecordFormat, distinctLimit: Int, isBrief: Bool = false, unless name: String? = nil,
    extent: Extent? = nil
  ) throws(StreamError) {
    let reader = ColumnReader(format: format)
    var sample = ColumnSample()
    var names: [String] = []
    var facts: [ColumnFacts] = []
    var hasName = false
    // The last rows of a table may sum it up, or say something of it.
    func mayEndTable(_ fields: ColumnReader.Fields) -> Bool {
      FieldCursor(fields[0]).mayBeSummaryOrCount
        || fields.count > 1 && fields[0].contains(0x20) && fields.dropFirst().allSatisfy { FieldCursor($0).isMissing }
    }
    var summaries: [[[UInt8]]] = []
    func append(_ row: [[UInt8]]) {
      for index in facts.indices { row[index].withUnsafeBufferPointer { facts[index].append($0) } }
    }
    var bytes = 0
    // nil while every column is looked at.
    var late: LateColumns?
    var isStopped = false
    /// Whether more records are needed.
    func needsMore(_ fields: ColumnReader.Fields) -> Bool {
      guard let extent else { return true }
      bytes += fields.reduce(fields.count) { $0 + $1.count }
      if late == nil, bytes >= extent.bytes || sample.records >= extent.records {
        late = LateColumns(columns: facts.indices.filter { !facts[$0].isTold })
      }
      guard let late else { return true }
      let isWaiting =
        late.isAnyEmpty || late.firstValues.values.contains { sample.furtherRecords - $0 < extent.records }
      isStopped = bytes >= extent.furtherBytes || !isWaiting && format != .jsonl
      return !isStopped
    }
    func addColumns() {
      for column in reader.columns[facts.count...] {
        let label = reader.table?.label(at: names.count)
        let limit = min(distinctLimit, max(100, 400_000 / reader.columns.count))
        var new = ColumnFacts(name: column, label: label, distinctLimit: limit)
        new.appendBlanks(sample.records - sample.problems + sample.furtherRecords)
        late?.columns.append(facts.count)
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
      guard case .success(let fields) = result else {
        if late == nil {
          sample.records += 1
          sample.problems += 1
        }
        return needsMore([])
      }
      if late == nil { sample.records += 1 } else { sample.furtherRecords += 1 }
      if reader.table != nil, !facts.isEmpty, summaries.count < 4, mayEndTable(fields) {
        summaries.append(facts.indices.map { Array(fields[$0]) })
        return needsMore(fields)
      }
      if !summaries.isEmpty, facts.indices.contains(where: { !FieldCursor(fields[$0]).isMissing }) {
        summaries.forEach(append)
        summaries.removeAll()
      }
      for index in late?.columns ?? Array(facts.indices) {
        facts[index].append(fields[index])
        if late != nil, facts[index].isTold { late?.noteValue(of: index, in: sample.furtherRecords) }
      }
      return needsMore(fields)
    }
    if hasName { return nil }
    sample.goesOn = isStopped
    addColumns()
    sample.columns = names.indices.map { index in
      RoleFinder.Column(name: names[index], label: reader.table?.label(at: index), facts: facts[index])
    }
    sample.table = reader.table
    sample.firstProblem = reader.firstProblem
    sample.leftOut = reader.leftOut
    sample.isCut = reader.hasMoreColumns
    sample.finder = RoleFinder(sample.columns)
    self = sample
  }
}

extension ColumnSample {
  /// Records that are looked at to find columns.
  static let firstRecords = Extent.first.records

  /// A sample of the first records. The input can be read afterwards.
  /// - Parameters:
  ///   - extent: how much is looked at.
  ///   - isBrief: look at no more than what has arrived.
  ///   - name: stops looking where the input has this column, and gives nil.
  package static func first(
    in tape: InputTape, format: RecordFormat, _ extent: Extent = .first, isBrief: Bool = false,
    unless name: String? = nil
  ) throws(StreamError) -> ColumnSample? {
    try tape.look { () throws(StreamError) in
      try ColumnSample(
        tape, format, distinctLimit: firstRecords, isBrief: isBrief, unless: name, extent: extent)
    }
  }
}
