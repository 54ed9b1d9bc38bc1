import Attune
import AttuneStreams
import AttuneTraining

/// Texts with the labels that people gave them, as a model calls them.
enum LabelledRows {
  struct Row {
    var label: String
    var text: String
    /// Empty where nothing is grouped.
    var group: String
  }

  /// Where texts and labels stand, and what labels mean.
  struct Columns {
    /// nil where it is to be found.
    var text: String?
    var label: String
    /// Pairs, or a file.
    var map: String?
    var by: String?

    /// The file of `--map`; nil for pairs.
    var mapFile: String? { map.flatMap { $0.contains("=") ? nil : $0 } }

    /// The fields of the label and of the text.
    func fields(of tape: InputTape, _ format: RecordFormat) throws -> [String] {
      guard format != .text else { return ["label", "text"] }
      if let text { return [label, text] }
      return [label, try ColumnSearch(tape: tape, format: format).text(taken: [label])]
    }
  }

  /// The rows whose labels have a meaning. What was read as what, and what was left out, is said.
  static func read(
    _ inputs: [StreamInput], _ format: RecordFormat, _ columns: Columns, _ model: Model
  ) throws -> [Row] {
    try labelled(readRows(inputs, format, columns), columns, model, inputs)
  }

  /// Gives rows the model's labels. Those without one are left out.
  private static func labelled(
    _ rows: [Row], _ columns: Columns, _ model: Model, _ inputs: [StreamInput]
  ) throws -> [Row] {
    let map = try columns.map.map { try LabelMap($0, modelLabels: model.labels).labels } ?? [:]
    let counts = rows.reduce(into: [String: Int]()) { $0[$1.label, default: 0] += 1 }
    let gold = GoldLabels(counts.keys, modelLabels: model.labels, isSentiment: model.isSentiment, map: map)
    if gold.isIdentity { return rows }
    let lines = GoldLabelNotes(gold, counts: counts, modelLabels: model.labels).lines
    for line in lines { inputs.first?.reading.notes.add(line) }
    let kept = rows.compactMap { row in
      (gold.meanings[row.label] ?? nil).map { Row(label: $0, text: row.text, group: row.group) }
    }
    if kept.isEmpty, !rows.isEmpty {
      let classes = model.labels.joined(separator: ", ")
      try Exit.fail("no label can be mapped to the model's (\(classes)); map them with --map", Exit.data)
    }
    return kept
  }

  private static func readRows(_ inputs: [StreamInput], _ format: RecordFormat, _ columns: Columns) throws -> [Row] {
    var rows: [Row] = []
    let group = format == .text ? [] : columns.by.map { [$0] } ?? []
    for input in inputs {
      let tape = InputTape([input])
      let fields = try columns.fields(of: tape, format) + group
      let reader = FieldReader(format: format, fields: fields, texts: [fields[1]])
      try reader.forEach(in: tape) { fields, _ throws(RecordProblem.Reason) in
        rows.append(
          Row(
            label: String(decoding: fields[0], as: UTF8.self), text: String(decoding: fields[1], as: UTF8.self),
            group: fields.count > 2 ? String(decoding: fields[2], as: UTF8.self) : ""))
      }
    }
    return rows
  }
}
