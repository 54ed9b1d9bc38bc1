import Attune
import AttuneStreams
import AttuneTraining

/// One file of labelled texts.
struct TrainingSource {
  private let input: StreamInput
  private let format: RecordFormat
  private let textField: String
  private let weightField: String?
  private let target: Target

  /// Beyond this, sums of weights lose the small ones.
  private static let largestWeight: Float = 1_000_000

  /// How a row says what its text is.
  private enum Target {
    case label(field: String)
    case probabilities(labels: [String])
  }

  init(_ input: StreamInput, _ format: RecordFormat, _ command: TrainCommand) throws {
    self.input = input
    self.format = format
    textField = format == .text ? "text" : command.text
    weightField = format == .text ? nil : command.weight
    let soft = (command.soft ?? "").split(separator: ",").map { $0.trimmingBlanks() }
    if !soft.isEmpty, try Self.has(soft, input, format) {
      target = .probabilities(labels: soft)
    } else {
      target = .label(field: format == .text ? "label" : command.label)
    }
  }

  /// Whether the file has certain columns. Inputs that can be read only once are taken at the user's word.
  private static func has(_ columns: [String], _ input: StreamInput, _ format: RecordFormat) throws -> Bool {
    guard format.isTable, FileIdentity(input) != nil, input != .standardInput else { return true }
    return Set(columns).isSubset(of: try FieldReader.columns(of: input, format: format))
  }

  /// Adds the file's texts, but for those without a word: they teach nothing, and a model calls them unknown anyway.
  /// - Returns: how many were passed over.
  func read(into data: inout TrainingSet, group: Int) throws -> Int {
    let targetFields =
      switch target {
      case .label(let field): [field]
      case .probabilities(let labels): labels
      }
    // A file may lack the column of weights; its texts weigh 1 then.
    let weights = try weightField.flatMap { field in
      try Self.has([field], input, format) ? [field] : nil
    }
    let reader = FieldReader(format: format, fields: targetFields + [textField] + (weights ?? []))
    var emptyTexts = 0
    try reader.forEach(in: input) { fields, line throws(RecordProblem.Reason) in
      let text = fields[targetFields.count]
      var weight: Float = 1
      if weights != nil {
        weight = try number(fields[targetFields.count + 1], "weight")
        guard weight <= Self.largestWeight else { throw .refused("a weight of more than \(Int(Self.largestWeight))") }
      }
      switch target {
      case .label:
        let label = String(decoding: fields[0], as: UTF8.self)
        guard !label.isEmpty else { throw .refused("the label is empty") }
        guard label != Verdict.unknown, label != "error" else {
          throw .refused("the label '\(label)' has a meaning of its own in the output")
        }
        guard !data.isEmpty(text) else {
          emptyTexts += 1
          return
        }
        data.append(text, label: label, weight: weight, group: group, line: line)
      case .probabilities(let labels):
        var targets: [(label: String, probability: Float)] = []
        for (index, label) in labels.enumerated() { targets.append((label, try number(fields[index], "probability"))) }
        guard targets.contains(where: { $0.probability > 0 }) else { throw .refused("the probabilities are all 0") }
        guard !data.isEmpty(text) else {
          emptyTexts += 1
          return
        }
        data.append(text, targets: targets, weight: weight, group: group, line: line)
      }
    }
    return emptyTexts
  }

  private func number(
    _ bytes: UnsafeBufferPointer<UInt8>, _ name: String
  ) throws(RecordProblem.Reason) -> Float {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let number = Float(text), number >= 0, number.isFinite else { throw .refused("'\(text)' is not a \(name)") }
    return number
  }
}
