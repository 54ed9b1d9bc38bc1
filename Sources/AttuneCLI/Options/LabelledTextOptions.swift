import ArgumentParser
import AttuneStreams

/// Columns of the text, in commands that have to be told.
struct TextFieldOptions: ParsableArguments {
  @Option(name: .customLong("text"), help: .field("Field or column of the text; may be repeated. Default: text."))
  var names: [String] = []

  /// The columns as one field; nil where none is named.
  var field: String? { JoinedField.name(names) }
}

/// Where texts and the labels that people gave them stand, and what the labels mean.
struct LabelledTextOptions: ParsableArguments {
  @Option(
    name: .customLong("text"),
    help: .field("Field or column of the text; may be repeated. Default: text, else detected."))
  var texts: [String] = []

  @Option(help: .field("Field or column of the label."))
  var label = "label"

  @Option(
    help: .value(
      "file or pairs",
      "Meaning of labels: a file of two columns (label, label of the model), or pairs such as 1=negative,5=positive. '-' leaves a label out."
    ))
  var map: String?

  /// - Parameter group: the column to break figures down by.
  func columns(by group: String? = nil) -> LabelledRows.Columns {
    LabelledRows.Columns(text: JoinedField.name(texts), label: label, map: map, by: group)
  }
}
