import Mustache

/// Pages that stand on their own: one file, no script, nothing that is loaded from elsewhere.
enum Page {
  /// A template and those that it includes.
  static func render(_ template: [UInt8], _ content: Any) -> String {
    do {
      var library = MustacheLibrary()
      try library.register(text(PackageResources.style_mustache), named: "style")
      try library.register(text(PackageResources.columns_mustache), named: "columns")
      return try MustacheTemplate(string: text(template)).render(content, library: library)
    } catch {
      // The templates are part of the program, and the tests render them.
      preconditionFailure("\(error)")
    }
  }

  /// A figure, or an interval, which may break between its ends only.
  static func unbroken(_ figure: String) -> String {
    figure.replacing(" ", with: "\u{A0}").replacing("\u{A0}…\u{A0}", with: "\u{A0}… ")
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// A figure in a cell.
  struct Cell {
    var name: String
    var text: String
    var interval: String
    var count: String
    /// "few" for figures of few answers.
    var `class`: String

    init(_ figure: ReportSummary.Figure, name: String? = nil) {
      self.name = name ?? figure.name
      text = Page.unbroken(figure.text)
      interval = Page.unbroken(figure.intervalText)
      count = Digits.count(figure.count)
      `class` = figure.isMarked ? "few" : ""
    }
  }

  /// How a column was read.
  struct ColumnNotes {
    var name: String
    var notes: String
    var examples: [String]
    var hasExamples: Bool

    init?(_ column: ReportSummary.Column) {
      guard !column.notes.isEmpty else { return nil }
      name = column.name
      notes = column.notes.joined(separator: ", ")
      examples = column.examples
      hasExamples = !examples.isEmpty
    }
  }
}
