import AttuneCare
import AttuneStreams

/// Judges replies of one stream, in its order: boilerplate shows only by what came before. One caller at a time.
@_spi(Server) public final class ReplyLines {
  static let fields = ["reply", "customer", "channel"]

  private let service: Service
  private let records: ReplyRecords
  private let empathy = EmpathyField()
  private let writer: RecordWriter<EmpathyField>
  private var memory = ReplyRecords.Memory()

  /// The beginning of a stream whose records have the fields "reply", "customer" and "channel".
  /// - Parameter channel: of all replies, whatever they name; nil for what they name, or else e-mail.
  /// - Returns: nil where there is no such channel.
  public init?(_ service: Service, channel name: String? = nil) {
    guard let channel = service.coach.rubric.channel(named: name ?? "email") else { return nil }
    self.service = service
    var fields = ReplyRecords.Fields()
    fields.channel = name == nil ? "channel" : nil
    fields.optional = ["customer", "channel"]
    records = ReplyRecords(coach: service.coach, format: .jsonl, fields: fields, channel: channel)
    writer = RecordWriter(input: .jsonl, output: .jsonl, lead: empathy)
  }

  /// What `attune reply --format jsonl` writes for the next records.
  ///
  /// - Parameter lines: whole records, one a line.
  /// - Complexity: O(bytes)
  public func judge(_ lines: [UInt8]) -> Answer {
    var answer = Answer()
    var out = OutputBuffer(capacity: 4 << 10)
    lines.withUnsafeBufferPointer { lines in
      service.replies.with { batch in
        batch.forEach(lines) { object in
          answer.records += 1
          if let problem = write(object, to: &out) {
            answer.problems += 1
            writer.write(object.bytes, problem: problem, to: &out)
          }
        }
      }
    }
    answer.bytes = Array(UnsafeBufferPointer(start: out.bytes, count: out.count))
    return answer
  }

  /// - Returns: why it was not written.
  private func write(_ object: FieldBatch.Object, to out: inout OutputBuffer) -> RecordProblem.Reason? {
    if let problem = object.problem { return problem }
    var record = records.record(object.fields)
    if case .refused(let message) = record.content { return .refused(message) }
    empathy.assessment = records.judge(&record, &memory).assessment
    writer.write(
      object.bytes, text: .init(start: nil, count: 0), holdsKeys: object.holdsWatched, row: 0, to: &out)
    return nil
  }
}
