import AttuneCare
import AttuneReports
import AttuneStreams
import Synchronization

/// The column that says who wrote each record, in files that hold what customers write and what they are answered.
package enum WriterColumn {
  /// Records whose values are looked at.
  private static let lookedAt = 1000
  private static let mostValues = 12

  /// Finds it by its name and its values: all of them name a side, and customers are not alone. A column "role" may be
  /// anybody's in a company, unless the records are parts of conversations. Under any other name, values that are both
  /// agents and customers tell. The input can be read afterwards.
  ///
  /// - Parameters:
  ///   - taken: columns that are something else.
  ///   - isBrief: look at no more than what has arrived.
  /// - Returns: nil where there is none.
  package static func find(
    in sample: ColumnSample, of tape: InputTape, format: RecordFormat, taken: Set<Int>, isBrief: Bool = false
  ) throws(StreamError) -> String? {
    let finder = sample.finder
    let found = finder.find([.role], taken: taken)
    let named = found.roles[.role].map { [$0.column] } ?? found.ties[.role] ?? []
    let told = sample.columns.indices.filter { column in
      let facts = sample.columns[column].facts
      return !taken.contains(column) && !named.contains(column) && (2...mostValues).contains(facts.distinct)
        && TurnSide.areWriters(facts.examples)
    }
    let candidates = named + told
    let parts = finder.find([.conversation, .turn], taken: taken).roles
    for column in candidates {
      let name = sample.columns[column].name.trimmingBlanks.lowercased()
      guard !parts.isEmpty || name != "role" && name != "rolle" else { continue }
      let field = sample.field(column)
      let sides = try values(of: field, in: tape, format: format, isBrief: isBrief).map { TurnSide(role: $0) }
      if sides.contains(.customer), sides.contains(.agent) || sides.contains(.neither), !sides.contains(.unknown) {
        return field
      }
    }
    return nil
  }

  private static func values(
    of field: String, in tape: InputTape, format: RecordFormat, isBrief: Bool
  ) throws(StreamError) -> Set<String> {
    let found = Mutex((values: Set<String>(), records: 0))
    var pipeline = FieldPipeline(format: format, fields: [field]) { fields in
      found.withLock { found in
        found.records += 1
        if found.records <= lookedAt, found.values.count <= mostValues, !FieldCursor(fields[0]).isMissing {
          found.values.insert(String(decoding: fields[0], as: UTF8.self))
        }
      }
    }
    pipeline.optionalFields = [field]
    if isBrief { pipeline.chunkSize = 64 << 10 }
    let look = pipeline
    _ = try tape.look { () throws(StreamError) in
      try look.run(tape) { _ in !isBrief && found.withLock { $0.records < lookedAt } }
    }
    return found.withLock { $0.values }
  }

  /// What is said where there is one.
  /// - Parameter column: as people may see it.
  package static func note(_ column: String) -> String {
    "only what customers wrote is counted, by the column \(column)"
  }
}
