import AttuneStreams

extension Service {
  /// A correction of a verdict, as a line of training data.
  ///
  /// - Parameter line: an object with the fields "text" and "label"; others are left out.
  /// - Returns: the line, or `{"error":"…"}` for a text that is blank, and for a label that the model does not have.
  public func correction(_ line: [UInt8]) -> Answer {
    var answer = Answer(bytes: [], records: 1, problems: 0)
    line.withUnsafeBufferPointer { line in
      FieldBatch(names: ["text", "label"]).forEach(line) { object in
        let (text, label) = (object.fields[0], String(decoding: object.fields[1], as: UTF8.self))
        if let problem = object.problem {
          answer = .refusal("\(problem)")
        } else if !text.contains(where: { $0 > 0x20 }) {
          answer = .refusal("no text in field 'text'")
        } else if !model.labels.contains(label) {
          answer = .refusal("field 'label' must be \(model.labels.joined(separator: ", "))")
        } else {
          let text = JSONText.string(String(decoding: text, as: UTF8.self))
          answer.bytes = Array("{\"text\":\(text),\"label\":\(JSONText.string(label))}\n".utf8)
        }
      }
    }
    return answer
  }
}

extension Answer {
  fileprivate static func refusal(_ reason: String) -> Answer {
    Answer(bytes: Array(MessageJSON.error(reason).utf8), records: 1, problems: 1)
  }
}
