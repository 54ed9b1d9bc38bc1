/// How records stand in a stream.
package enum RecordFormat: String, CaseIterable, Sendable {
  /// One text a line.
  case text
  /// One JSON object a line, or other JSON, of which `JSONRecords` makes that.
  case jsonl
  /// RFC 4180, with a header; the delimiter is a comma, or what the header shows (`;`, tab, `|`). Workbooks are read as such.
  case csv
  /// A header and tab-separated values, without quoting (text/tab-separated-values).
  case tsv

  /// By the ending of a file's name, before that of a compressed file; nil when the ending says nothing.
  package init?(path: String) {
    let name = Self.uncompressedName(path).lowercased()
    if [".jsonl", ".ndjson", ".json"].contains(where: name.hasSuffix) {
      self = .jsonl
    } else if [".csv", ".xlsx", ".xlsm", ".ods"].contains(where: name.hasSuffix) {
      self = .csv
    } else if name.hasSuffix(".tsv") || name.hasSuffix(".tab") {
      self = .tsv
    } else if name.hasSuffix(".txt") {
      self = .text
    } else {
      return nil
    }
  }

  /// A file's name without the ending of a compressed file: "a.csv" for "a.csv.gz".
  package static func uncompressedName(_ path: String) -> String {
    let ending = Compression.endings.first { path.lowercased().hasSuffix($0) }
    return String(path.dropLast(ending?.count ?? 0))
  }

  /// Whether records have named columns under a header.
  package var isTable: Bool { self == .csv || self == .tsv }
}
