import AttuneReports
import AttuneStreams
import Synchronization

extension DateParser {
  /// Looks at a column of dates to find out how it is written. The inputs can be read afterwards.
  ///
  /// - Parameters:
  ///   - isOptional: whether a table may lack the column.
  /// - Returns: a failure where a date has two readings and no other tells which one is meant.
  package static func look(
    _ column: String, isOptional: Bool, order: Order?, zone: TimeZone?, in tape: InputTape, format: RecordFormat
  ) throws(StreamError) -> Result<DateParser, LayoutError> {
    let detector = Mutex((dates: DateColumnDetector(column: column), records: 0))
    // With one worker, which reads the records in order.
    var pipeline = FieldPipeline(format: format, fields: [column]) { fields in
      guard !tape.isCut else { return }
      detector.withLock { detector in
        detector.dates.append(fields[0])
        detector.records += 1
      }
    }
    if isOptional { pipeline.optionalFields = [column] }
    let looking = pipeline
    _ = try tape.look { () throws(StreamError) in
      try looking.run(tape) { _ in
        detector.withLock { detector in
          if detector.records < RecordLayout.lookedAt { return true }
          if order == nil, case .open = detector.dates.finding { return true }
          return false
        }
      }
    }
    let dates = detector.withLock { $0.dates }
    return Result { () throws(LayoutError) in try dates.parser(order: order, zone: zone) }
  }
}
