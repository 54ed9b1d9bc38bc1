import AttuneReports
import AttuneStreams
import Synchronization

extension RecordLayout {
  /// Records that are looked at before the reading; more when dates leave their order open.
  package static let lookedAt = 50_000

  /// Looks at the columns of inputs to find out how they are written. The inputs can be read afterwards; what was looked at
  /// is kept, up to `InputTape.limit` bytes.
  ///
  /// - Returns: the layout with what was found, or the column that cannot be read without help.
  package func look(
    in tape: InputTape, format: RecordFormat
  ) throws(StreamError) -> Result<RecordLayout, LayoutError> {
    guard format != .text, !measured.isEmpty || time != nil || contacts != nil else { return .success(self) }
    let table = try FieldReader.table(of: tape, format: format)
    let semicolon = table?.delimiter == UInt8(ascii: ";")
    var layout = self
    for index in layout.measured.indices {
      layout.measured[index].label = table?.label(of: layout.measured[index].name)
    }
    let detector = Mutex(LayoutDetector(layout, decimalMark: semicolon ? .comma : .point))
    // With one worker, which reads the records in order.
    var pipeline = FieldPipeline(format: format, fields: fields) { fields in
      if !tape.isCut { detector.withLock { $0.append(fields) } }
    }
    pipeline.leavesOutFillers = true
    let look = pipeline
    _ = try tape.look { () throws(StreamError) in
      try look.run(tape) { _ in detector.withLock { $0.records < Self.lookedAt || $0.isOpen } }
    }
    return detector.withLock { detector in
      Result { () throws(LayoutError) in try detector.detected() }
    }
  }
}
