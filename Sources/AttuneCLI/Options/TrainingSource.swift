import Attune
import AttuneStreams
import AttuneTraining

/// One file of labelled texts.
struct TrainingSource {
  private let tape: InputTape
  private let format: RecordFormat
  private let textField: String
  /// nil when the file has no weights; its texts weigh 1 then.
  private let weightField: String?
  private let target: Target

  /// Votes may stand for probabilities, which are divided by their sum.
  private static let probabilities = 0.0...1_000_000

  /// How a row says what its text is.
  private enum Target {
    case label(field: String)
    case probabilities(labels: [String])
  }

  init(_ input: StreamInput, _ format: RecordFormat, _ command: TrainCommand) throws {
    let tape = InputTape([input])
    self.tape = tape
    self.format = format
    textField = format == .text ? "text" : command.text
    weightField = try command.weight.flatMap { field in
      try Self.has(tape, format) { $0.index(of: field) != nil } ? field : nil
    }
    let soft = command.softLabels
    // By their names only, which are labels and may be numbers.
    if !soft.isEmpty, try Self.has(tape, format, { Set(soft).isSubset(of: $0.columns) }) {
      target = .probabilities(labels: soft)
    } else {
      target = .label(field: format == .text ? "label" : command.label)
    }
  }

  var hasWeights: Bool { weightField != nil }

  var hasProbabilities: Bool {
    if case .probabilities = target { true } else { false }
  }

  /// Whether the file has certain columns. Files of JSON are taken at the user's word.
  private static func has(_ tape: InputTape, _ format: RecordFormat, _ areThere: (Table) -> Bool) throws -> Bool {
    if format == .text { return false }
    return try !format.isTable || FieldReader.table(of: tape, format: format).map(areThere) ?? false
  }

  /// The names of the columns; empty for what is no table or has no header.
  func columns() throws(StreamError) -> [String] { try FieldReader.table(of: tape, format: format)?.columns ?? [] }

  var name: String { tape.inputs[0].name }

  /// Texts without a word. They teach nothing, and a model calls them unknown anyway.
  struct EmptyTexts {
    var count = 0
    var labels: Set<String> = []
  }

  /// Adds the file's texts, but for those without a word, which are counted in `emptyTexts`.
  func read(into data: inout TrainingSet, group: Int, _ emptyTexts: inout EmptyTexts) throws {
    let targetFields =
      switch target {
      case .label(let field): [field]
      case .probabilities(let labels): labels
      }
    let reader = FieldReader(format: format, fields: targetFields + [textField] + (weightField.map { [$0] } ?? []))
    var goodLabels: Set<String> = []
    try reader.forEach(in: tape) { fields, line throws(RecordProblem.Reason) in
      let text = fields[targetFields.count]
      var weight: Float = 1
      if format == .text, text.starts(with: LabelRule.mark.utf8) {
        throw .refused("more than one label: '\(String(decoding: text.prefix(40), as: UTF8.self))'")
      }
      if weightField != nil {
        weight = try self.weight(fields[targetFields.count + 1])
      }
      switch target {
      case .label:
        guard let label = String(validating: fields[0], as: UTF8.self) else {
          throw .refused("\(LabelRule.Objection.notUTF8(String(decoding: fields[0], as: UTF8.self)))")
        }
        if !goodLabels.contains(label) {
          if let objection = LabelRule.objection(to: label) { throw .refused("\(objection)") }
          guard data.accepts(label) else {
            throw .refused(
              "'\(label)' is not a label of the model to start from: \(data.labels.joined(separator: ", "))")
          }
          goodLabels.insert(label)
        }
        guard !data.isEmpty(text) else {
          emptyTexts.count += 1
          emptyTexts.labels.insert(label)
          return
        }
        data.append(text, label: label, weight: weight, group: group, line: line)
        guard data.labelCount <= LabelRule.mostLabels else {
          throw .refused("\(LabelRule.Objection.tooMany(label))")
        }
      case .probabilities(let labels):
        var targets: [(label: String, probability: Float)] = []
        for (index, label) in labels.enumerated() { targets.append((label, try probability(fields[index]))) }
        guard targets.contains(where: { $0.probability > 0 }) else { throw .refused("the probabilities are all 0") }
        guard !data.isEmpty(text) else {
          emptyTexts.count += 1
          return
        }
        data.append(text, targets: targets, weight: weight, group: group, line: line)
      }
    }
  }

  private func weight(_ bytes: UnsafeBufferPointer<UInt8>) throws(RecordProblem.Reason) -> Float {
    let text = String(decoding: bytes, as: UTF8.self)
    let number = Double(text)
    if let weight = number.flatMap(TrainingSet.weight), weight > 0 || !text.hasDigitsAboveZero { return weight }
    let range = TrainingSet.weightRange
    if let number, number.isFinite, number > Double(range.upperBound) {
      throw .refused("a weight of more than \(Int(range.upperBound))")
    }
    if let number, number.isFinite, number >= 0 { throw .refused("a weight of less than \(range.lowerBound)") }
    throw .refused("'\(text)' is not a weight")
  }

  private func probability(_ bytes: UnsafeBufferPointer<UInt8>) throws(RecordProblem.Reason) -> Float {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let number = Double(text), Self.probabilities.contains(number) else {
      throw .refused("'\(text)' is not a probability")
    }
    return Float(number)
  }
}

extension String {
  /// Whether a number is not 0, however small it is.
  fileprivate var hasDigitsAboveZero: Bool {
    prefix { $0 != "e" && $0 != "E" }.contains { "123456789".contains($0) }
  }
}
