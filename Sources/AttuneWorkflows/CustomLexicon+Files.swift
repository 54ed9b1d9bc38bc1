import Attune
import AttuneStreams

extension CustomLexicon {
  /// The terms of files, of which either may be nil: of words with their valences, and of words that must not matter.
  ///
  /// - Throws: `StreamError.badRecord` with the line of what is no term, and for a file that cannot be read.
  /// - Complexity: O(bytes)
  package init(lexicon: String?, ignored: String?) throws(StreamError) {
    self.init()
    if let lexicon { try readLexicon(lexicon) }
    if let ignored { try readIgnored(ignored) }
  }

  /// Adds the terms of a file: a line "term TAB valence" each, also with a comma, a semicolon or a blank between them, and
  /// what stands behind the valence is not read. Blank lines, comments ("# …") and a header are passed over.
  ///
  /// - Throws: `StreamError.badRecord` with the line for what is no term and valence, and for a term that comes with another
  ///   valence.
  private mutating func readLexicon(_ path: String) throws(StreamError) {
    var lexicon = self
    var isFirst = true
    let scratch = TokenizerScratch()
    try TermFile.forEachLine(of: path) { line throws(RecordProblem.Reason) in
      defer { isFirst = false }
      guard let (term, written) = TermFile.fields(of: line) else {
        if line.hasPrefix("#") { return }
        throw .refused("'\(TermFile.shown(line))' is not a term followed by a valence")
      }
      if line.hasPrefix("# ") || isFirst && TermFile.isHeader(term, written) { return }
      guard !term.isEmpty, let valence = Double(written), valence.isFinite else {
        if line.hasPrefix("#") { return }
        throw .refused(
          "'\(TermFile.shown(line))': '\(TermFile.shown(written))' is not a valence; it must be a number from -4 to 4"
        )
      }
      try lexicon.append(term, valence, scratch)
    }
    try TermFile.check(path, added: lexicon.count - count)
    self = lexicon
  }

  /// Adds the words and phrases of a file that must not matter, one a line.
  ///
  /// - Throws: as `readLexicon`.
  private mutating func readIgnored(_ path: String) throws(StreamError) {
    var lexicon = self
    let scratch = TokenizerScratch()
    try TermFile.forEachIgnored(in: path) { term throws(RecordProblem.Reason) in
      try lexicon.append(term, nil, scratch)
    }
    try TermFile.check(path, added: lexicon.count - count)
    self = lexicon
  }

  private mutating func append(
    _ term: String, _ valence: Double?, _ scratch: TokenizerScratch
  ) throws(RecordProblem.Reason) {
    do throws(Objection) {
      try add(term, valence: valence, scratch: scratch)
    } catch {
      throw .refused("'\(TermFile.shown(term))': \(error)")
    }
  }
}

/// A file of terms, one a line.
package enum TermFile {
  /// Calls `body` with every line that is not blank, without the blanks around it.
  static func forEachLine(
    of path: String, _ body: (String) throws(RecordProblem.Reason) -> Void
  ) throws(StreamError) {
    try FieldReader(format: .text, fields: ["term"]).forEach(in: .file(path)) {
      fields, _ throws(RecordProblem.Reason) in
      let line = String(decoding: fields[0], as: UTF8.self).split(separator: " ", omittingEmptySubsequences: true)
        .joined(separator: " ")
      if !line.isEmpty { try body(line) }
    }
  }

  /// - Throws: `StreamError.badRecord` for a file without a term, which was given for nothing.
  static func check(_ path: String, added: Int) throws(StreamError) {
    guard added == 0 else { return }
    throw .badRecord(RecordProblem(reason: .refused("the file holds no term"), path: path, line: 1))
  }

  /// Calls `body` with every term of a list of terms that must not matter. Lines that begin with "#" are comments.
  package static func forEachIgnored(
    in path: String, _ body: (String) throws(RecordProblem.Reason) -> Void
  ) throws(StreamError) {
    try forEachLine(of: path) { line throws(RecordProblem.Reason) in
      if !line.hasPrefix("#") { try body(line) }
    }
  }

  /// A line's term and what is written as its valence: behind the first tab, or the last comma, semicolon or blank.
  static func fields(of line: String) -> (term: String, valence: String)? {
    if line.contains("\t") {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map { $0.trimmingBlanks }
      return (unquoted(parts[0]), unquoted(parts[1]))
    }
    guard let cut = line.lastIndex(where: { $0 == "," || $0 == ";" }) ?? line.lastIndex(of: " ") else { return nil }
    return (
      unquoted(line[..<cut].trimmingBlanks), unquoted(line[line.index(after: cut)...].trimmingBlanks)
    )
  }

  private static func unquoted(_ field: String) -> String {
    guard field.count >= 2, field.hasPrefix("\""), field.hasSuffix("\"") else { return field }
    return field.dropFirst().dropLast().replacing(text: "\"\"", with: "\"")
  }

  static func isHeader(_ term: String, _ valence: String) -> Bool {
    ["term", "word", "phrase", "token", "text"].contains(term.lowercased()) && Double(valence) == nil
  }

  /// The start of what may be long.
  static func shown(_ text: String) -> String { text.count > 40 ? text.prefix(40) + "…" : text }
}
