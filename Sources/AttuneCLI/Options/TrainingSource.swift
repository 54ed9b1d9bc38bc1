import Attune
import AttuneStreams
import AttuneTraining
import AttuneWorkflows

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

  /// What the rows show of what a model to start from makes of them.
  struct Seen {
    /// The first texts, by which the language of all is told.
    private(set) var texts: [String] = []
    /// Labels as they stand in the files, with their number and the first place of each.
    private(set) var labels: [String: (count: Int, path: String, line: Int)] = [:]
    private static let limit = 500

    mutating func append(_ label: String, path: String, line: Int) {
      labels[label, default: (0, path, line)].count += 1
    }

    /// The model's name of each label, read as `attune evaluate` reads them, and what is said of that.
    /// - Throws: `StreamError.badRecord` for the first label without a meaning.
    func meanings(_ model: Model) throws(StreamError) -> (names: [String: String], notes: [String]) {
      let gold = GoldLabels(labels.keys, modelLabels: model.labels, isSentiment: model.isSentiment)
      let open = labels.filter { (gold.meanings[$0.key] ?? nil) == nil }
      if let (label, first) = open.min(by: { ($0.value.path, $0.value.line) < ($1.value.path, $1.value.line) }) {
        let reason = "'\(label)' is not a label of the starting model: \(model.labels.joined(separator: ", "))"
        throw .badRecord(RecordProblem(reason: .refused(reason), path: first.path, line: first.line))
      }
      let notes = GoldLabelNotes(gold, counts: labels.mapValues(\.count), modelLabels: model.labels, isMapped: false)
      return (gold.meanings.compactMapValues { $0 }, gold.isIdentity ? [] : notes.lines)
    }

    mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
      if texts.count < Self.limit { texts.append(String(decoding: text, as: UTF8.self)) }
    }

    /// A warning where many are in languages that a model does not read; nil where few are.
    func warning(_ model: Model) -> String? {
      let column = ColumnLanguage.first(of: texts)
      var languages = NameCounts()
      for case let language? in model.reading(columnIn: column).classify(texts).map(\.language) {
        languages.add(language)
      }
      guard 10 * languages.total > texts.count else { return nil }
      let first = texts.count < Self.limit ? "" : "first "
      return
        "\(languages.total) of the \(first)\(texts.count) texts are in languages other than English: "
        + "\(languages.listed); the starting model labels such texts unknown, and so will the new one"
    }
  }

  /// Adds the file's texts, but for those without a word, which are counted in `emptyTexts`.
  func read(
    into data: inout TrainingSet, group: Int, _ emptyTexts: inout EmptyTexts, _ seen: inout Seen
  ) throws {
    let targetFields =
      switch target {
      case .label(let field): [field]
      case .probabilities(let labels): labels
      }
    let fields = targetFields + [textField] + (weightField.map { [$0] } ?? [])
    let reader = FieldReader(format: format, fields: fields, texts: [textField])
    var goodLabels: Set<String> = []
    try reader.forEach(in: tape) { fields, line throws(RecordProblem.Reason) in
      let text = fields[targetFields.count]
      seen.append(text)
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
          goodLabels.insert(label)
        }
        seen.append(label, path: name, line: line)
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
