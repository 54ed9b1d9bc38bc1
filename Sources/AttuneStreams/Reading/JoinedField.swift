import Attune

/// Several fields whose texts are read as one, such as what somebody liked and what they did not.
///
/// Pipelines know fields by their names. The name of a joined field is a mark and what the user gave, a mark between each:
/// `JoinedField.name(["like", "dislike"])`. One name with commas is a column of that name or, where there is none,
/// the columns between the commas.
package struct JoinedField: Sendable {
  /// What the user gave at a time.
  struct Choice {
    var whole: String
    /// The names between its commas; none without a comma.
    var parts: [String]
  }

  let choices: [Choice]

  private static let mark: Character = "\u{1F}"

  /// The name of fields that are read as one; nil for none.
  package static func name(_ names: [String]) -> String? {
    if names.count == 1, !names[0].contains(",") { return names[0] }
    return names.isEmpty ? nil : names.map { "\(mark)\($0)" }.joined()
  }

  /// - Returns: nil for the name of one field.
  init?(_ name: String) {
    guard name.first == Self.mark else { return nil }
    choices = name.split(separator: Self.mark).map { whole in
      let parts = whole.split(separator: ",").map { $0.trimmingBlanks }.filter { !$0.isEmpty }
      return Choice(whole: String(whole), parts: parts.count > 1 ? parts : [])
    }
  }

  /// The columns of a table, each once, or the name of one that it lacks.
  func columns(in table: Table) -> (columns: [Int], missing: String?) {
    var columns: [Int] = []
    for choice in choices {
      if let column = table.index(of: choice.whole) {
        columns.append(column)
        continue
      }
      let parts = choice.parts.map { ($0, table.index(of: $0)) }
      guard let missing = parts.first(where: { $0.1 == nil }) else {
        if parts.isEmpty { return ([], choice.whole) }
        columns += parts.compactMap(\.1)
        continue
      }
      return ([], parts.contains { $0.1 != nil } ? missing.0 : choice.whole)
    }
    var known: Set<Int> = []
    return (columns.filter { known.insert($0).inserted }, nil)
  }
}

/// One text of several: those that are not blank, with a sentence break between two of them.
struct JoinedText {
  private var parts: [[UInt8]] = []
  private(set) var bytes: [UInt8] = []

  mutating func begin(count: Int) {
    if parts.count != count { parts = Array(repeating: [], count: count) }
    for index in parts.indices { parts[index].removeAll(keepingCapacity: true) }
  }

  mutating func set(_ index: Int, _ field: Field, of record: UnsafeBufferPointer<UInt8>) {
    if field.isQuoted {
      field.appendContent(of: record, to: &parts[index])
    } else {
      parts[index] += record[field.range]
    }
  }

  mutating func set(_ index: Int, _ text: UnsafeBufferPointer<UInt8>) { parts[index] += text }

  /// Puts the parts together in `bytes`.
  mutating func join() {
    bytes.removeAll(keepingCapacity: true)
    for part in parts where !part.allSatisfy(Self.isBlank) {
      if !bytes.isEmpty {
        while let last = bytes.last, Self.isBlank(last) { bytes.removeLast() }
        bytes += Self.sentenceBreak(behind: bytes)
      }
      bytes += part.drop(while: Self.isBlank)
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }

  /// A full stop where a word ends the text, a blank where a sentence does, and a line break behind other signs.
  static func sentenceBreak(behind text: [UInt8]) -> [UInt8] {
    guard let last = String(decoding: text.suffix(8), as: UTF8.self).unicodeScalars.last else { return [] }
    if ".!?…。！？".unicodeScalars.contains(last) { return [0x20] }
    if last.properties.isAlphabetic || last.properties.numericType != nil { return [UInt8(ascii: "."), 0x20] }
    return [0x0A]
  }
}
