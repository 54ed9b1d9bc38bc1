import Attune
import AttuneReports
import AttuneStreams

extension Service {
  /// The field of the text, of the names that a caller gives: several are read as one text, and so are those between the
  /// commas of a name that no record has.
  /// - Returns: nil for no names.
  public static func field(of names: [String]) -> String? { JoinedField.name(names) }

  /// Options with what the first records tell where nobody has said it: whether only the writers' own words count.
  ///
  /// - Parameter head: the first `headBytes` bytes of the records, or all of them.
  public func settled(_ options: ClassifyOptions, by head: [UInt8]) -> ClassifyOptions {
    var options = options
    options.ownWords = options.ownWords ?? QuotedMail.look(in: head, field: options.text).isUsual
    return options
  }

  /// How much of the records tells whether they quote mails.
  public static let headBytes = QuotedMail.lookedAt

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
  public func explain(_ lines: [UInt8], _ context: TextContext = .init()) -> Answer {
    var answer = Answer()
    let model = model.reading(columnIn: context.languages)
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

  /// The field "text" of records with what tells who a person is masked, as reports quote it, with the places of that, and with
  /// the dates, amounts and numbers of orders in it:
  /// `{"redacted":"…","masked":[{"as":"[email]","start":…,"end":…}],"facts":[{"kind":"date","text":"…","start":…,"end":…}]}`,
  /// or `{"error":"…"}`.
  ///
  /// - Parameter lines: whole records, one a line.
  /// - Complexity: O(bytes)
  public func redact(_ lines: [UInt8]) -> Answer {
    Answer(to: lines, texts) { text in
      let facts = MessageFact.find(in: text).map { fact in
        "{\"kind\":\"\(fact.kind.rawValue)\",\"text\":\(JSONText.string(fact.text)),\"start\":\(fact.range.lowerBound),"
          + "\"end\":\(fact.range.upperBound)}"
      }
      let masked = Redaction.found(in: text).map { found in
        "{\"as\":\"\(found.kind)\",\"start\":\(found.range.lowerBound),\"end\":\(found.range.upperBound)}"
      }
      return "{\"redacted\":\(JSONText.string(Redaction.redact(text))),\"masked\":[\(masked.joined(separator: ","))],"
        + "\"facts\":[\(facts.joined(separator: ","))]}\n"
    }
  }

  /// Bytes of a text that is explained, as those of a line are.
  private static let explainedLimit = 1 << 20

  /// All that the desk says of a text: `{"classified":…,"explained":…,"redacted":…}`, as the texts of its file are read.
  /// - Complexity: O(bytes)
  public func reading(of text: String, in context: TextContext) -> [UInt8] {
    let line = Array("{\"text\":\(JSONText.string(text))}\n".utf8)
    var options = ClassifyOptions()
    (options.aspects, options.urgency, options.tones, options.context) = (true, true, .nine, context)
    func value(_ answer: Answer) -> ArraySlice<UInt8> { answer.bytes.dropLast() }
    return Array("{\"classified\":".utf8) + value(classify(line, options)) + Array(",\"explained\":".utf8)
      + value(explain(line, context)) + Array(",\"redacted\":".utf8) + value(redact(line)) + [UInt8(ascii: "}")]
  }
}
