import Attune
import AttuneStreams

/// What is written for records.
@_spi(Server) public struct Answer: Sendable {
  /// A line of JSON for each record, in the order of the records unless they are ranked.
  public var bytes: [UInt8] = []
  /// How many records were read.
  public var records = 0
  /// How many of them could not be read, and are answered by an `error`.
  public var problems = 0
  /// How many records of a ranking have no place in it, since they could not be read.
  public var refused = 0

  /// The answer to no records.
  public init() {}

  init(bytes: [UInt8], records: Int, problems: Int) {
    self.bytes = bytes
    self.records = records
    self.problems = problems
  }
}

extension Answer {
  /// The answers to the texts of records; one without a text is answered by what is wrong with it.
  ///
  /// - Parameters:
  ///   - lines: whole records, one a line.
  ///   - texts: read the one field of the texts.
  ///   - line: what is written for a text, with its line end.
  init(to lines: [UInt8], _ texts: Pool<FieldBatch>, _ line: (String) -> String) {
    self.init()
    lines.withUnsafeBufferPointer { lines in
      texts.with { batch in
        batch.forEach(lines) { object in
          records += 1
          if let problem = object.problem ?? (object.fields[0].baseAddress == nil ? .missingField("text") : nil) {
            problems += 1
            bytes += MessageJSON.error("\(problem)").utf8
          } else {
            bytes += line(String(decoding: object.fields[0], as: UTF8.self)).utf8
          }
        }
      }
    }
  }

  /// The answer to a record that is too long to be held.
  /// - Parameter limit: bytes.
  public static func tooLong(limit: Int) -> Answer {
    let reason = JSONText.string("\(RecordProblem.Reason.tooLong(limit: limit))")
    return Answer(bytes: Array("{\"record\":\"\",\"error\":\(reason)}\n".utf8), records: 1, problems: 1)
  }
}

/// JSON for short messages.
@_spi(Server) public enum MessageJSON {
  /// `{"error":"…"}` and a line end.
  public static func error(_ message: String) -> String { "{\"error\":\(JSONText.string(message))}\n" }
}
