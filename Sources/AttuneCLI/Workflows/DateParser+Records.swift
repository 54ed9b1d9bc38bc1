import ArgumentParser
import AttuneReports
import AttuneStreams
import AttuneWorkflows

extension DateParser {
  /// See `look`.
  /// - Throws: ends with a sentence where a date has two readings and no other tells which one is meant.
  static func detected(
    _ column: String, isOptional: Bool, order: Order?, zone: TimeZone?, in tape: InputTape, format: RecordFormat
  ) throws -> DateParser {
    switch try look(column, isOptional: isOptional, order: order, zone: zone, in: tape, format: format) {
    case .success(let dates): return dates
    case .failure(let error): try RecordLayout.fail(error)
    }
  }
}
