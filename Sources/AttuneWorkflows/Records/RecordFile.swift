import Attune
import AttuneCare
import AttuneReports
import AttuneStreams
import Synchronization

/// A file of messages whose columns are known: tables, JSON or text, as `attune report` reads them.
@_spi(Server) public struct RecordFile: Sendable {
  /// Columns that a person has named; the others are found.
  public struct Columns: Sendable {
    /// Several are read as one text.
    public var texts: [String] = []
    /// Of dates.
    public var time: String?
    /// Of whose message it is.
    public var customer: String?
    /// Of the way by which the message came.
    public var channel: String?
    /// Of who answered it.
    public var agent: String?
    /// Of what it is a part of.
    public var conversation: String?
    /// Of who wrote it: a customer, an agent, a bot.
    public var role: String?
    /// Of whether its case is solved: "closed", "open".
    public var resolved: String?
    /// Everything counts, whoever wrote it; `role` is then not looked for.
    public var allRoles = false
    /// How dates such as 05/03/2026 are written, "day-first" or "month-first"; nil where the dates tell.
    public var dates: String?
    /// The file's encoding, by a name that `Self.knows`; nil where it is detected.
    public var encoding: String?
    /// The sheet of a workbook, by its name or number; nil for the first one with rows.
    public var sheet: String?
    /// Where the records are in JSON, such as "data.reviews"; nil where it is found.
    public var records: String?
    /// The line of a table's header, 0 for none; nil where it is found.
    public var header: Int?

    /// All are found.
    public init() {}

    /// Whether there is an encoding of that name.
    public static func knows(encoding: String) -> Bool { TextEncoding(name: encoding) != nil }

    /// How the bytes of the file are read.
    fileprivate var reading: [String] {
      [dates ?? "", encoding ?? "", sheet ?? "", records ?? "", header.map { "\(String($0))" } ?? ""]
    }
  }

  /// What was read.
  public struct Summary: Sendable {
    /// Records, with those that could not be read.
    public var records = 0
    /// Records that could not be read.
    public var problems = 0

    init(records: Int, problems: Int) {
      self.records = records
      self.problems = problems
    }
  }

  /// Records that were read one after the other.
  public struct Batch: Sendable {
    /// Those that could be read.
    public var records: [ReadRecord]
    /// How many could not.
    public var problems: Int
    /// Where the first of those is, and what is wrong with it.
    public var firstProblem: String?
  }

  /// Where the file is, or what it is called.
  public var path: String { input.name }
  /// What was found out, a sentence each.
  public let notes: [String]
  /// Which column has which role, by the role's name; of those that were found or named. A column is named as logs may have
  /// it: see `RoleSearch.shown`.
  public let roles: [(role: String, column: String)]
  /// A table with nothing below its header, whose columns are found when there is something.
  public let isEmpty: Bool

  private let input: StreamInput
  /// What `input` reads, where that is bytes in memory.
  private let memory: NamelessFile?
  private let format: RecordFormat
  @Shared private var layout: RecordLayout
  /// What a person has said of how the bytes of the file are read.
  private let form: [String]
  /// Where records have what `layout.groups` say.
  private let names: [Name]
  private let writer: RecordSides?
  /// The columns that were found or named.
  private let fields: [ColumnRole: String]
  private let model: Model
  private let taxonomy: Taxonomy
  /// Only the writers' own words count.
  private let ownWords: OwnWords
  /// What its texts say of each other.
  public var context: TextContext { TextContext(model.columnLanguages) }

  fileprivate typealias Name = WritableKeyPath<ReadRecord, String> & Sendable

  /// Changes with what is taken of a text: 3, as what HTML shows, and only what their writers wrote themselves.
  private static let textVersion = "3"

  /// Bytes that a worker takes at a time.
  private static let chunkSize = 64 << 10

  /// Finds the columns.
  ///
  /// - Parameter before: the file that had this name; its columns have the same roles in this one, where they are there.
  /// - Throws: `Service.Failure` for a file that cannot be read, and one without a column of texts.
  public init(
    _ path: String, _ columns: Columns, _ service: Service, behind before: RecordFile? = nil
  ) throws(Service.Failure) {
    try self.init(.file(path), nil, columns, service, before)
  }

  /// The same of bytes, which are read as a file of this name is.
  ///
  /// - Parameters:
  ///   - limit: bytes of its text, when it is unpacked.
  ///   - deadline: when it must have been read.
  public init(
    _ bytes: [UInt8], named name: String, _ service: Service, limit: Int, until deadline: ContinuousClock.Instant
  ) throws(Service.Failure) {
    let memory: NamelessFile
    do throws(StreamError) { memory = try NamelessFile(bytes) } catch { throw .init(error) }
    var input = StreamInput.file(memory.path)
    input.title = name
    input.reading.bounds = .init(bytes: limit, deadline: deadline)
    try self.init(input, memory, Columns(), service)
  }

  private init(
    _ input: StreamInput, _ memory: NamelessFile?, _ columns: Columns, _ service: Service,
    _ before: RecordFile? = nil
  ) throws(Service.Failure) {
    var input = input
    let path = input.name
    let notes = InputNotes { _ in }
    input.reading.notes = notes
    input.reading.encoding = columns.encoding.flatMap { TextEncoding(name: $0) }
    input.reading.sheets = columns.sheet.map { [$0] } ?? []
    input.reading.records = columns.records
    input.reading.header = columns.header
    form = columns.reading
    let search: RoleSearch
    let tape: InputTape
    do throws(StreamError) {
      try input.check()
      format = input.format
      tape = InputTape([input])
      search = try RoleSearch(
        tape, format, columns, takesOptions: memory == nil, before?.fields ?? [:], before?.writer)
    } catch {
      throw .init(error)
    }
    var layout = search.layout
    layout.dateOrder = columns.dates.flatMap { DateParser.Order(rawValue: $0) }
    guard layout.text != nil || search.isEmpty else { throw .columns("\(path): \(search.refusal)") }
    do throws(StreamError) {
      switch try layout.look(in: tape, format: format) {
      case .success(let found): layout = found
      case .failure(let error):
        notes.add("\(path): \(error); its times are not read")
        layout.time = nil
      }
      model = service.model.reading(layout.text ?? "text", in: tape, format: format)
      ownWords = format == .text ? OwnWords() : try .look(in: tape, format: format, field: layout.text ?? "text")
      if let note = ownWords.note { notes.add("\(path): \(note)") }
    } catch {
      throw .init(error)
    }
    taxonomy = service.taxonomy
    self.input = input
    self.memory = memory
    _layout = Shared(wrappedValue: layout)
    names = search.names
    writer = search.writer
    fields = search.fields
    isEmpty = search.isEmpty
    roles = search.roles
    self.notes = notes.all + search.notes.map { "\(path): \($0)" }
  }

  /// How its records are read: the columns with their roles, and whose words count. Of the same file, the same records are
  /// read where this is the same.
  public var reading: String {
    let columns = [layout.text, layout.time].map { $0 ?? "" } + layout.measured.map(\.name) + layout.groups
    return ([Self.textVersion] + roles.map(\.role) + columns + form + [ownWords.reading]).joined(separator: "\u{1E}")
  }

  /// Reads the file to its end.
  ///
  /// - Parameters:
  ///   - path: where its bytes come from, if that is another place.
  ///   - workers: threads; nil for all usable cores.
  ///   - take: is given the records in order, by one thread at a time; false ends the reading.
  /// - Throws: `Service.Failure`; records before it have been handed over.
  /// - Complexity: O(bytes); memory does not depend on the length of the file.
  @discardableResult
  public func read(
    from path: String? = nil, workers: Int? = nil, _ take: @escaping @Sendable (Batch) -> Bool
  ) throws(Service.Failure) -> Summary {
    // Nothing is known of its columns.
    guard !isEmpty else { return Summary(records: 0, problems: 0) }
    let (layout, names, writer, name) = (layout, names, writer, self.path)
    var pipeline = FieldPipeline(format: format, fields: layout.fields) { Self.record($0, layout, names, writer) }
    pipeline.optionalFields = Set(layout.fields.dropFirst())
    pipeline.workers = workers ?? Workers.usableCores
    pipeline.chunkSize = Self.chunkSize
    pipeline.leavesOutFillers = true
    let (model, taxonomy) = (model, taxonomy)
    let cutter = HTMLText.cutter(behind: ownWords.cutter(keepsPlaces: false))
    pipeline.reading = .init(model: model, field: 0, keepsTokens: true, tones: TextReader.tones) {
      let reader = TextReader(model: model, taxonomy: taxonomy)
      return { scorer, texts, records, first in
        reader.note(scorer, texts, in: &records, from: first)
      }
    }
    pipeline.reading?.cutter = cutter
    do throws(StreamError) {
      var source = path.map(StreamInput.file) ?? input
      source.reading = input.reading
      let summary = try pipeline.run([source]) { batch in
        let records = batch.rows
        batch.rows = []
        return take(
          Batch(
            records: records, problems: batch.problemCount,
            firstProblem: batch.problems.first.map { "\(name):\($0.line): \($0.reason)" }))
      }
      return Summary(records: summary.records, problems: summary.errors)
    } catch {
      throw .init(error)
    }
  }

  /// - Parameter fields: those of the layout, in their order.
  private static func record(
    _ fields: [UnsafeBufferPointer<UInt8>], _ layout: RecordLayout, _ names: [Name], _ writer: RecordSides?
  ) -> ReadRecord {
    let row = layout.read(fields)
    var record = ReadRecord()
    if row.hasText { record.text = row.text }
    if let time = row.time {
      record.seconds = time.seconds
      record.month = String(time.day.isoText.prefix(7))
    }
    record.isClosed = row.isResolved == true || row.faults.contains { $0.fault == .cancelled }
    for (place, name) in names.enumerated() {
      let field = fields[fields.count - layout.groups.count + place]
      guard !FieldCursor(field).isNobody else { continue }
      let text = row.groups[place].trimmingBlanks.prefix(nameLimit)
      record[keyPath: name] = String(text)
    }
    if CaseState(record.state) == .closed {
      record.isClosed =
        !CaseState.isDate(record.state) || CaseState.isClosed(layout.time(record.state), record.seconds)
    }
    // Yes and no, and addresses, say it under their names only.
    if let writer, !record.writer.isEmpty { record.writer = writer.word(for: record.writer) }
    return record
  }

  /// Characters of a name.
  private static let nameLimit = 200
}

/// Finds the columns of a file of messages.
private struct RoleSearch {
  private(set) var layout = RecordLayout()
  /// How the column of who wrote a record is read; nil for none.
  private(set) var writer: RecordSides?
  /// Where records have what the layout's groups say.
  private(set) var names: [RecordFile.Name] = []
  private(set) var roles: [(role: String, column: String)] = []
  private(set) var fields: [ColumnRole: String] = [:]
  private(set) var notes: [String] = []
  /// A table with nothing below its header.
  private(set) var isEmpty = false
  /// Why there is no column of texts.
  private(set) var refusal: String
  /// Who gives the file can give options, and else only the file.
  private let takesOptions: Bool

  /// Roles whose columns are names, and where a record has them.
  private static let nameRoles: [(ColumnRole, RecordFile.Name)] = [
    (.customer, \.customer), (.channel, \.channel), (.agent, \.agent), (.conversation, \.conversation),
    (.role, \.writer), (.resolved, \.state),
  ]

  /// The input can be read afterwards.
  ///
  /// - Parameters:
  ///   - before: the columns of an earlier file of the same name.
  ///   - writerBefore: how its column of who wrote a record is read.
  init(
    _ tape: InputTape, _ format: RecordFormat, _ columns: RecordFile.Columns, takesOptions: Bool,
    _ before: [ColumnRole: String], _ writerBefore: RecordSides?
  ) throws(StreamError) {
    self.takesOptions = takesOptions
    refusal = "no column of texts is found; " + (takesOptions ? "name it with --text" : "call it 'text' in the file")
    guard format != .text else {
      layout.text = "text"
      return
    }
    guard let sample = try ColumnSample.first(in: tape, format: format, .further) else { return }
    isEmpty = sample.table != nil && sample.records == 0
    let given = columns.texts + Self.given(columns).compactMap(\.1)
    let taken = Set(given.compactMap { sample.index(of: $0) })
    var role = columns.role.map { RecordSides(WriterSides(column: $0, name: $0)) }
    if role == nil, !columns.allRoles {
      role = writerBefore.flatMap { sample.index(of: $0.column) == nil ? nil : $0 }
      if role == nil { role = try WriterColumn(in: sample, of: tape, format: format, taken: taken).sides }
    }
    writer = role
    try find(columns, role, sample, before, tape, format)
  }

  /// The columns of names that a person has named.
  private static func given(_ columns: RecordFile.Columns) -> [(ColumnRole, String?)] {
    [
      (.time, columns.time), (.customer, columns.customer), (.channel, columns.channel), (.agent, columns.agent),
      (.conversation, columns.conversation), (.resolved, columns.resolved),
    ]
  }

  private mutating func find(
    _ columns: RecordFile.Columns, _ writer: RecordSides?, _ sample: ColumnSample, _ before: [ColumnRole: String],
    _ tape: InputTape, _ format: RecordFormat
  ) throws(StreamError) {
    let role = writer?.column
    let named = [(.text, JoinedField.name(columns.texts))] + Self.given(columns)
    let taken = Set(
      (columns.texts + named.dropFirst().compactMap(\.1) + [writer?.isOfWords == true ? role : nil].compactMap { $0 })
        .compactMap { sample.index(of: $0) })
    let wanted = named.filter { $0.1 == nil }.map(\.0)
    let finding = sample.finder.find(wanted, taken: taken)
    fields = finding.roles.mapValues { sample.field($0.column) }
    // A few records tell less of them than those before.
    for role in wanted { if let name = before[role], sample.index(of: name) != nil { fields[role] = name } }
    for (role, name) in named { if let name { fields[role] = name } }
    fields[.role] = role
    if columns.texts.isEmpty, sample.index(of: "text") != nil { fields[.text] = "text" }
    for role in wanted {
      guard let tie = finding.ties[role], fields[role] == nil else { continue }
      let names = tie.map { Self.shown(sample.columns[$0].name, $0) }.joined(separator: ", ")
      let hint = takesOptions ? "name it with \(Self.option(of: role))" : "call the others differently in the file"
      let note = "several columns may be the \(role.title): \(names); \(hint)"
      if role == .text { refusal = note } else { notes.append(note) }
    }
    layout.text = fields[.text]
    if columns.texts.isEmpty, let text = fields[.text], text == finding.roles[.text].map({ sample.field($0.column) }) {
      layout.text = JoinedField.name(finding.texts(of: sample.columns, taken: taken).map(sample.field))
    }
    layout.time = fields[.time]
    // Whether the first contact was enough is no state of a case.
    if let name = fields[.resolved], RoleFinder.saysFirstContact(name) { fields[.resolved] = nil }
    if fields[.resolved] == nil {
      let others = Set(fields.values.compactMap { sample.index(of: $0) })
      let found = try CaseState.column(in: sample, of: tape, format: format, taken: others)
      fields[.resolved] = found.map(sample.field)
      if found == nil, sample.records > 0 {
        notes.append(
          "no column says whether a case is closed, so none is" + (takesOptions ? "; --resolved names it" : ""))
      }
    }
    layout.measured = fields[.resolved].map { [.init($0, .yesNo)] } ?? []
    layout.groups = Self.nameRoles.compactMap { fields[$0.0] }
    names = Self.nameRoles.filter { fields[$0.0] != nil }.map(\.1)
    roles = (named.map(\.0) + [.role]).compactMap { role in
      fields[role].map { (role.title, Self.shown(role == .text ? layout.text ?? $0 : $0, sample)) }
    }
    if let writer { notes.append(WriterColumn.note(Self.shown(writer.column, sample), writer)) }
  }

  /// The option of the server that names a column.
  private static func option(of role: ColumnRole) -> String { role == .customer ? "--by" : "--\(role.rawValue)" }

  /// Words of a longer name, which may be what somebody wrote: the first line of a file without a header.
  private static let mostWords = 4

  /// A column as logs may name it: by its number where its name could be a text or tells who a person is.
  private static func shown(_ name: String, _ column: Int?) -> String {
    let words = name.split(whereSeparator: \.isWhitespace).count
    guard words > mostWords || Redaction.redact(name) != name else { return "'\(name)'" }
    return column.map { "column \($0 + 1)" } ?? "a column"
  }

  private static func shown(_ field: String, _ sample: ColumnSample) -> String {
    // Marks part fields that are read as one.
    field.split(whereSeparator: { $0.isASCII && $0 < " " }).map { shown(String($0), sample.index(of: String($0))) }
      .joined(separator: " and ")
  }
}
