import AttuneReports
import AttuneStreams
import AttuneWorkflows

/// What a file holds: its shape, its columns, and what can be done with it.
struct Inspection: Encodable {
  struct Column: Encodable {
    /// From 1, as options take it.
    var number: Int
    var name: String
    /// What a further row of the header says of it.
    var label: String?
    var kind: String
    /// The kind with what belongs to it, for people: "score 1-5".
    var description: String
    /// Of scores.
    var scale: String?
    /// Of dates.
    var order: ColumnKind.DateOrder?
    var hasZone: Bool?
    /// Distinct values, of which `moreDistinct` says whether they are only those that were counted.
    var distinct: Int
    var moreDistinct: Bool
    /// The share of records in which the column is not blank, 0...1.
    var filled: Double
    /// With personal data masked.
    var examples: [String]
    var role: ColumnRole?
    /// "sure", "likely", or "tie" where another column is as good.
    var certainty: String?
  }

  var file: String
  /// "gzip" or "zstd"; nil for what is not compressed.
  var compression: String?
  /// nil for workbooks.
  var encoding: String?
  /// "text", "jsonl", "csv", "tsv", or what the records stand in: "json", "xlsx", "ods".
  var format: String
  /// Of tables.
  var delimiter: String?
  /// The line of a table's header, from 1; the row of a workbook.
  var headerLine: Int?
  /// Those that could not be read as well.
  var records: Int
  var unreadable: Int
  /// What was assumed about how the file is read.
  var notes: [String]
  var columns: [Column]
  /// JSON objects have further keys, which are not listed.
  var moreColumns: Bool
  /// Lines for a shell.
  var commands: [String]

  /// Distinct values that are told apart in a column, at most.
  private static let distinctLimit = 10_000

  /// Reads the whole input once.
  ///
  /// - Complexity: O(size of the input); memory is bounded by the number of columns.
  init(_ input: StreamInput, format: RecordFormat) throws(StreamError) {
    let tape = InputTape([input])
    guard let sample = try ColumnSample(tape, format, distinctLimit: Self.distinctLimit) else {
      preconditionFailure("a sample that stops at no column")
    }
    file = input.name
    let nature = tape.nature(of: 0)
    compression = nature.compression?.rawValue
    self.format = nature.container?.name ?? format.rawValue
    let isWorkbook = nature.container.map { $0 != .json } ?? false
    if !isWorkbook {
      encoding = nature.encoding?.name ?? "ASCII"
      delimiter = sample.table.map { String(decoding: [$0.delimiter], as: UTF8.self) }
    }
    headerLine = sample.table?.headerLine
    records = sample.records
    unreadable = sample.problems
    notes = input.reading.notes.all + (sample.leftOut.text.map { ["\(input.name): \($0)"] } ?? [])
    moreColumns = sample.isCut
    let finding = format == .text ? RoleFinder.Finding() : sample.finder.find()
    columns = sample.columns.enumerated().map { Self.column($0, $1, finding) }
    commands = CommandAdvice(sample, finding, file: input, format: format).lines
  }

  private static func column(_ index: Int, _ column: RoleFinder.Column, _ finding: RoleFinder.Finding) -> Column {
    let facts = column.facts
    let found = finding.roles.first { $0.value.column == index }
    let tie = ColumnRole.allCases.first { role in
      finding.ties[role]?.contains(index) ?? false
    }
    let kind =
      switch found?.key {
      case .nps: ColumnKind.promoter
      case .text where facts.filled > 0, .reply: ColumnKind.text
      default: ColumnKind(facts, name: column.name)
      }
    var result = Column(
      number: index + 1, name: column.name, label: column.label, kind: kind.name, description: kind.text,
      distinct: facts.distinct,
      moreDistinct: facts.hasMoreDistinct,
      filled: facts.rows == 0 ? 0 : Double(facts.filled) / Double(facts.rows),
      // Numbers of cases, and seconds since 1970, are nobody's phone numbers.
      examples: facts.examples.map { example in
        let isDate = if case .date = kind { true } else { false }
        let isNobodys = (RoleFinder.isRecordID(column.name) || isDate) && example.allSatisfy(\.isNumber)
        return (isNobodys ? example : Redaction.redact(example)).excerpt
      }, role: found?.key ?? tie,
      certainty: found?.value.certainty.rawValue ?? (tie == nil ? nil : "tie"))
    result.scale = kind.scaleText
    if case .date(let order, let hasZone) = kind { (result.order, result.hasZone) = (order, hasZone) }
    return result
  }
}

extension InputContainer {
  /// The ending of its files.
  fileprivate var name: String {
    switch self {
    case .excel: "xlsx"
    case .openDocument: "ods"
    case .json: "json"
    }
  }
}

extension String {
  /// Its first characters.
  fileprivate var excerpt: String { count > 80 ? prefix(79) + "…" : self }
}

/// The commands that make sense for a file, as they are typed.
private struct CommandAdvice {
  private let sample: ColumnSample
  private let finding: RoleFinder.Finding
  private let file: String
  private let format: RecordFormat

  init(_ sample: ColumnSample, _ finding: RoleFinder.Finding, file: StreamInput, format: RecordFormat) {
    self.sample = sample
    self.finding = finding
    self.format = format
    switch file.place {
    case .standardInput: self.file = "-"
    case .file(let path): self.file = path.hasPrefix("-") ? "./\(path)" : path
    }
  }

  var lines: [String] {
    guard sample.records > sample.problems else { return [] }
    guard format != .text else { return ["classify", "report", "triage"].map { line($0, []) } }
    var lines: [String] = []
    let text = self.text
    var report = texts
    for role in [ColumnRole.csat, .nps, .ces, .resolved, .resolution, .contacts, .time] {
      // Which end of it is the best one has to be said.
      if role == .ces, finding.open.contains(where: { $0.reason == .effortOrEase }) { continue }
      if let option = role.option, let field = field(role) { report.append((option, field)) }
    }
    if report.contains(where: { $0.0 != "--time" }) {
      if let group = field(.channel) ?? field(.team) ?? field(.agent) { report.append(("--by", group)) }
      lines.append(line("report", report))
    }
    if text != nil { lines.append(line("classify", texts)) }
    if let reply = field(.reply) {
      let others = [("--customer", text), ("--agent", field(.agent)), ("--time", field(.time))]
      lines.append(
        line("scorecard", [("--reply", reply)] + others.compactMap { option, field in field.map { (option, $0) } }))
    } else if text != nil, field(.csat) == nil, field(.nps) == nil {
      let by = field(.customer).map { [("--by", $0)] + (field(.time).map { [("--time", $0)] } ?? []) } ?? []
      lines.append(line("triage", texts + by))
    }
    return lines
  }

  /// The text, with what is read with it.
  private var texts: [(String, String)] {
    let columns = finding.texts(of: sample.columns, taken: [])
    let fields = columns.map { $0 == finding.roles[.text]?.column ? text ?? sample.field($0) : sample.field($0) }
    return (fields.isEmpty ? text.map { [$0] } ?? [] : fields).map { ("--text", $0) }
  }

  private var text: String? {
    field(.text) ?? finding.ties[.text].map { sample.field($0[0]) }
  }

  /// nil where the role was not found. A column of a table whose name cannot be typed is given by its number.
  private func field(_ role: ColumnRole) -> String? {
    guard let found = finding.roles[role] else { return nil }
    let field = sample.field(found.column)
    let isPlain = field.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0.value != 0xFFFD }
    let isListed = role == .channel || role == .team || role == .agent
    return sample.table == nil || isPlain && field.count <= 60 && !(isListed && field.contains(","))
      ? field : "\(found.column + 1)"
  }

  private func line(_ command: String, _ options: [(String, String)]) -> String {
    let words = options.map { $1.hasPrefix("-") ? "\($0)=\($1.quotedForShell)" : "\($0) \($1.quotedForShell)" }
    let format = file == "-" ? ["--format \(format.rawValue)"] : []
    return (["attune \(command) \(file.quotedForShell)"] + format + words).joined(separator: " ")
  }
}
