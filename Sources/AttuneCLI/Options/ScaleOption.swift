import ArgumentParser
import AttuneReports

/// What `--scale` says: "1..5", "quality", or "column=1..5".
struct ScaleOption {
  /// nil for all columns of answers.
  var column: String?
  /// As it is given.
  var name: String
  /// nil for a family of words.
  var scale: Scale?

  init(_ text: String) {
    let mark = text.lastIndex(of: "=")
    column = mark.map { String(text[..<$0]) }
    name = mark.map { String(text[text.index(after: $0)...]) } ?? text
    scale = Scale(name)
  }

  /// A scale without a column is that of satisfaction and effort; the likelihood to recommend only takes its own one so.
  func apply(to measured: inout RecordLayout.MeasuredColumn) {
    if let column, column != measured.name { return }
    if measured.kind == .promoter, scale != .promoter { return }
    if let scale {
      measured.scale = scale
      measured.scale?.best = measured.best ?? .high
    } else {
      measured.familyName = name
    }
  }

  func error(_ book: AnswerBook) -> ValidationError {
    let names = book.families.prefix(30).map(\.name).joined(separator: ", ")
    return ValidationError(
      "--scale takes two whole numbers such as 1..5, not '\(name)'. Families of answers in words are \(names).")
  }
}

/// What `--best` says: "low", or "column=low".
struct BestOption {
  /// nil for all columns of answers.
  var column: String?
  var best: Scale.Best

  /// - Returns: nil for anything else.
  init?(_ text: String) {
    let mark = text.lastIndex(of: "=")
    column = mark.map { String(text[..<$0]) }
    guard let best = Scale.Best(rawValue: mark.map { String(text[text.index(after: $0)...]) } ?? text) else {
      return nil
    }
    self.best = best
  }
}
