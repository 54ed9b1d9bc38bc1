import Attune
import AttuneReports
import AttuneStreams

extension Service {
  /// What `attune classify --format jsonl` writes for records.
  ///
  /// - Parameter lines: whole records, one a line.
  /// - Complexity: O(bytes)
  public func classify(_ lines: [UInt8], _ options: ClassifyOptions) -> Answer {
    lines.withUnsafeBufferPointer { lines in
      pool(options).with { batch in
        batch.classify(lines) { Answer(bytes: Array($0), records: $1.records, problems: $1.problems) }
      }
    }
  }

  /// What `attune explain` writes for the field "text" of records.
  ///
  /// - Parameter lines: whole records, one a line.
  /// - Complexity: O(bytes)
  public func explain(_ lines: [UInt8]) -> Answer {
    var answer = Answer()
    lines.withUnsafeBufferPointer { lines in
      texts.with { batch in
        batch.forEach(lines) { object in
          answer.records += 1
          let line: String
          if let problem = object.problem ?? (object.fields[0].baseAddress == nil ? .missingField("text") : nil) {
            answer.problems += 1
            line = ExplanationJSON.text(problem)
          } else if object.fields[0].count > Self.explainedLimit {
            answer.problems += 1
            line = ExplanationJSON.text(.tooLong(limit: Self.explainedLimit))
          } else {
            let text = String(decoding: object.fields[0], as: UTF8.self)
            line = explanation.text(model.explain(text), of: text)
          }
          answer.bytes += line.utf8
          answer.bytes.append(0x0A)
        }
      }
    }
    return answer
  }

  /// The field "text" of records with what tells who a person is masked, as reports quote it:
  /// `{"redacted":"…"}`, or `{"error":"…"}`.
  ///
  /// - Parameter lines: whole records, one a line.
  /// - Complexity: O(bytes)
  public func redact(_ lines: [UInt8]) -> Answer {
    Answer(to: lines, texts) { "{\"redacted\":\(JSONText.string(Redaction.redact($0)))}\n" }
  }

  /// Bytes of a text that is explained, as those of a line are.
  private static let explainedLimit = 1 << 20
}
